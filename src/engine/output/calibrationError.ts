import { type Answer, answered } from '../answer';
import { type CalibrationBucket, faultOfCalibration, meanConfidence, middlesTaken } from './calibrationBuckets';
import type { CalibrationError, CalibrationMetricDefinition } from './definition';

interface Gap {
  readonly share: number;
  readonly gap: number;
  readonly smallest: number;
  readonly largest: number;
  readonly noise: number;
}

/** The mean of |Z| for a standard normal Z. */
const MEAN_ABSOLUTE_NORMAL = Math.sqrt(2 / Math.PI);

function gaps(buckets: readonly CalibrationBucket[], n: number): Gap[] {
  return buckets
    .filter(({ count }) => count > 0)
    .map((bucket) => {
      const accuracy = Math.min(1, bucket.hits / bucket.count);
      const confidence = meanConfidence(bucket);
      const known = bucket.confidenceSum !== undefined;
      const [low, high] = known ? [confidence, confidence] : [bucket.lower, bucket.upper];
      return {
        share: bucket.count / n,
        gap: Math.abs(accuracy - confidence),
        smallest: Math.max(0, low - accuracy, accuracy - high),
        largest: Math.max(Math.abs(accuracy - low), Math.abs(accuracy - high)),
        // A gap is at most 1, however little a bucket holds.
        noise: Math.min(1, MEAN_ABSOLUTE_NORMAL * Math.sqrt((confidence * (1 - confidence)) / bucket.count)),
      };
    });
}

function combine(
  buckets: readonly CalibrationBucket[],
  how: (gaps: readonly Gap[], of: (gap: Gap) => number) => number
): Answer<CalibrationError> {
  const fault = faultOfCalibration(buckets);
  if (fault !== null) {
    return fault;
  }
  const n = buckets.reduce((all, { count }) => all + count, 0);
  const all = gaps(buckets, n);
  const value = how(all, ({ gap }) => gap);
  return answered(
    {
      value,
      lower: Math.min(
        value,
        how(all, ({ smallest }) => smallest)
      ),
      upper: Math.max(
        value,
        how(all, ({ largest }) => largest)
      ),
      noise: how(all, ({ noise }) => noise),
      n,
    },
    middlesTaken(buckets)
  );
}

/**
 * Expected calibration error: by how much, on average, is the model's confidence off?
 *
 * sum n_k / n |accuracy_k - confidence_k| over the buckets (Naeini, Cooper & Hauskrecht 2015). It is never 0 by chance:
 * `noise` is what a perfectly calibrated model would show on so much data, sum n_k / n sqrt(2 c (1 - c) / (pi n_k)).
 * From counts alone the middles stand for the confidences, and `lower` and `upper` say what that leaves open. From 0 to
 * 1. Nothing labelled gives no answer. O(buckets).
 *
 * @example
 * ece([{ lower: 0.8, upper: 1, count: 10, hits: 7, confidenceSum: 9 }]).value.value // => 0.9 - 0.7
 */
export function ece(buckets: readonly CalibrationBucket[]): Answer<CalibrationError> {
  return combine(buckets, (all, of) => all.reduce((total, gap) => total + gap.share * of(gap), 0));
}

/**
 * Maximum calibration error: how far off is the worst bucket?
 *
 * max |accuracy_k - confidence_k| (Naeini, Cooper & Hauskrecht 2015). One bucket with few predictions decides it:
 * `noise` is the largest of the buckets' noises. From 0 to 1. Nothing labelled gives no answer. O(buckets).
 *
 * @example
 * mce([{ lower: 0.8, upper: 1, count: 10, hits: 7, confidenceSum: 9 }]).value.value // => 0.9 - 0.7
 */
export function mce(buckets: readonly CalibrationBucket[]): Answer<CalibrationError> {
  return combine(buckets, (all, of) => Math.max(...all.map(of)));
}

const COMMON = {
  direction: 'lower_is_better',
  range: { min: 0, max: 1 },
  unit: null,
  citation: 'Naeini, Cooper & Hauskrecht, AAAI 2015',
  needs: 'Confidences with labels, or counts of right and wrong by bucket of confidence.',
} as const;

export const eceDefinition: CalibrationMetricDefinition<'ece'> = {
  ...COMMON,
  id: 'ece',
  label: 'Expected calibration error',
  explanation: "By how much the model's confidence is off on average: 0.05 is five points too sure, or too unsure.",
  formula: 'sum n_k / n |accuracy_k - confidence_k|',
  limits: 'It grows with few data and many buckets: read it against its noise; it says nothing about sharpness.',
  compute: ece,
};

export const mceDefinition: CalibrationMetricDefinition<'mce'> = {
  ...COMMON,
  id: 'mce',
  label: 'Maximum calibration error',
  explanation: 'How far off the confidence is in the worst bucket.',
  formula: 'max |accuracy_k - confidence_k|',
  limits: 'One bucket with few predictions decides it: read it against its noise.',
  compute: mce,
};
