import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { finiteScore } from './scoreValue';
import { totalVariation } from './totalVariation';

/**
 * Overlap: what share of the traffic do the two mixes have in common?
 *
 * sum min(p, q), which is one minus the total variation distance (Weitzman 1970). The one score that falls with drift.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 1, sides without a common bin 0; symmetric. An empty side, or a single
 * numeric bin, gives no answer.
 * A share from 0 to 1. Cost: O(bins).
 *
 * @example
 * overlap(pair([50, 50], [75, 25])).value.value // => 0.75
 */
export function overlap(pair: AlignedPair, options?: ScoreOptions): Answer<ScoreValue> {
  const distance = totalVariation(pair, options);
  return distance.ok ? finiteScore({ value: 1 - distance.value.value }, distance.repairs) : distance;
}

export const overlapDefinition: ScoreDefinition<'overlap'> = {
  id: 'overlap',
  label: 'Overlap',
  explanation: 'The share of the traffic that still looks like the reference: 1 is alike, 0 is nothing in common.',
  direction: 'lower_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['numeric', 'categorical'],
  thresholds: null,
  formula: 'sum min(p, q)',
  notWhen: 'Not for changes that are rare but grave, which hardly move it: use PSI or the Hellinger distance.',
  citation: 'Weitzman, Technical Paper 22, US Bureau of the Census, 1970',
  compute: overlap,
};
