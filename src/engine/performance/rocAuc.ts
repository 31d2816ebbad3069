import { type Answer, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf } from '../metric';
import { normalQuantile } from '../special/normalQuantile';
import type {
  PerformanceData,
  PerformanceEstimate,
  PerformanceMetricDefinition,
  PerformanceOptions,
} from './definition';
import type { ScoredPoints } from './scored';
import { wrongKind } from './wrongKind';

export interface Auc {
  readonly auc: number;
  /** DeLong's standard error. */
  readonly error: number;
  /** What the buckets leave open: pairs inside a bucket may all be in order, or none. */
  readonly open: { readonly lower: number; readonly upper: number };
}

/** AUC and DeLong's error from counts: each pair of a bucket counts one half. O(points). */
export function aucFromPoints({ points, positive, negative }: ScoredPoints): Auc {
  let wins = 0;
  let undecided = 0;
  let [positiveSquares, negativeSquares] = [0, 0];
  let [below, positiveBelow] = [0, 0];
  for (const point of points) {
    const beats = (below + point.negative / 2) / negative;
    const beaten = (positive - positiveBelow - point.positive / 2) / positive;
    wins += point.positive * beats;
    positiveSquares += point.positive * beats * beats;
    negativeSquares += point.negative * beaten * beaten;
    undecided += point.lower < point.upper ? (point.positive / positive) * (point.negative / negative) : 0;
    below += point.negative;
    positiveBelow += point.positive;
  }
  const auc = Math.min(1, wins / positive);
  const part = (squares: number, count: number): number =>
    count > 1 ? Math.max(0, squares - count * auc * auc) / (count - 1) / count : 0;
  return {
    auc,
    error: Math.sqrt(part(positiveSquares, positive) + part(negativeSquares, negative)),
    open: { lower: Math.max(0, auc - undecided / 2), upper: Math.min(1, auc + undecided / 2) },
  };
}

/** Hanley & McNeil's variance at a true AUC, in Newcombe's form. */
function hanleyMcNeil(auc: number, positive: number, negative: number): number {
  const half = (positive + negative) / 2 - 1;
  const shape = 1 + half * ((1 - auc) / (2 - auc) + auc / (1 + auc));
  return (auc * (1 - auc) * shape) / (positive * negative);
}

/** The AUC farthest from a perfect one that it does not contradict at z (Newcombe 2006, method 5). */
function farthest(positive: number, negative: number, z: number): number {
  let low = 0.5;
  let high = 1;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (1 - middle > z * Math.sqrt(hanleyMcNeil(middle, positive, negative))) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}

/**
 * Area under the ROC curve: the chance that a positive case gets a higher score than a negative one.
 *
 * With the interval of DeLong, DeLong & Clarke-Pearson (1988) on the logit; where that error is 0 (perfect order) Newcombe's
 * score interval (2006), which does not claim certainty. From score buckets a pair within one bucket counts a half, and
 * `open` says how far the scores themselves could move it. From 0 to 1. One kind of outcome alone gives no answer.
 * O(points).
 *
 * @example
 * rocAuc(scoredRows(Float64Array.of(0.1, 0.4, 0.35, 0.8), [0, 0, 1, 1]).value).value.value // => 0.75
 */
export function rocAuc(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  const z = normalQuantile(1 - (1 - confidenceOf(options)) / 2);
  if (data.kind !== 'scored') {
    return wrongKind('ROC AUC', 'scored', data.kind);
  }
  if (!(data.positive > 0 && data.negative > 0)) {
    return noAnswer('no_variation', 'All outcomes are of one kind: an order needs both, widen the window.');
  }
  const { auc: value, error, open } = aucFromPoints(data);
  const n = data.positive + data.negative;
  let [lower, upper] = [value, value];
  if (error > 0 && value > 0 && value < 1) {
    const logit = Math.log(value / (1 - value));
    const half = (z * error) / (value * (1 - value));
    const back = (at: number): number => 1 / (1 + Math.exp(-at));
    [lower, upper] = [back(logit - half), back(logit + half)];
  } else {
    const far = farthest(data.positive, data.negative, z);
    [lower, upper] = value >= 0.5 ? [Math.min(value, far), 1] : [0, Math.max(value, 1 - far)];
  }
  const estimate = finiteEstimate({ value, lower, upper, n }, { min: 0, max: 1 });
  return estimate.ok && open.lower < open.upper ? { ...estimate, value: { ...estimate.value, open } } : estimate;
}

export const rocAucDefinition: PerformanceMetricDefinition<'roc_auc'> = {
  id: 'roc_auc',
  label: 'ROC AUC',
  explanation: 'How well scores put positive cases above negative ones: 1 is perfect, 0.5 a coin.',
  direction: 'higher_is_better',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['scored'],
  formula: 'P(score of a positive > score of a negative) + P(equal) / 2',
  citation: 'DeLong, DeLong & Clarke-Pearson, Biometrics 44, 1988; Newcombe, Statistics in Medicine 25, 2006',
  needs: 'Probabilities with outcomes, or counts of both outcomes by bucket of score.',
  limits: 'It ignores calibration and the threshold in use; on a rare class read PR AUC as well.',
  compute: rocAuc,
};
