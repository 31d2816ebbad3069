import { useEffect, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, FieldType, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Alert, LoadingPlaceholder, Text, useStyles2, useTheme2 } from '@grafana/ui';
import type { Answer } from '../ask/ask';
import { errorText } from '../ask/errorText';
import { sawNothing } from '../fleet/standing';
import { useAnswer } from '../model/useAnswer';
import { t } from '../t';
import { firingsOf, withRunning, type Firing, type StateChange } from './firings';

interface Props {
  readonly uid: string;
  readonly model: string;
  readonly title: string;
  readonly range: TimeRange;
  /** What fires now. */
  readonly running: readonly Firing[];
}

type Known =
  | { readonly is: 'loading' }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'done'; readonly firings: readonly Firing[]; readonly cut: boolean };

const LOADING: Known = { is: 'loading' };

const HEIGHT = 140;
const WIDTH = 1000;
const TICKS = 6;
/** So many lines can be told apart; the highest are drawn. */
const LINES = 4;
/** Changes of state of all rules of this Grafana, the latest. */
const LIMIT = 5000;
const HOUR_MS = 3_600_000;

interface Line {
  readonly name: string;
  readonly points: ReadonlyArray<readonly [time: number, value: number]>;
  readonly highest: number;
}

/** The features of an answer that drifted most. */
function linesOf(answer: Answer | undefined): readonly Line[] {
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
    .slice(0, LINES);
}

/** What Grafana remembers of the alerts of one model. */
function useFirings(model: string, range: TimeRange): Known {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly known: Known }>();
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const of = `${from} ${to} ${model}`;
  useEffect(() => {
    let gone = false;
    const say = (known: Known): void => {
      if (!gone) {
        setAnswer({ of, known });
      }
    };
    getBackendSrv()
      .get<StateChange[]>('/api/annotations', { type: 'alert', from, to, limit: LIMIT }, undefined, {
        showErrorAlert: false,
      })
      .then(
        (changes) =>
          say({
            is: 'done',
            // Grafana finds alerts by none of their labels.
            firings: firingsOf(Array.isArray(changes) ? changes : []).filter((one) => one.model === model),
            cut: changes.length >= LIMIT,
          }),
        (thrown: unknown) => say({ is: 'failed', why: errorText(thrown) })
      );
    return () => {
      gone = true;
    };
  }, [model, from, to, of]);
  return answer?.of === of ? answer.known : LOADING;
}

/** The drift of a model and below it when its alerts fired, on one axis. */
export function FiredLately({ uid, model, title, range, running }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const known = useFirings(model, range);
  const span = range.to.valueOf() - range.from.valueOf();
  const interval = span > 7 * 24 * HOUR_MS ? '6h' : '1h';
  const { answer } = useAnswer(
    uid,
    { refId: 'A', queryType: 'drift_over_time', model, scores: ['psi'], window: interval },
    range,
    interval
  );
  const lines = useMemo(() => linesOf(answer), [answer]);
  const from = range.from.valueOf();
  const part = (time: number): number => Math.min(1, Math.max(0, (time - from) / Math.max(1, span)));
  const top = Math.max(0.3, ...lines.map(({ highest }) => highest)) * 1.05;
  const firings = withRunning(known.is === 'done' ? known.firings : [], running);
  const lanes = [...new Set(firings.map(({ check, what }) => `${check} ${what}`.trim()))];
  const colors = theme.visualization.palette;
  const at = (time: number): string => dateTimeFormat(time, { format: 'D MMM HH:mm' });
  return (
    <div>
      <div className={styles.row}>
        <span className={styles.name}>
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
                points={points.map(([x, y]) => `${part(x) * WIDTH},${HEIGHT - (y / top) * HEIGHT}`).join(' ')}
              />
            ))}
          </svg>
          <span className={styles.top}>{`PSI ${top.toFixed(2)}`}</span>
          {answer?.state === 'failed' &&
            (sawNothing(answer.why) ? (
              <Text color="secondary">{t('fired.no-feature', 'No feature of this model was seen in this time.')}</Text>
            ) : (
              <Text color="error">{answer.why}</Text>
            ))}
        </span>
      </div>
      {lanes.map((lane) => (
        <div key={lane} className={styles.row}>
          <span className={styles.name} title={lane}>
            {lane}
          </span>
          <span className={styles.lane}>
            {firings
              .filter(({ check, what }) => `${check} ${what}`.trim() === lane)
              .map(({ from: start, to }) => (
                <span
                  key={start}
                  className={styles.span}
                  role="img"
                  aria-label={`${lane}: ${at(start)} – ${to === undefined ? t('fired.now', 'now') : at(to)}`}
                  title={`${at(start)} – ${to === undefined ? t('fired.now', 'now') : at(to)}`}
                  style={{
                    left: `${part(start) * 100}%`,
                    width: `max(3px, ${(part(to ?? range.to.valueOf()) - part(start)) * 100}%)`,
                  }}
                />
              ))}
          </span>
        </div>
      ))}
      <div className={styles.row} aria-hidden>
        <span className={styles.name} />
        <span className={styles.ticks}>
          {Array.from({ length: TICKS }, (_, index) => (
            <span key={index}>
              {dateTimeFormat(from + (span * index) / (TICKS - 1), { format: span > 172_800_000 ? 'D MMM' : 'HH:mm' })}
            </span>
          ))}
        </span>
      </div>
      {known.is === 'loading' && <LoadingPlaceholder text={t('fired.loading', 'Asking what fired')} />}
      {known.is === 'failed' && (
        <Alert severity="info" title={t('fired.failed', 'What fired is not known here')}>
          {known.why}
        </Alert>
      )}
      {known.is === 'done' && known.cut && (
        <Text color="secondary">
          {t('fired.cut', 'So many alerts changed their state that the earliest are left out: look at less time.')}
        </Text>
      )}
      {known.is === 'done' && firings.length === 0 && (
        <Text color="secondary">{t('fired.none', 'No alert of this model fired within this time.')}</Text>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: '180px minmax(0, 1fr)',
    alignItems: 'center',
    gap: theme.spacing(1),
    '@media (max-width: 800px)': { gridTemplateColumns: '140px minmax(0, 1fr)' },
  }),
  name: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
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
  lane: css({ position: 'relative', height: 18, borderBottom: `1px solid ${theme.colors.border.weak}` }),
  span: css({
    position: 'absolute',
    top: 4,
    height: 10,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.error.main,
  }),
  ticks: css({
    display: 'flex',
    justifyContent: 'space-between',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
