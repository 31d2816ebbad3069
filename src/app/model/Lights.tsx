import { css } from '@emotion/css';
import type { DataSourceInstanceSettings, GrafanaTheme2, TimeRange } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Answer } from '../ask/ask';
import { levelsOf } from '../ask/definitions';
import { LightBadge } from '../fleet/LightBadge';
import { lightNames } from '../fleet/lightNames';
import { dataLight, modelLight, outputLight, pipelineLight, type Standing } from '../fleet/standing';
import { LIGHTS, type Light } from '../fleet/light';
import { sharedQuestions } from './questions';
import { useAnswer } from './useAnswer';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly model: string;
  readonly range: TimeRange;
}

const read = (answer: Answer | undefined, light: (answer: Answer) => Light): Light =>
  answer === undefined ? { state: 'waiting' } : light(answer);

/** The four concerns side by side, each with its reason in full. */
export function Lights({ source, model, range }: Props) {
  const styles = useStyles2(getStyles);
  const questions = sharedQuestions(model);
  const { uid } = source;
  const lights: Standing['lights'] = {
    pipeline: read(useAnswer(uid, questions.pipeline, range, '1h').answer, pipelineLight),
    data: read(useAnswer(uid, questions.data, range, '1h').answer, (answer) => dataLight(answer).light),
    model: read(useAnswer(uid, questions.model, range, '1h').answer, (answer) => modelLight(answer, levelsOf(source))),
    output: read(useAnswer(uid, questions.output, range, '1h').answer, outputLight),
  };
  const names = lightNames();
  return (
    <div className={styles.lights}>
      {LIGHTS.map((id, index) => {
        const light = lights[id];
        return (
          <div key={id} className={styles.light}>
            <div className={styles.head}>
              {index > 0 && <Icon name="arrow-right" className={styles.arrow} aria-hidden />}
              <span className={styles.name}>{names[id]}</span>
              <LightBadge id={id} light={light} href={`#${id}`} />
            </div>
            <span className={styles.why}>{light.state === 'waiting' ? '' : light.why}</span>
          </div>
        );
      })}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  lights: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(230px, 1fr))',
    gap: theme.spacing(1),
  }),
  light: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(1.5),
    minHeight: 92,
  }),
  head: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'center', marginBottom: theme.spacing(0.5) }),
  arrow: css({ color: theme.colors.text.secondary }),
  name: css({ fontWeight: theme.typography.fontWeightMedium }),
  why: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
