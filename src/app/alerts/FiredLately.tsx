import { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, FieldType, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Alert, Button, LoadingPlaceholder, Text, useStyles2, useTheme2 } from '@grafana/ui';
import type { Answer } from '../ask/ask';
import { sawNothing } from '../fleet/standing';
import { useAnswer } from '../model/useAnswer';
import { t } from '../t';
import { withRunning, type Firing } from './firings';
import { useFirings } from './useFirings';

interface Props {
  readonly uid: string;
  /** Of one model; undefined for all of them on one axis. */
  readonly model: string | undefined;
  /** Titles of the models that are looked at, by id. */
  readonly titles: ReadonlyMap<string, string>;
  readonly range: TimeRange;
  /** What fires now. */
  readonly running: readonly Firing[];
  readonly onModel: (model: string) => void;
}

const HEIGHT = 140;
const WIDTH = 1000;
const TICKS = 6;
/** So many lines can be told apart; the highest are drawn. */
const LINES = 4;
/** Of all models so many lanes are looked over at once; the rest on demand. */
const LANES = 15;
const HOUR_MS = 3_600_000;

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

interface LaneOf {
  readonly name: string;
  readonly firings: readonly Firing[];
}

/** What fired of one model: a lane for each thing that a check watches. */
const lanesOfModel = (firings: readonly Firing[]): readonly LaneOf[] =>
  lanesBy(firings, ({ check, what }) => `${check} ${what}`.trim());

/** Lanes in the order in which something last fired on them. */
function lanesBy(firings: readonly Firing[], nameOf: (firing: Firing) => string): readonly LaneOf[] {
  const lanes = new Map<string, Firing[]>();
  for (const firing of firings) {
    const name = nameOf(firing);
    lanes.set(name, [...(lanes.get(name) ?? []), firing]);
  }
  return [...lanes].map(([name, own]) => ({ name, firings: own }));
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
function DriftOfModel({ model, title, uid, range }: Pick<Props, 'uid' | 'range'> & { model: string; title: string }) {
  const answer = useDrift(uid, model, range);
  const lines = useMemo(() => linesOf(answer, LINES), [answer]);
  return (
    <Drift lines={lines} title={title} range={range} failed={answer?.state === 'failed' ? answer.why : undefined} />
  );
}

/** How far the feature that moved most has, of the models of which something fired last. */
function DriftOfModels({
  models,
  titles,
  uid,
  range,
}: Pick<Props, 'uid' | 'range' | 'titles'> & { models: readonly string[] }) {
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
  readonly failed: string | undefined;
}

function Drift({ lines, title, range, failed }: DriftProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const top = Math.max(0.3, ...lines.map(({ highest }) => highest)) * 1.05;
  const colors = theme.visualization.palette;
  return (
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
              points={points.map(([x, y]) => `${partOf(x, from, to) * WIDTH},${HEIGHT - (y / top) * HEIGHT}`).join(' ')}
            />
          ))}
        </svg>
        <span className={styles.top}>{`PSI ${top.toFixed(2)}`}</span>
        {failed !== undefined &&
          (sawNothing(failed) ? (
            <Text color="secondary">{t('fired.no-feature', 'No feature of this model was seen in this time.')}</Text>
          ) : (
            <Text color="error">{failed}</Text>
          ))}
      </span>
    </div>
  );
}

const partOf = (time: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (time - from) / Math.max(1, to - from)));

/** When alerts fired, on one axis below the drift: of one model a lane for each thing, or of all models, a lane a model. */
export function FiredLately({ uid, model, titles, range, running, onModel }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const known = useFirings(range);
  const [from, to] = [range.from.valueOf(), range.to.valueOf()];
  const span = to - from;
  const remembered = known.is === 'done' ? known.firings : [];
  const wanted = (one: Firing): boolean => (model === undefined ? titles.has(one.model) : one.model === model);
  const firings = withRunning(remembered.filter(wanted), running.filter(wanted));
  const lanes = model === undefined ? lanesBy(firings, (one) => one.model) : lanesOfModel(firings);
  const shown = all || model !== undefined ? lanes : lanes.slice(0, LANES);
  const at = (time: number): string => dateTimeFormat(time, { format: 'D MMM HH:mm' });
  return (
    <div>
      {model !== undefined ? (
        <DriftOfModel uid={uid} model={model} title={titles.get(model) ?? model} range={range} />
      ) : (
        lanes.length > 0 && (
          <DriftOfModels uid={uid} models={lanes.map(({ name }) => name)} titles={titles} range={range} />
        )
      )}
      {shown.map(({ name, firings: own }) => (
        <div key={name} className={styles.row}>
          {model === undefined ? (
            <span className={styles.name}>
              <Button className={styles.lead} fill="text" size="sm" onClick={() => onModel(name)}>
                {titles.get(name) ?? name}
              </Button>
            </span>
          ) : (
            <span className={styles.name} title={name}>
              {name}
            </span>
          )}
          <span className={styles.lane}>
            {own.map(({ check, what, from: start, to: end }) => {
              const says = `${`${check} ${what}`.trim()}: ${at(start)} – ${end === undefined ? t('fired.now', 'now') : at(end)}`;
              return (
                <span
                  key={`${start} ${check} ${what}`}
                  className={styles.span}
                  role="img"
                  aria-label={model === undefined ? `${titles.get(name) ?? name}, ${says}` : says}
                  title={says}
                  style={{
                    left: `${partOf(start, from, to) * 100}%`,
                    width: `max(3px, ${(partOf(end ?? to, from, to) - partOf(start, from, to)) * 100}%)`,
                  }}
                />
              );
            })}
          </span>
        </div>
      ))}
      {shown.length < lanes.length && (
        <Button fill="text" size="sm" onClick={() => setAll(true)}>
          {t('fired.more', 'Show all {{count}} models that fired', { count: lanes.length })}
        </Button>
      )}
      {(model !== undefined || lanes.length > 0) && (
        <div className={styles.row} aria-hidden>
          <span className={styles.name} />
          <span className={styles.ticks}>
            {Array.from({ length: TICKS }, (_, index) => (
              <span key={index}>
                {dateTimeFormat(from + (span * index) / (TICKS - 1), {
                  format: span > 172_800_000 ? 'D MMM' : 'HH:mm',
                })}
              </span>
            ))}
          </span>
        </div>
      )}
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
        <Text color="secondary">
          {model === undefined
            ? t('fired.none-at-all', 'No alert of these models fired within this time.')
            : t('fired.none', 'No alert of this model fired within this time.')}
        </Text>
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
  // As wide as a name beside a lane: the words begin where those of other lanes do.
  lead: css({ padding: 0, height: 'auto', textAlign: 'left', whiteSpace: 'normal' }),
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
