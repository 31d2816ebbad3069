import { type Answer, answered, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type EstimateOptions } from '../metric';
import { binOf } from '../distribution/binOf';
import { faultOfNamedCounts } from '../proportion/counts';
import { normalQuantile } from '../special/normalQuantile';
import { type Belief, beliefOf, ENOUGH_LABELS } from './belief';
import type { PerformanceEstimate } from './definition';

/** Losses of the reference in one bucket of the predicted value (or of a feature): their number, sum and squares. */
export interface LossBucket {
  readonly count: number;
  readonly lossSum: number;
  readonly lossSquares: number;
}

/**
 * Losses of the reference by bucket, from rows: `by` is the predicted value or any feature that says how hard a case is,
 * `losses` what each cost (absolute error, squared error, ...), `edges` rise, and bins are `(lower, upper]` as everywhere.
 * Rows with a number that is not finite are left out. O(rows log edges).
 *
 * @example
 * lossBuckets(Float64Array.of(1, 5, 7), Float64Array.of(2, 3, 1), [4]).value[1] // => { count: 2, lossSum: 4, lossSquares: 10 }
 */
export function lossBuckets(
  by: Float64Array,
  losses: Float64Array,
  edges: readonly number[]
): Answer<readonly LossBucket[]> {
  if (by.length !== losses.length) {
    return noAnswer('unequal_lengths', `${by.length} values against ${losses.length} losses.`);
  }
  if (!edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] as number)))) {
    return noAnswer('invalid_edges', 'Edges must be finite and rising.');
  }
  const buckets = Array.from({ length: edges.length + 1 }, () => ({ count: 0, lossSum: 0, lossSquares: 0 }));
  for (let i = 0; i < by.length; i++) {
    const at = by[i] as number;
    const loss = losses[i] as number;
    const bucket = buckets[binOf(at, edges)];
    if (bucket !== undefined && Number.isFinite(at) && Number.isFinite(loss)) {
      bucket.count++;
      bucket.lossSum += loss;
      bucket.lossSquares += loss * loss;
    }
  }
  return buckets.some(({ count }) => count > 0)
    ? answered(buckets)
    : noAnswer('no_labels', 'The reference has no loss to learn from: it needs labels.');
}

export interface EstimatedLoss extends Belief {
  readonly loss: PerformanceEstimate;
}

/**
 * A regression's loss without labels: what would MAE be, if cases of a kind were still as hard as on the reference?
 *
 * The counterpart of CBPE for numbers, after NannyML's direct loss estimation, with a histogram as the model of the
 * loss: sum over buckets of the window's share times the reference's mean loss. The interval holds what the reference
 * leaves open (s^2 / n a bucket) and what the window leaves to chance. For RMSE hand over squared losses and take the
 * root. A bucket without labels takes the reference's overall mean, and counts as not covered. Counts from buckets
 * alone suffice for the window. O(buckets).
 *
 * @example
 * estimatedLoss([{ count: 50, lossSum: 50, lossSquares: 60 }, { count: 50, lossSum: 150, lossSquares: 500 }], [30, 10]).value.loss.value // => 1.5
 */
export function estimatedLoss(
  reference: readonly LossBucket[],
  current: readonly number[],
  options?: EstimateOptions
): Answer<EstimatedLoss> {
  const confidence = confidenceOf(options);
  if (reference.length !== current.length) {
    return noAnswer('unequal_lengths', `${reference.length} buckets of losses against ${current.length} now.`);
  }
  let [rows, labels, sum, squares] = [0, 0, 0, 0];
  for (const [i, { count, lossSum, lossSquares }] of reference.entries()) {
    const now = current[i] as number;
    const fault = faultOfNamedCounts({ [`labels in bucket ${i}`]: count, [`predictions in bucket ${i}`]: now });
    if (fault !== null) {
      return fault;
    }
    if (!(Number.isFinite(lossSum) && Number.isFinite(lossSquares) && lossSquares >= 0)) {
      return noAnswer('overflow', `The losses in bucket ${i} are too large to add up: look for a wrong unit.`);
    }
    rows += now;
    labels += count;
    sum += lossSum;
    squares += lossSquares;
  }
  if (rows === 0) {
    return noAnswer('empty_current', 'The window holds no prediction: widen it.');
  }
  if (labels < 2) {
    return noAnswer('no_labels', 'The reference has no losses to learn from: it needs labels.');
  }
  const spreadOf = (count: number, lossSum: number, lossSquares: number): number =>
    count > 1 ? Math.max(0, lossSquares - lossSum * (lossSum / count)) / (count - 1) : 0;
  const overall = { mean: sum / labels, spread: spreadOf(labels, sum, squares) };
  let [value, variance, covered] = [0, 0, 0];
  reference.forEach(({ count, lossSum, lossSquares }, i) => {
    const share = (current[i] as number) / rows;
    const enough = count >= ENOUGH_LABELS;
    const mean = count > 0 ? lossSum / count : overall.mean;
    // A handful of losses say too little about their spread: the whole reference's stands in for it.
    const spread = enough ? spreadOf(count, lossSum, lossSquares) : overall.spread;
    value += share * mean;
    variance += share * share * (spread / Math.max(1, count)) + (share * spread) / rows;
    covered += enough ? share : 0;
  });
  const half = normalQuantile(1 - (1 - confidence) / 2) * Math.sqrt(variance);
  const loss = finiteEstimate({ value, lower: value - half, upper: value + half, n: rows });
  return loss.ok ? answered({ loss: loss.value, ...beliefOf(Math.min(1, covered)) }) : loss;
}
