import { alignedSteps } from './question';
import type { RawValues, TimeRange } from './upstream';

/** Raw values and their instants in milliseconds, in order of time. */
export interface Samples {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** The same, however they are stored. */
interface Series {
  readonly times: RawValues;
  readonly values: RawValues;
}

interface Stored {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** The values of all series of a feature, in order of time. */
function merged(series: readonly Series[]): Stored {
  const [only] = series;
  if (series.length === 1 && only !== undefined) {
    return { times: Float64Array.from(only.times), values: Float64Array.from(only.values) };
  }
  const times = Float64Array.from(series.flatMap((one) => Array.from(one.times)));
  const values = Float64Array.from(series.flatMap((one) => Array.from(one.values)));
  const order = Uint32Array.from(times, (_, i) => i).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  return {
    times: Float64Array.from(order, (i) => times[i] ?? NaN),
    values: Float64Array.from(order, (i) => values[i] ?? NaN),
  };
}

/** The index of the first instant later than `time`. */
function firstAfter(times: Float64Array, time: number): number {
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
 * Prometheus cannot answer range selectors over time, so that raw values are asked for once and cut here. Windows that
 * overlap share the values: a day's windows at each minute would else hold them all hundreds of times.
 */
export function cutWindows(
  series: readonly Series[],
  range: TimeRange,
  windowMs: number,
  stepMs: number
): ReadonlyArray<{ readonly time: number; readonly values: RawValues }> {
  const { first, count } = alignedSteps(range, stepMs);
  const { times, values } = merged(series);
  const windows: Array<{ time: number; values: RawValues }> = [];
  for (let step = 0; step < count; step += 1) {
    const time = first + step * stepMs;
    const inside = values.subarray(firstAfter(times, time - windowMs), firstAfter(times, time));
    if (inside.length > 0) {
      windows.push({ time, values: inside });
    }
  }
  return windows;
}
