import { type Answer, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf } from '../metric';
import { normalQuantile } from '../special/normalQuantile';
import { wilsonBounds } from '../proportion/wilson';
import type {
  PerformanceData,
  PerformanceEstimate,
  PerformanceMetricDefinition,
  PerformanceOptions,
} from './definition';
import { wrongKind } from './wrongKind';

/**
 * Area under the precision-recall curve, as average precision: how clean is the top of the list?
 *
 * sum (R_k - R_(k-1)) P_k over falling thresholds, as in scikit-learn. Interval on the logit with the number of
 * positives, as Boyd, Eng & Page (2013) advise; Wilson's where it is 0 or 1. From score buckets the whole bucket is one
 * threshold, which makes it a lower guess. No positive outcome gives no answer. O(points).
 *
 * @example
 * prAuc(scoredRows(Float64Array.of(0.1, 0.4, 0.35, 0.8), [0, 0, 1, 1]).value).value.value // => 0.5 + 0.5 * 2 / 3
 */
export function prAuc(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  const confidence = confidenceOf(options);
  if (data.kind !== 'scored') {
    return wrongKind('PR AUC', 'scored', data.kind);
  }
  if (!(data.positive > 0)) {
    return noAnswer('no_variation', 'There is no positive outcome to find: widen the window.');
  }
  let value = 0;
  let [found, flagged] = [0, 0];
  for (let k = data.points.length - 1; k >= 0; k--) {
    const { positive, negative } = data.points[k] as (typeof data.points)[number];
    found += positive;
    flagged += positive + negative;
    value += (positive / data.positive) * (found / flagged);
  }
  value = Math.min(1, value);
  const n = data.positive + data.negative;
  const spread = value * (1 - value);
  if (!(spread > 1e-12)) {
    return finiteEstimate({ value, ...wilsonBounds(value * data.positive, data.positive, confidence), n });
  }
  const half = normalQuantile(1 - (1 - confidence) / 2) / Math.sqrt(data.positive * spread);
  const logit = Math.log(value / (1 - value));
  const back = (at: number): number => 1 / (1 + Math.exp(-at));
  return finiteEstimate({ value, lower: back(logit - half), upper: back(logit + half), n }, { min: 0, max: 1 });
}

export const prAucDefinition: PerformanceMetricDefinition<'pr_auc'> = {
  id: 'pr_auc',
  label: 'PR AUC',
  explanation: 'How clean the list is when sorted by score; the share of positives is what a coin reaches.',
  direction: 'higher_is_better',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['scored'],
  formula: 'sum (R_k - R_(k-1)) P_k over falling thresholds',
  citation: 'Boyd, Eng & Page, ECML PKDD 2013',
  needs: 'Probabilities with outcomes, or counts of both outcomes by bucket of score.',
  limits: 'It moves with how common the positive class is: compare windows of a like share.',
  compute: prAuc,
};
