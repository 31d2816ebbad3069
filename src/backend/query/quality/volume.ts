import { median } from 'simple-statistics';
import type { Verdict } from '../../../engine';
import { CAUSE_LABELS, type QualityMetric } from '../../../model';
import type { EventQuestion, EventUpstream } from '../../upstream/events';
import type { Answered, CallContext, CounterSource, TimeRange, Upstream } from '../../upstream/upstream';
import { instant } from '../since';
import type { Steps } from '../steps';

const DAY_MS = 86_400_000;
/** A week before: the same hour of each of its days, quiet ones among them. */
const DAYS_BEFORE = 7;
/** Fewer days tell nothing of what is usual. */
const FEWEST_DAYS = 3;

/** Traffic moves from day to day: below half of the quietest day, or above twice the busiest, it is no longer that. */
const DRIFT = { below: 0.5, above: 2 };
const WARNING = { below: 0.8, above: 1.25 };

/** The rows of one window, and of the same hour on the days before. Undefined where no day before was seen. */
export interface VolumeWindow {
  readonly time: number;
  readonly rows: number;
  readonly usual: number | undefined;
  readonly least: number | undefined;
  readonly most: number | undefined;
  readonly verdict: Verdict;
}

/** What a number of rows is, beside those of the same hour on other days. */
export function judgeVolume(rows: number, before: readonly number[]): Omit<VolumeWindow, 'time' | 'rows'> {
  if (before.length === 0) {
    return { usual: undefined, least: undefined, most: undefined, verdict: 'insufficient' };
  }
  const least = Math.min(...before);
  const most = Math.max(...before);
  const beyond = ({ below, above }: typeof DRIFT): boolean => rows < below * least || rows > above * most;
  return {
    usual: median([...before]),
    least,
    most,
    verdict:
      before.length < FEWEST_DAYS ? 'insufficient' : beyond(DRIFT) ? 'drift' : beyond(WARNING) ? 'warning' : 'ok',
  };
}

/** What a query asks of the volume as numbers: nothing but counts of rows is needed for them. */
const VOLUME_METRICS = ['volume_ratio', 'volume_at_most', 'volume_cause'] as const satisfies readonly QualityMetric[];
type VolumeMetric = (typeof VOLUME_METRICS)[number];

export function isOfVolume(metric: QualityMetric): metric is VolumeMetric {
  return VOLUME_METRICS.some((one) => one === metric);
}

/** A count is below this bound of its mean once in a thousand times. */
const Z = 3.09;

/** The largest mean at which so few rows are no mere chance, of counts that come one by one (Wilson & Hilferty 1931). */
function largestMean(rows: number): number {
  const n = rows + 1;
  return n * (1 - 1 / (9 * n) + Z / (3 * Math.sqrt(n))) ** 3;
}

/**
 * The most that the traffic behind a window may be, as a share of the quietest of the days before; null where it is not
 * known what is usual. That is what a rule can trust: weekends are among those days, and of a handful of rows none or few
 * is what chance gives.
 */
function atMost({ rows, least, verdict }: Omit<VolumeWindow, 'time'>): number | null {
  return verdict === 'insufficient' || least === undefined || !(least > 0) ? null : largestMean(rows) / least;
}

const ratioOf = ({ rows, usual }: VolumeWindow): number | null =>
  usual === undefined || usual === 0 ? null : rows / usual;

/** Of what is lacking now, a window before lacks it, too, from half of it on. */
const BELONGS = 0.5;

/** When the latest stretch of windows began that lack what the last one lacks; undefined where that lacks nothing much. */
function lackingSince(windows: readonly VolumeWindow[], windowMs: number): string | undefined {
  const lacking = windows.map((window) => 1 - (ratioOf(window) ?? 1));
  const now = lacking.at(-1) ?? 0;
  if (now <= 1 - WARNING.below) {
    return undefined;
  }
  const before = lacking.findLastIndex((share) => share < BELONGS * now);
  const first = windows[before + 1];
  // A window that slides over the beginning lacks half of it when half of the window is beyond.
  return first === undefined
    ? undefined
    : `${before === -1 ? 'before' : 'about'} ${instant(first.time - windowMs * BELONGS)}`;
}

/** What a rule may ask of the last window; null where it is not known what is usual. */
export function lastVolume(
  windows: readonly VolumeWindow[],
  windowMs: number
): Readonly<
  Record<VolumeMetric, { readonly value: number | null; readonly labels?: Readonly<Record<string, string>> }>
