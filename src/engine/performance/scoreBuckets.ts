import { adaptiveBuckets, byOutcome } from '../output/adaptiveBuckets';
import type { ScoreBucket } from './cbpe';

/** Finer than any calibration is known, and few enough that a window costs little. */
const LAYOUT = { buckets: 200, width: 0.01, least: 1, gap: 1 } as const;

/**
 * Scores of the positive class in a few hundred buckets, for an estimate without labels; `predictedPositive` is what the
 * model said of all of them. Scores that are no number from 0 to 1 are left out. O(rows log rows).
 *
 * @example
 * scoreBuckets(Float64Array.of(0.9, 0.9), true) // => [{ lower: 0.9, upper: 0.9, count: 2, scoreSum: 1.8, predictedPositive: true }]
 */
export function scoreBuckets(scores: Float64Array, predictedPositive?: boolean): readonly ScoreBucket[] {
  const rows = byOutcome(scores, new Uint8Array(scores.length));
  return adaptiveBuckets(rows, LAYOUT).map(({ lower, upper, count, sum }) => ({
    lower,
    upper,
    count,
    scoreSum: sum,
    ...(predictedPositive === undefined ? {} : { predictedPositive }),
  }));
}
