import { type Answer, answered, type NoAnswer, noAnswer } from '../answer';
import { faultOfNamedCounts } from '../proportion/counts';

/**
 * Predictions whose confidence lies in `(lower, upper]` (a bucket that starts at 0 holds 0 as well): how many, and how
 * many of them came true. `confidenceSum` and `brierSum` come with rows; a Prometheus histogram has only counts.
 */
export interface CalibrationBucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Predictions that came true, or were right. */
  readonly hits: number;
  /** Sum of the confidences; absent: the middle of the bucket stands for each, and bounds are given. */
  readonly confidenceSum?: number;
  /** Sum of (confidence - outcome)^2. */
  readonly brierSum?: number;
}

/** The mean confidence of a bucket that is not empty. */
export function meanConfidence(bucket: CalibrationBucket): number {
  return bucket.confidenceSum === undefined
    ? (bucket.lower + bucket.upper) / 2
    : Math.min(bucket.upper, Math.max(bucket.lower, bucket.confidenceSum / bucket.count));
}

/** The fault of buckets, or null. Order does not matter; an empty bucket is fine, nothing but empty ones is not. */
export function faultOfCalibration(buckets: readonly CalibrationBucket[]): NoAnswer | null {
  let all = 0;
  for (const { lower, upper, count, hits, confidenceSum = 0, brierSum = 0 } of buckets) {
    const name = `${lower} to ${upper}`;
    if (!(lower >= 0 && upper <= 1 && lower <= upper)) {
      return noAnswer('invalid_confidence', `A bucket of confidence goes from ${name}: it must lie within 0 to 1.`);
    }
    const fault = faultOfNamedCounts({ [`predictions with confidence ${name}`]: count, [`hits of ${name}`]: hits });
    if (fault !== null) {
      return fault;
    }
    // Counts that increase() extrapolates may part in the last places.
    if (hits > count * (1 + 1e-9) || !Number.isFinite(confidenceSum) || !Number.isFinite(brierSum)) {
      return noAnswer('invalid_count', `${hits} hits of ${count} predictions with confidence ${name}.`);
    }
    all += count;
  }
  return all > 0
    ? faultOfNamedCounts({ predictions: all })
    : noAnswer('no_labels', 'No prediction has a confidence and a label: wait for labels, or widen the window.');
}

const MOST_BUCKETS = 1000;

/**
 * Calibration buckets from rows, of equal width over 0 to 1. Rows whose confidence is not a number from 0 to 1 are left
 * out. `hits` holds 1 where the prediction came true (was right) and 0 where not; other values are no label yet.
 * O(rows).
 *
 * @example
 * calibrationBuckets(Float64Array.of(0.2, 0.8, 0.9), Uint8Array.of(0, 1, 1), 2).value[1].hits // => 2
 */
export function calibrationBuckets(
  confidence: Float64Array,
  hits: ArrayLike<number>,
  buckets = 10
): Answer<readonly CalibrationBucket[]> {
  if (!(Number.isInteger(buckets) && buckets >= 1 && buckets <= MOST_BUCKETS)) {
    return noAnswer('invalid_bin_number', `${buckets} buckets: ask for a whole number from 1 to ${MOST_BUCKETS}.`);
  }
  if (confidence.length !== hits.length) {
    return noAnswer('unequal_lengths', `${confidence.length} confidences against ${hits.length} outcomes.`);
  }
  const counts = new Float64Array(buckets);
  const right = new Float64Array(buckets);
  const confidenceSums = new Float64Array(buckets);
  const brierSums = new Float64Array(buckets);
  for (let i = 0; i < confidence.length; i++) {
    const c = confidence[i] as number;
    const hit = hits[i] as number;
    if (c >= 0 && c <= 1 && (hit === 0 || hit === 1)) {
      let bucket = Math.min(buckets - 1, Math.max(0, Math.ceil(c * buckets) - 1));
      // The product may round across a bound; the bound itself belongs to the bucket below it.
      if (bucket > 0 && c <= bucket / buckets) {
        bucket--;
      } else if (bucket < buckets - 1 && c > (bucket + 1) / buckets) {
        bucket++;
      }
      counts[bucket] = (counts[bucket] as number) + 1;
      right[bucket] = (right[bucket] as number) + hit;
      confidenceSums[bucket] = (confidenceSums[bucket] as number) + c;
      brierSums[bucket] = (brierSums[bucket] as number) + (c - hit) ** 2;
    }
  }
  const result = Array.from(counts, (count, i) => ({
    lower: i / buckets,
    upper: (i + 1) / buckets,
    count,
    hits: right[i] as number,
    confidenceSum: confidenceSums[i] as number,
    brierSum: brierSums[i] as number,
  }));
  return faultOfCalibration(result) ?? answered(result);
}

/** What must be said of buckets without sums. */
export function middlesTaken(
  buckets: readonly CalibrationBucket[]
): ReadonlyArray<{ kind: 'confidence_from_middles'; buckets: number; halfWidth: number }> {
  const without = buckets.filter(({ count, confidenceSum }) => count > 0 && confidenceSum === undefined);
  const halfWidth = without.reduce((most, { lower, upper }) => Math.max(most, (upper - lower) / 2), 0);
  return without.length > 0 ? [{ kind: 'confidence_from_middles', buckets: without.length, halfWidth }] : [];
}
