import { type Answer, answered, noAnswer } from '../answer';
import { confidenceOf } from '../metric';
import { finiteEstimate } from '../finiteEstimate';
import type { CalibrationBucket } from '../output/calibrationBuckets';
import { type Belief, beliefOf } from './belief';
import { cbpeFromBuckets, type ScoreBucket } from './cbpe';
import type { PerformanceEstimate, PerformanceOptions } from './definition';

/** Predictions of one class by confidence: on the reference with what was right, in the window without labels. */
export interface PredictedClass {
  readonly prediction: string;
  readonly reference: readonly CalibrationBucket[];
  readonly current: readonly ScoreBucket[];
}

export interface EstimatedAccuracy extends Belief {
  readonly accuracy: PerformanceEstimate;
  /** Of each predicted class the share that is right. */
  readonly precision: ReadonlyArray<{ readonly prediction: string; readonly estimate: PerformanceEstimate }>;
}

/**
 * Accuracy of a classifier of any number of classes without labels, from buckets of confidence by predicted class.
 *
 * CBPE of the predicted class's own confidence: calibrated a class on the reference, summed over the window. The
 * classes' errors are independent, so their variances add. A class that the window predicts and the reference does not
 * know counts as not covered, with the confidence taken at its word. No prediction gives no answer.
 * O(classes x buckets^2).
 *
 * @example
 * estimatedAccuracy([{
 *   prediction: 'a', reference: [{ lower: 0.5, upper: 1, count: 100, hits: 70 }], current: [{ lower: 0.5, upper: 1, count: 40 }]
 * }]).value.accuracy.value // => 0.7
 */
export function estimatedAccuracy(
  classes: readonly PredictedClass[],
  options?: PerformanceOptions
): Answer<EstimatedAccuracy> {
  const confidence = confidenceOf(options);
  const precision: Array<{ prediction: string; estimate: PerformanceEstimate }> = [];
  let [rows, right, variance, covered] = [0, 0, 0, 0];
  for (const { prediction, reference, current } of classes) {
    const known = reference.some(({ count }) => count > 0);
    // With threshold 0 every row is "flagged", and the precision of that is the share that is right.
    const taken = known
      ? reference
      : [
          { lower: 0, upper: 0, count: 1, hits: 0 },
          { lower: 1, upper: 1, count: 1, hits: 1 },
        ];
    const estimate = cbpeFromBuckets(taken, current, { confidence, threshold: 0, metrics: ['precision'] });
    if (!estimate.ok) {
      if (estimate.reason === 'empty_current') {
        continue;
      }
      return estimate;
    }
    const answer = estimate.value.metrics[0]?.estimate;
    if (answer === undefined || !answer.ok) {
      return answer ?? noAnswer('empty_current', 'The window holds no prediction: widen it.');
    }
    const { value, lower = value, upper = value } = answer.value;
    const count = estimate.value.rows;
    precision.push({ prediction, estimate: answer.value });
    rows += count;
    right += count * value;
    covered += known ? count * estimate.value.covered : 0;
    variance += (count * Math.max(value - lower, upper - value)) ** 2;
  }
  if (rows === 0) {
    return noAnswer('empty_current', 'The window holds no prediction with a confidence: widen it.');
  }
  const value = right / rows;
  const half = Math.sqrt(variance) / rows;
  const accuracy = finiteEstimate({ value, lower: value - half, upper: value + half, n: rows }, { min: 0, max: 1 });
  return accuracy.ok ? answered({ accuracy: accuracy.value, precision, ...beliefOf(covered / rows) }) : accuracy;
}
