import { type Answer, answered, noAnswer } from '../answer';
import { likeliestSplit } from './changePoint';
import type { Alarm, Detection, InControl } from './definition';

/** What a detector says of one value: its alarm, in numbers of values that it has seen. */
export type Step = (value: number, seen: number) => Alarm | null;

/** Where a change began, for detectors that cannot say it themselves: looks at the values since they last started. */
function lookBack(values: Float64Array, places: readonly number[], since: number): number {
  return since + likeliestSplit(Float64Array.from(places.slice(since), (place) => values[place] as number));
}

/** Feeds the finite values to a detector, and turns its places back into places of the series. */
export function run(
  values: Float64Array,
  step: Step,
  { from = 0, looksBack = false }: { readonly from?: number; readonly looksBack?: boolean } = {}
): Detection {
  const alarms: Alarm[] = [];
  const places: number[] = [];
  let since = 0;
  let skipped = 0;
  values.forEach((value, place) => {
    if (!Number.isFinite(value)) {
      skipped++;
      return;
    }
    places.push(place);
    const seen = places.length - 1;
    const alarm = seen < from ? null : step(value, seen);
    if (alarm !== null) {
      const onset = looksBack ? lookBack(values, places, since) : alarm.onset;
      alarms.push({ ...alarm, at: place, onset: places[Math.max(0, onset)] ?? place });
      since = places.length;
    }
  });
  return { alarms, skipped };
}

/** The number an option must be; a message that names it where it is not. */
export function faultOfOption(
  name: string,
  value: number,
  low: number,
  high: number
): ReturnType<typeof noAnswer> | null {
  return value > low && value <= high
    ? null
    : noAnswer('invalid_option', `${name} is ${value}: it must be above ${low}, up to ${high}.`);
}

const FEWEST = 10;

/**
 * What values are while all is well: as it is given, else the mean and deviation of the first `baseline` values. `from`
 * is the first value that may be looked at. Fewer values than the baseline, or all alike: no answer. O(baseline).
 *
 * @example
 * inControlOf(Float64Array.of(1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 9), { baseline: 10 }).value.from // => 10
 */
export function inControlOf(
  values: Float64Array,
  { inControl, baseline = 50 }: { readonly inControl?: InControl; readonly baseline?: number }
): Answer<InControl & { readonly from: number }> {
  if (inControl !== undefined) {
    const { mean, deviation } = inControl;
    return Number.isFinite(mean) && deviation > 0 && deviation < Infinity
      ? answered({ mean, deviation, from: 0 })
      : noAnswer('invalid_option', `A mean of ${mean} and a deviation of ${deviation}: the deviation must be above 0.`);
  }
  if (!(Number.isInteger(baseline) && baseline >= FEWEST)) {
    return noAnswer('invalid_option', `A baseline of ${baseline} values: learn from at least ${FEWEST}.`);
  }
  const first = values.filter(Number.isFinite).subarray(0, baseline);
  if (first.length < baseline) {
    return noAnswer(
      'too_few_observations',
      `${first.length} values, and the first ${baseline} are learned from: widen the range, or give mean and deviation.`
    );
  }
  let mean = 0;
  let squares = 0;
  first.forEach((value, i) => {
    const off = value - mean;
    mean += off / (i + 1);
    squares += off * (value - mean);
  });
  const deviation = Math.sqrt(squares / (baseline - 1));
  if (!Number.isFinite(deviation)) {
    return noAnswer('overflow', 'The values are too large to compute with: look for a wrong unit.');
  }
  return deviation > 0
    ? answered({ mean, deviation, from: baseline })
    : noAnswer('no_variation', `The first ${baseline} values are all ${mean}: give the deviation that is normal.`);
}
