import { useMemo } from 'react';
import { css } from '@emotion/css';
import { FieldType, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Text, useStyles2, useTheme2 } from '@grafana/ui';
import type { Answer } from '../ask/ask';
import { partOf } from '../frame/TimeAxis';
import { useAnswer } from '../model/useAnswer';
import { t } from '../t';
import { rowStyles } from './rows';

const HEIGHT = 140;
const WIDTH = 1000;
/** So many lines can be told apart; the highest are drawn. */
const LINES = 4;
const HOUR_MS = 3_600_000;

interface Props {
  readonly uid: string;
  readonly range: TimeRange;
}

interface Line {
  readonly name: string;
  readonly points: ReadonlyArray<readonly [time: number, value: number]>;
  readonly highest: number;
}

/** The features of an answer that drifted most. */
function linesOf(answer: Answer | undefined, most: number): readonly Line[] {
  if (answer?.state !== 'done') {
    return [];
  }
  return answer.frames
    .flatMap((frame): Line[] => {
      const times = frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
      return frame.fields
        .filter(({ type }) => type === FieldType.number)
        .map(({ labels, values, name }) => {
          const points = [...values].flatMap((value: unknown, index): Array<readonly [number, number]> =>
            typeof value === 'number' && Number.isFinite(value) ? [[Number(times[index]), value]] : []
          );
          return { name: labels?.['feature'] ?? name, points, highest: Math.max(0, ...points.map(([, y]) => y)) };
        });
    })
    .sort((a, b) => b.highest - a.highest)
    .slice(0, most);
}

/** What a model's features came to at their highest, window by window. */
function highestOf(answer: Answer | undefined, name: string): Line {
  const byTime = new Map<number, number>();
  for (const { points } of linesOf(answer, Infinity)) {
    points.forEach(([time, value]) => byTime.set(time, Math.max(value, byTime.get(time) ?? 0)));
  }
  const points = [...byTime].sort(([a], [b]) => a - b);
  return { name, points, highest: Math.max(0, ...points.map(([, value]) => value)) };
}

const intervalOf = ({ from, to }: TimeRange): string => (to.diff(from) > 7 * 24 * HOUR_MS ? '6h' : '1h');

function useDrift(uid: string, model: string | undefined, range: TimeRange): Answer | undefined {
  const window = intervalOf(range);
  return useAnswer(
    uid,
    { refId: 'A', queryType: 'drift_over_time', model: model ?? '', scores: ['psi'], window },
    range,
    window,
    model !== undefined
  ).answer;
}

/** How far the features of one model have moved. */
export function DriftOfModel({ model, title, uid, range }: Props & { readonly model: string; readonly title: string }) {
  const answer = useDrift(uid, model, range);
  const lines = useMemo(() => linesOf(answer, LINES), [answer]);
  return <Drift lines={lines} title={title} range={range} failed={answer?.state === 'failed' ? answer : undefined} />;
}

/** How far the feature that moved most has, of the models of which something fired last. */
export function DriftOfModels({
  models,
  titles,
  uid,
  range,
}: Props & { readonly models: readonly string[]; readonly titles: ReadonlyMap<string, string> }) {
  const [first, second, third, fourth] = models;
  const answers = [
    useDrift(uid, first, range),
    useDrift(uid, second, range),
    useDrift(uid, third, range),
    useDrift(uid, fourth, range),
  ];
  const lines = models
    .slice(0, LINES)
    .map((model, place) => highestOf(answers[place], titles.get(model) ?? model))
    .filter(({ points }) => points.length > 0);
  return (
    <Drift lines={lines} title={t('fired.each', 'the worst feature of each model')} range={range} failed={undefined} />
  );
}

interface DriftProps {
  readonly lines: readonly Line[];
  /** What is drawn, for who cannot see it. */
  readonly title: string;
  readonly range: TimeRange;
  readonly failed: Extract<Answer, { readonly state: 'failed' }> | undefined;
}

function Drift({ lines, title, range, failed }: DriftProps) {
  const rows = useStyles2(rowStyles);
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const top = Math.max(0.3, ...lines.map(({ highest }) => highest)) * 1.05;
  const colors = theme.visualization.palette;
  return (
    <div className={rows.row}>
      <span className={rows.name}>
        {lines.map(({ name }, index) => (
          <span key={name} className={styles.key} title={name}>
            <span
              className={styles.swatch}
              style={{ background: theme.visualization.getColorByName(colors[index] ?? 'blue') }}
            />
            {name}
          </span>
        ))}
      </span>
      <span className={styles.chart}>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className={styles.svg}
          role="img"
          aria-label={t('fired.chart', 'PSI of {{model}}: {{lines}}', {
            model: title,
            lines: lines.map(({ name, highest }) => `${name} up to ${highest.toFixed(2)}`).join(', '),
          })}
        >
          {lines.map(({ name, points }, index) => (
            <polyline
              key={name}
              fill="none"
              vectorEffect="non-scaling-stroke"
              stroke={theme.visualization.getColorByName(colors[index] ?? 'blue')}
              strokeWidth={1.5}
              points={points.map(([x, y]) => `${partOf(x, from, to) * WIDTH},${HEIGHT - (y / top) * HEIGHT}`).join(' ')}
            />
          ))}
        </svg>
        <span className={styles.top}>{`PSI ${top.toFixed(2)}`}</span>
        {failed !== undefined &&
          (failed.because === 'nothing' ? (
            <Text color="secondary">{t('fired.no-feature', 'No feature of this model was seen in this time.')}</Text>
          ) : (
            <Text color="error">{failed.why}</Text>
          ))}
      </span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  key: css({ display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  swatch: css({
    display: 'inline-block',
    width: 10,
    height: 3,
    marginRight: theme.spacing(0.5),
    verticalAlign: 'middle',
  }),
  chart: css({ position: 'relative', borderBottom: `1px solid ${theme.colors.border.medium}` }),
  svg: css({ display: 'block', width: '100%', height: HEIGHT }),
  top: css({
    position: 'absolute',
    top: 0,
    left: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
