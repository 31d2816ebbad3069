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
import { wrongKind } from './wrongKind';

/** A loss of a probability given to what came true; it falls with that probability. */
type Loss = (given: number) => number;

/** A probability of 0 for what came true would cost infinitely much; scikit-learn stops at the same place. */
const SMALLEST = Number.EPSILON;
const LOG: Loss = (given) => -Math.log(Math.min(1 - SMALLEST, Math.max(SMALLEST, given)));
const SQUARE: Loss = (given) => (1 - given) ** 2;

function meanLoss(
  data: PerformanceData,
  name: string,
  loss: Loss,
  options: PerformanceOptions | undefined
): Answer<PerformanceEstimate> {
  const z = normalQuantile(1 - (1 - confidenceOf(options)) / 2);
  if (data.kind !== 'scored') {
    return wrongKind(name, 'scored', data.kind);
  }
  const n = data.positive + data.negative;
  let [sum, squares, least, most] = [0, 0, 0, 0];
  let open = false;
  for (const { lower, upper, positive, negative } of data.points) {
    const middle = (lower + upper) / 2;
    const [hit, miss] = [loss(middle), loss(1 - middle)];
    sum += positive * hit + negative * miss;
    squares += positive * hit * hit + negative * miss * miss;
    least += positive * loss(upper) + negative * loss(1 - lower);
    most += positive * loss(lower) + negative * loss(1 - upper);
    open ||= lower < upper;
  }
  const value = sum / n;
  const half = n > 1 ? z * Math.sqrt(Math.max(0, squares / n - value * value) / (n - 1)) : 0;
  if (n <= 1) {
    return noAnswer('too_few_observations', 'One outcome alone has no interval: widen the window.');
  }
  const estimate = finiteEstimate({ value, lower: value - half, upper: value + half, n }, { min: 0, max: null });
  return estimate.ok && open
    ? { ...estimate, value: { ...estimate.value, open: { lower: least / n, upper: most / n } } }
    : estimate;
}

/**
 * Log loss: how surprised is the model by what came true?
 *
 * Mean of -ln(probability given to what came true), held above the smallest step of a double, with the interval of a
 * mean. From score buckets their middles stand for the scores, and `open` says what that leaves open. In nats, from 0.
 * O(points).
 *
 * @example
 * logLoss(scoredRows(Float64Array.of(0.5, 0.5), [0, 1]).value).value.value // => Math.LN2
 */
export function logLoss(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  return meanLoss(data, 'Log loss', LOG, options);
}

/**
 * Brier's score: the mean squared distance of the probabilities from what came true.
 *
 * Mean (probability - outcome)^2 (Brier 1950) with the interval of a mean; buckets as for log loss. From 0 to 1.
 * O(points).
 *
 * @example
 * brier(scoredRows(Float64Array.of(0.5, 0.9), [0, 1]).value).value.value // => 0.13
 */
export function brier(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  return meanLoss(data, "Brier's score", SQUARE, options);
}

const COMMON = {
  direction: 'lower_is_better',
  kinds: ['scored'],
  needs: 'Probabilities with outcomes, or counts of both outcomes by bucket of score.',
} as const;

export const logLossDefinition: PerformanceMetricDefinition<'log_loss'> = {
  ...COMMON,
  id: 'log_loss',
  label: 'Log loss',
  explanation: 'How surprised the model is by what came true; confident errors cost most.',
  range: { min: 0, max: null },
  unit: 'nats',
  formula: '-mean ln(probability of what came true)',
  citation: 'Good, Journal of the Royal Statistical Society B 14, 1952',
  limits: 'A single confident error can rule it; from buckets that touch 0 or 1 it is loose.',
  compute: logLoss,
};

export const brierDefinition: PerformanceMetricDefinition<'brier'> = {
  ...COMMON,
  id: 'brier',
  label: 'Brier score',
  explanation: 'How far probabilities lie from what came true, squared; 0.25 is what always saying 50 % gets.',
  range: { min: 0, max: 1 },
  unit: null,
  formula: 'mean (probability - outcome)^2',
  citation: 'Brier, Monthly Weather Review 78, 1950',
  limits: 'On a rare class it is small for any model: take it apart, or compare with always saying the base rate.',
  compute: brier,
};
