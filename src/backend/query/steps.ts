import { formatDuration, parseDuration, type DriftQuery } from '../../model';
import { TidemarkError } from '../errors';
import { alignedSteps } from '../upstream/question';
import type { TimeRange } from '../upstream/upstream';

const HOUR_MS = 3_600_000;
const SHORTEST_STEP_MS = 1_000;

/** What Prometheus itself refuses to go beyond. */
export const MOST_STEPS = 11_000;
/** Features (and groups) times steps: beyond it, nobody could look at the answer, and memory would be what gives. */
export const MOST_COMPARISONS = 100_000;

export interface Steps {
  readonly stepMs: number;
  readonly windowMs: number;
  /** The instants at which windows end. */
  readonly times: readonly number[];
}

/**
 * The step is the query's interval. The window is the query's, else an hour, because a window holds enough
 * observations to tell drift from noise where a step of seconds does not; never shorter than the step, so that no
 * observation falls between two windows.
 */
export function stepsOf(
  query: DriftQuery,
  range: TimeRange,
  { intervalMs, fromAlert }: { readonly intervalMs: number; readonly fromAlert: boolean }
): Steps {
  const asked = query.window === undefined ? undefined : parseDuration(query.window);
  // An alert rule sends an interval of one second, whatever its range: windows that overlap by more than nine tenths
  // tell it nothing new.
  const finest = fromAlert ? (asked ?? HOUR_MS) / 10 : SHORTEST_STEP_MS;
  const stepMs = Math.max(SHORTEST_STEP_MS, Math.round(finest), Math.round(intervalMs));
  const windowMs = asked ?? Math.max(stepMs, HOUR_MS);
  const { first, count } = alignedSteps(range, stepMs);
  if (count > MOST_STEPS) {
    throw new TidemarkError(
      'bad_query',
      `A step of ${formatDuration(stepMs)} makes ${count} points of this time range, and ${MOST_STEPS} are the most: choose a longer minimum interval, or a shorter range.`
    );
  }
  if (count === 0) {
    throw new TidemarkError(
      'bad_query',
      `No step of ${formatDuration(stepMs)} ends in this time range: widen the range, or choose a shorter interval.`
    );
  }
  return { stepMs, windowMs, times: Array.from({ length: count }, (_, i) => first + i * stepMs) };
}

export function checkComparisons(series: number, steps: number): void {
  if (series * steps > MOST_COMPARISONS) {
    throw new TidemarkError(
      'bad_query',
      `${series} features and groups at ${steps} points are ${series * steps} comparisons, and ${MOST_COMPARISONS} are the most: name fewer features, choose a longer minimum interval, or a shorter range.`
    );
  }
}
