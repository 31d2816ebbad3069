import { TidemarkError } from '../errors';
import type { TimeRange } from './upstream';
import { alignedSteps } from './question';

/** Raw values and their instants in milliseconds, in order of time. */
export interface Samples {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** Beyond this many values in all windows together, memory would be what gives. */
const MAX_VALUES = 10_000_000;

/** The index of the first instant later than `time`. */
function firstAfter(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) > time) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/**
 * Cuts raw values into windows that end at each step, `(time - window, time]`, and leaves out those that hold none.
 * Prometheus cannot answer range selectors over time, so that raw values are asked for once and cut here.
 */
export function cutWindows(
  series: readonly Samples[],
  range: TimeRange,
  windowMs: number,
  stepMs: number
): ReadonlyArray<{ readonly time: number; readonly values: readonly number[] }> {
  const { first, count } = alignedSteps(range, stepMs);
  const windows: Array<{ time: number; values: readonly number[] }> = [];
  let total = 0;
  for (let step = 0; step < count; step += 1) {
    const time = first + step * stepMs;
    const parts = series.map(({ times, values }) =>
      values.slice(firstAfter(times, time - windowMs), firstAfter(times, time))
    );
    const values = parts.length === 1 ? (parts[0] ?? []) : parts.flat();
    total += values.length;
    if (total > MAX_VALUES) {
      throw new TidemarkError(
        'upstream_too_large',
        'The windows of this query hold more than 10 million raw values: narrow the time range, choose a longer interval, or fewer features.'
      );
    }
    if (values.length > 0) {
      windows.push({ time, values });
    }
  }
  return windows;
}
