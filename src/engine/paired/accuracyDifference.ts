import type { Answer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type Estimate, type EstimateOptions, type MetricDefinition } from '../metric';
import { normalQuantile } from '../special/normalQuantile';
import { faultOfOutcomes, labelledPairs, type PairedOutcomes } from './outcomes';
import { tangoInterval } from './tango';

/**
 * The shadow's accuracy minus live's on the same labelled requests, with an interval.
 *
 * (c - b) / n with Tango's score interval (1998), which agrees with McNemar's test: it excludes 0 exactly where that
 * rejects (without continuity correction), and holds where no pair is discordant. From -1 to 1. No labelled pair gives
 * no answer. O(1).
 *
 * @example
 * accuracyDifference({ bothRight: 80, onlyLiveRight: 4, onlyShadowRight: 12, bothWrong: 4 }).value.value // => 0.08
 */
export function accuracyDifference(outcomes: PairedOutcomes, options?: EstimateOptions): Answer<Estimate> {
  const confidence = confidenceOf(options);
  const fault = faultOfOutcomes(outcomes);
  if (fault !== null) {
    return fault;
  }
  const { onlyLiveRight: b, onlyShadowRight: c } = outcomes;
  const n = labelledPairs(outcomes);
  const z = normalQuantile(1 - (1 - confidence) / 2);
  return finiteEstimate({ value: (c - b) / n, ...tangoInterval(b, c, n, z), n }, { min: -1, max: 1 });
}

export const accuracyDifferenceDefinition: MetricDefinition<'accuracy_difference', PairedOutcomes> = {
  id: 'accuracy_difference',
  label: 'Accuracy, shadow minus live',
  explanation: 'How much more often the shadow is right than live on the same requests; below 0 it is worse.',
  direction: 'higher_is_better',
  range: { min: -1, max: 1 },
  unit: null,
  formula: '(c - b) / n, b: only live right, c: only the shadow right',
  citation: 'Tango, Statistics in Medicine 17, 1998',
  needs: 'Labelled pairs, or the counts of who was right.',
  limits: 'Where labels arrive for a chosen few of the requests it speaks of those alone.',
  compute: accuracyDifference,
};
