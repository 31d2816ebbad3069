import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/**
 * Total variation distance: what share of the traffic would have to change its bin to make the two alike?
 *
 * TVD = sum |p - q| / 2. One minus it is the overlap.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0, sides without a common bin 1; symmetric. An empty side, or a single
 * numeric bin, gives no answer.
 * A share from 0 to 1. Cost: O(bins).
 *
 * @example
 * totalVariation(pair([50, 50], [75, 25])).value.value // => 0.25
 */
export function totalVariation(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q } = shares.value;
  let moved = 0;
  for (let i = 0; i < p.length; i++) {
    moved += Math.abs((q[i] as number) - (p[i] as number));
  }
  return finiteScore({ value: Math.min(1, moved / 2) });
}

export const totalVariationDefinition: ScoreDefinition<'total_variation'> = {
  id: 'total_variation',
  label: 'Total variation distance',
  explanation: 'The share of the traffic that would have to change its value to look like the reference again.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['numeric', 'categorical'],
  // Evidently's 0.1 is a threshold on a p-value.
  thresholds: null,
  formula: 'sum |p - q| / 2',
  notWhen: 'Not for changes that are rare but grave, which hardly move it: use PSI or the Hellinger distance.',
  citation: 'Levin, Peres & Wilmer, Markov Chains and Mixing Times, 2009, section 4.1',
  compute: totalVariation,
};
