import { type Answer, answered, noAnswer } from '../answer';
import { adaptiveBuckets, byOutcome } from './adaptiveBuckets';
import { type CalibrationBucket, faultOfCalibration } from './calibrationBuckets';

/** A claimed confidence this close to labelled ones is taken to be known. */
const NEAR = 0.01;
/** Labels in a bucket, so that what it is worth is known at all, and neither a bucket too many nor one too wide. */
const LAYOUT = { buckets: 40, width: 0.05, least: 25, gap: 0.1 } as const;

/**
 * Labelled rows in buckets to learn a calibration from: fine where labels are many, at least 25 labels in each where they
 * can be had, and none across a stretch without labels, so that a claim from there is known to be a guess.
 *
 * Buckets touch, but for those stretches. `hits` holds 1 where the prediction came true and 0 where not; other values
 * are no label yet. Rows whose confidence is not a number from 0 to 1 are left out. O(rows log rows).
 *
 * @example
 * referenceBuckets(Float64Array.of(0.1, 0.12, 0.8), [0, 1, 1]).value.map(({ count, hits }) => [count, hits]) // => [[2, 1], [1, 1]]
 */
export function referenceBuckets(
  confidence: Float64Array,
  hits: ArrayLike<number>
): Answer<readonly CalibrationBucket[]> {
  if (confidence.length !== hits.length) {
    return noAnswer('unequal_lengths', `${confidence.length} confidences against ${hits.length} outcomes.`);
  }
  const parts = adaptiveBuckets(byOutcome(confidence, hits), LAYOUT);
  const apart = (i: number): boolean => {
    const [before, part] = [parts[i - 1], parts[i]];
    return before === undefined || part === undefined || part.lower - before.upper > LAYOUT.gap;
  };
  const buckets = parts.map(({ lower, upper, count, hits: right, sum, squares }, i) => ({
    lower: apart(i) ? Math.max(0, lower - NEAR) : (parts[i - 1]?.upper ?? lower),
    upper: apart(i + 1) ? Math.min(1, upper + NEAR) : upper,
    count,
    hits: right,
    confidenceSum: sum,
    brierSum: squares,
  }));
  return faultOfCalibration(buckets) ?? answered(buckets);
}
