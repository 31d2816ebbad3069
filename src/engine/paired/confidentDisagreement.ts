import { type Answer, answered, noAnswer } from '../answer';
import { confidenceOf, type Estimate, type EstimateOptions, type MetricDefinition } from '../metric';
import { wilson } from '../proportion/wilson';

/** Pairs where both models are confident: how many, and on how many of them they contradict each other. */
export interface ConfidentPairs {
  readonly confident: number;
  readonly disagreeing: number;
}

export interface ConfidentDisagreements extends ConfidentPairs {
  /** Rows where both are sure and contradict each other, the surest first; at most as many as asked for. */
  readonly rows: readonly number[];
}

/**
 * Finds pairs on which both models are at least `threshold` sure and contradict each other: at least one of them is
 * wrong with confidence, and no label is needed to know it. A confidence that is no number counts as unsure.
 * O(rows + found log found).
 *
 * @example
 * confidentDisagreements(
 *   { live: ['a', 'b'], shadow: ['b', 'b'], liveConfidence: Float64Array.of(0.99, 0.99), shadowConfidence: Float64Array.of(0.97, 1) },
 *   0.95
 * ).value // => { confident: 2, disagreeing: 1, rows: [0] }
 */
export function confidentDisagreements(
  pairs: {
    readonly live: readonly string[];
    readonly shadow: readonly string[];
    readonly liveConfidence: Float64Array;
    readonly shadowConfidence: Float64Array;
  },
  threshold: number,
  mostRows = 100
): Answer<ConfidentDisagreements> {
  const { live, shadow, liveConfidence, shadowConfidence } = pairs;
  if (new Set([live.length, shadow.length, liveConfidence.length, shadowConfidence.length]).size > 1) {
    return noAnswer('unequal_lengths', 'The columns of predictions and confidences differ in length: pair them first.');
  }
  let confident = 0;
  const found: Array<{ row: number; sure: number }> = [];
  for (let row = 0; row < live.length; row++) {
    const sure = Math.min(liveConfidence[row] as number, shadowConfidence[row] as number);
    if (sure >= threshold) {
      confident++;
      if (live[row] !== shadow[row]) {
        found.push({ row, sure });
      }
    }
  }
  found.sort((a, b) => b.sure - a.sure || a.row - b.row);
  return answered({ confident, disagreeing: found.length, rows: found.slice(0, mostRows).map(({ row }) => row) });
}

/**
 * The share of contradictions among pairs on which both are confident, with Wilson's interval. From 0 to 1. O(1).
 *
 * @example
 * confidentDisagreementRate({ confident: 200, disagreeing: 5 }).value.value // => 0.025
 */
export function confidentDisagreementRate(pairs: ConfidentPairs, options?: EstimateOptions): Answer<Estimate> {
  confidenceOf(options);
  return pairs.confident === 0
    ? noAnswer('too_few_observations', 'Both models are never confident at once: lower the threshold of confidence.')
    : wilson(pairs.disagreeing, pairs.confident, options);
}

export const confidentDisagreementDefinition: MetricDefinition<'confident_disagreement', ConfidentPairs> = {
  id: 'confident_disagreement',
  label: 'Confident disagreement',
  explanation: 'Where both models are sure and contradict each other, one of them is absurdly wrong; no labels needed.',
  direction: 'lower_is_better',
  range: { min: 0, max: 1 },
  unit: null,
  formula: 'pairs that disagree / pairs, where both confidences are at least t',
  citation: 'Wilson, JASA 22, 1927 (interval)',
  needs: 'Pairs with both confidences, or their counts.',
  limits: 'A model that is sure of everything makes it the plain disagreement: look at calibration first.',
  compute: confidentDisagreementRate,
};
