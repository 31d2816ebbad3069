import { adaptiveBuckets, byOutcome } from '../output/adaptiveBuckets';
import type { ScoreBucket } from './cbpe';

/** Finer than any calibration is known, and few enough that a window costs little. */
const LAYOUT = { buckets: 200, width: 0.01, least: 1, gap: 1 } as const;

/**
 * Scores of the positive class in a few hundred buckets, for an estimate without labels. `predictedPositive` holds 1 where
 * the model said so, and 0 where not: a bucket that holds both comes twice, with the same bounds. Scores that are no
 * number from 0 to 1 are left out. O(rows log rows).
 *
 * @example
 * scoreBuckets(Float64Array.of(0.9, 0.9), [1, 1]) // => [{ lower: 0.9, upper: 0.9, count: 2, scoreSum: 1.8, predictedPositive: true }]
 */
export function scoreBuckets(scores: Float64Array, predictedPositive: ArrayLike<number>): readonly ScoreBucket[] {
  return adaptiveBuckets(byOutcome(scores, predictedPositive), LAYOUT).flatMap(
    ({ lower, upper, count, hits, sum, hitSum }) =>
      [
        { lower, upper, count: count - hits, scoreSum: sum - hitSum, predictedPositive: false },
        { lower, upper, count: hits, scoreSum: hitSum, predictedPositive: true },
      ].filter((bucket) => bucket.count > 0)
  );
}
