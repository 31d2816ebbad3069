import { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import type { DataSourceInstanceSettings, GrafanaTheme2, TimeRange } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { ask } from '../ask/ask';
import { LightBadge } from '../fleet/LightBadge';
import { lightNames } from '../fleet/lightNames';
import { quickQuestions, slowQuestions } from '../fleet/questions';
import { dataLight, LIGHTS, modelLight, outputLight, pipelineLight, WAITING, type Standing } from '../fleet/standing';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly model: string;
  readonly range: TimeRange;
}

/** The four concerns side by side, each with its reason in full. */
export function Lights({ source, model, range }: Props) {
  const styles = useStyles2(getStyles);
  const [lights, setLights] = useState<Standing['lights']>(WAITING.lights);
  useEffect(() => {
    const gone = new AbortController();
    const { signal } = gone;
    const { uid } = source;
    const questions = [...quickQuestions(model).filter(({ refId }) => refId !== 'traffic'), ...slowQuestions(model)];
    const read = {
      pipeline: pipelineLight,
      data: (answer: Parameters<typeof dataLight>[0]) => dataLight(answer).light,
      model: modelLight,
      output: outputLight,
    };
    for (const id of LIGHTS) {
      const mine = questions.filter(({ refId }) => refId === id);
      void ask(uid, mine, range, { interval: '1h', signal }).then((answers) => {
        const answer = answers.get(id);
        if (answer !== undefined && !signal.aborted) {
          setLights((before) => ({ ...before, [id]: read[id](answer) }));
        }
      });
    }
    return () => gone.abort();
  }, [source, model, range]);
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