> {
  const last = windows.at(-1);
  const ratio = last === undefined ? null : ratioOf(last);
  const since = lackingSince(windows, windowMs);
  return {
    volume_ratio: { value: ratio },
    volume_at_most: { value: last === undefined ? null : atMost(last) },
    volume_cause:
      ratio === null || since === undefined
        ? { value: null }
        : { value: 1 - ratio, labels: { [CAUSE_LABELS.since]: since } },
  };
}

/** Counts of rows in windows, of as many series as there are. */
type CountRows = (
  range: TimeRange,
  windowMs: number,
  stepMs: number
) => Promise<
  Answered<ReadonlyArray<{ readonly points: ReadonlyArray<{ readonly time: number; readonly count: number }> }>>
>;

export interface Volume {
  readonly windows: readonly VolumeWindow[];
  readonly executed: string;
  readonly notices: readonly string[];
}

/**
 * Counts rows window by window over the time range and the week before it, in one question, and holds each window
 * against the same hour of the days before. A window that was not seen at all has no rows, unless it lies before the
 * first row that is known.
 */
async function judgedOverTime(count: CountRows, range: TimeRange, steps: Steps): Promise<Volume> {
  const { stepMs, windowMs, times } = steps;
  // Windows of the days before must end at the same times of day, and steps are multiples of the step.
  const aligned = DAY_MS % stepMs === 0;
  const answer = await count({ from: range.from - DAYS_BEFORE * DAY_MS, to: range.to }, windowMs, stepMs);
  const counts = new Map<number, number>();
  for (const { points } of answer.value) {
    points.forEach((point) => counts.set(point.time, (counts.get(point.time) ?? 0) + point.count));
  }
  const first = Math.min(...counts.keys());
  const windows = times.map((time): VolumeWindow => {
    const rows = counts.get(time) ?? 0;
    const before = Array.from({ length: DAYS_BEFORE }, (_, i) => {
      const then = time - (i + 1) * DAY_MS;
      return Math.round(then / stepMs) * stepMs;
    })
      // Before the first row nothing was logged yet: that is no quiet day.
      .filter((then) => then - windowMs >= first - stepMs)
      .map((then) => counts.get(then) ?? 0);
    return { time, rows, ...judgeVolume(rows, before) };
  });
  return {
    windows,
    executed: answer.executed,
    notices: [
      ...answer.notices,
      ...(aligned ? [] : ['The step does not divide a day, so the same hour of other days is met to within one step.']),
    ],
  };
}

/** The volume of a log. */
export function volumeOverTime(
  events: EventUpstream,
  question: EventQuestion<'prediction'>,
  range: TimeRange,
  steps: Steps,
  context: CallContext
): Promise<Volume> {
  return judgedOverTime(
    (all, windowMs, stepMs) => events.countOverTime({ ...question, groupBy: [] }, all, windowMs, stepMs, context),
    range,
    steps
  );
}

/** The volume that a counter of predictions tells; no windows where there is no such counter. */
export async function countedVolume(
  upstream: Upstream,
  source: CounterSource,
  range: TimeRange,
  steps: Steps,
  context: CallContext
): Promise<Volume> {
  let isThere = false;
  const volume = await judgedOverTime(
    async (all, windowMs, stepMs) => {
      const question = { source, features: [], groupBy: [] };
      const answer = await upstream.increasesOverTime(question, all, windowMs, stepMs, context);
      isThere = answer.value.length > 0;
      return answer;
    },
    range,
    steps
  );
  return isThere ? volume : { ...volume, windows: [] };
}

/** How long the latest row may be away before that is more than chance, at a constant rate of rows (exponential gaps). */
export function judgeFreshness(
  ageMs: number,
  rows: number,
  rangeMs: number
): { readonly verdict: Verdict; readonly usualMs: number | undefined } {
  if (rows < 10) {
    return { verdict: 'insufficient', usualMs: undefined };
  }
  const usualMs = (rangeMs - ageMs) / rows;
  // Chances of so long a gap: one in a thousand, one in a million; and bursts give gaps of their own, so ten times that.
  const gaps = ageMs / usualMs;
  return { verdict: gaps > 10 * Math.log(1e6) ? 'drift' : gaps > 10 * Math.log(1e3) ? 'warning' : 'ok', usualMs };
}
