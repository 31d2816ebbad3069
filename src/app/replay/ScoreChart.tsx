import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2, useTheme2 } from '@grafana/ui';
import type { Firing, ScoreCourse } from '../../replay';
import { t } from '../t';

/** The lines that reach the farthest; more would be a carpet. */
const MOST_LINES = 6;
const WIDTH = 1000;
const HEIGHT = 180;

interface Props {
  readonly title: string;
  readonly scores: ScoreCourse;
  /** Whether most of what the rule asks was answered. */
  readonly isAnswered: boolean;
  readonly level: { readonly alert: number; readonly recover: number | undefined } | undefined;
  readonly firings: readonly Firing[];
  readonly from: number;
  readonly to: number;
}

const nameOf = (labels: Readonly<Record<string, string>>): string =>
  labels['feature'] ?? labels['job'] ?? labels['rule'] ?? Object.values(labels).at(-1) ?? '';
const number = (value: number): string => String(Number(value.toPrecision(3)));
const time = (at: number): string => dateTimeFormat(at, { format: 'MM-DD HH:mm' });

/** The course of what a rule looks at, its threshold, and when it fired. */
export function ScoreChart({ title, scores, isAnswered, level, firings, from, to }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const lines = scores.series
    .map(({ labels, values }) => ({
      name: nameOf(labels),
      values,
      peak: Math.max(...values.map((value) => value ?? -Infinity)),
    }))
    .filter(({ peak }) => peak > -Infinity)
    .sort((a, b) => b.peak - a.peak || (a.name < b.name ? -1 : 1));
  const shown = lines.slice(0, MOST_LINES);
  if (shown.length === 0) {
    return (
      <section aria-label={title}>
        <h3 className={styles.heading}>{title}</h3>
        <Text color="secondary">
          {isAnswered
            ? t('replay.no-score', 'This rule had nothing to look at in this time.')
            : t('replay.no-answer', 'What this rule looks at was not answered in this time.')}
        </Text>
      </section>
    );
  }
  const alert = level !== undefined && level.alert < 1e9 ? level.alert : undefined;
  const values = shown.flatMap((line) => line.values).filter((value): value is number => value !== null);
  const top = Math.max(...values, (alert ?? 0) * 1.1) || 1;
  const bottom = Math.min(0, ...values, alert ?? 0);
  const x = (at: number): number => ((at - from) / Math.max(1, to - from)) * WIDTH;
  const y = (value: number): number => HEIGHT - ((value - bottom) / (top - bottom || 1)) * HEIGHT;
  const path = (line: ReadonlyArray<number | null>): string =>
    line
      .map((value, i) => {
        const at = scores.instants[i];
        return value === null || at === undefined
          ? ''
          : `${line[i - 1] === null || i === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
      })
      .join('');
  const told = t(
    'replay.chart',
    '{{title}}: highest {{peak}} ({{name}}), threshold {{alert}}, times fired: {{count}}',
    {
      title,
      peak: number(shown[0]?.peak ?? 0),
      name: shown[0]?.name ?? '',
      alert: alert === undefined ? '-' : number(alert),
      count: firings.length,
    }
  );
  const colour = (i: number): string => theme.visualization.getColorByName(theme.visualization.palette[i] ?? 'green');
  return (
    <section aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      <div className={styles.chart} role="img" aria-label={told}>
        <div className={styles.scale}>
          <span>{number(top)}</span>
          <span>{number(bottom)}</span>
        </div>
        <div className={styles.plot}>
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className={styles.svg} aria-hidden>
            {firings.map((firing) => (
              <rect
                key={`${firing.from} ${nameOf(firing.labels)}`}
                x={x(firing.from)}
                width={Math.max(2, x(firing.to ?? to) - x(firing.from))}
                y={0}
                height={HEIGHT}
                fill={theme.colors.error.main}
                opacity={0.16}
              />
            ))}
            {shown.map(({ name, values: line }, i) => (
              <path
                key={name}
                d={path(line)}
                fill="none"
                stroke={colour(i)}
                strokeWidth={1.5}
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {alert !== undefined && (
              <line
                x1={0}
                x2={WIDTH}
                y1={y(alert)}
                y2={y(alert)}
                stroke={theme.colors.error.text}
                strokeWidth={1.5}
                strokeDasharray="6 4"
                vectorEffect="non-scaling-stroke"
              />
            )}
          </svg>
          <div className={styles.times}>
            {[0, 0.5, 1].map((part) => (
              <span key={part}>{time(from + part * (to - from))}</span>
            ))}
          </div>
        </div>
      </div>
      <ul className={styles.legend}>
        {shown.map(({ name, peak }, i) => (
          <li key={name}>
            <span className={styles.swatch} style={{ background: colour(i) }} aria-hidden />
            {name} <Text color="secondary">{t('replay.up-to', 'up to {{peak}}', { peak: number(peak) })}</Text>
          </li>
        ))}
        {alert !== undefined && (
          <li>
            <span className={styles.dash} aria-hidden />
            {t('replay.threshold-at', 'threshold {{alert}}', { alert: number(alert) })}
          </li>
        )}
        <li>
          <span className={styles.band} aria-hidden />
          {t('replay.fires', 'fires')}
        </li>
        {lines.length > shown.length && (
          <li>
            <Text color="secondary">
              {t('replay.more-lines', 'and {{count}} lower ones', { count: lines.length - shown.length })}
            </Text>
          </li>
        )}
      </ul>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ fontSize: theme.typography.h4.fontSize, marginBottom: theme.spacing(1) }),
  chart: css({ display: 'flex', gap: theme.spacing(1) }),
  scale: css({
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'space-between',
    height: HEIGHT,
    minWidth: 36,
    textAlign: 'right',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  plot: css({ flex: 1, minWidth: 0 }),
  svg: css({
    display: 'block',
    width: '100%',
    height: HEIGHT,
    borderLeft: `1px solid ${theme.colors.border.weak}`,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  times: css({
    display: 'flex',
    justifyContent: 'space-between',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    listStyle: 'none',
    margin: theme.spacing(1, 0, 0, 5.5),
    padding: 0,
    fontSize: theme.typography.bodySmall.fontSize,
    li: { display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) },
  }),
  swatch: css({ width: 12, height: 3, borderRadius: 2 }),
  dash: css({ width: 12, borderTop: `2px dashed ${theme.colors.error.text}` }),
  band: css({ width: 12, height: 12, background: theme.colors.error.main, opacity: 0.3 }),
});
