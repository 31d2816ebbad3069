import { type Answer, answered } from '../answer';
import { confidenceOf, type EstimateOptions } from '../metric';
import { wilsonBounds } from '../proportion/wilson';
import { type CalibrationBucket, faultOfCalibration, meanConfidence, middlesTaken } from './calibrationBuckets';

export interface ReliabilityPoint {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  readonly meanConfidence: number;
  /** The share that came true, with Wilson's interval. */
  readonly accuracy: number;
  readonly accuracyLower: number;
  readonly accuracyUpper: number;
}

/**
 * The reliability curve: where the model says 90 %, is it right in 90 % of cases?
 *
 * A point a bucket that is not empty (DeGroot & Fienberg 1983), in rising order. Where only counts are at hand the
 * middle of each bucket stands for its confidences, and that is said. Nothing labelled gives no answer.
 * O(buckets log buckets).
 *
 * @example
 * reliabilityCurve([{ lower: 0.8, upper: 1, count: 10, hits: 7, confidenceSum: 9 }]).value[0].accuracy // => 0.7
 */
export function reliabilityCurve(
  buckets: readonly CalibrationBucket[],
  options?: EstimateOptions
): Answer<readonly ReliabilityPoint[]> {
  const confidence = confidenceOf(options);
  const fault = faultOfCalibration(buckets);
  if (fault !== null) {
    return fault;
  }
  const points = buckets
    .filter(({ count }) => count > 0)
    .map((bucket) => {
      const { lower, upper, count } = bucket;
      const hits = Math.min(bucket.hits, count);
      const bounds = wilsonBounds(hits, count, confidence);
      return {
        lower,
        upper,
        count,
        meanConfidence: meanConfidence(bucket),
        accuracy: hits / count,
        accuracyLower: bounds.lower,
        accuracyUpper: bounds.upper,
      };
    })
    .sort((a, b) => a.meanConfidence - b.meanConfidence);
  return answered(points, middlesTaken(buckets));
}
