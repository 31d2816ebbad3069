import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { needsCategories } from './needsCategories';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/** A category below this share of the reference is rare. */
const RARE_BELOW = 0.01;

/**
 * Rare categories: by how much has the traffic in the reference's rare categories grown or shrunk?
 *
 * |sum q - sum p| over the categories that hold less than 1 % of the reference, new ones among them; `signed` says which
 * way. It sees many small categories move together, of which none alone moves a distance.
 *
 * Special inputs: alike sides give exactly 0, and so does a reference without rare categories where nothing is new. A
 * numeric feature: `needs_categories`. An empty side gives no answer. A share from 0 to 1. Cost: O(categories).
 *
 * @example
 * rareCategories(categoricalPair([995, 5], [900, 100])).value.signed // => 0.095
 */
export function rareCategories(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  if (pair.kind !== 'categorical') {
    return needsCategories('Rare categories');
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q } = shares.value;
  let signed = 0;
  for (let i = 0; i < p.length; i++) {
    signed += (p[i] as number) < RARE_BELOW ? (q[i] as number) - (p[i] as number) : 0;
  }
  return finiteScore({ value: Math.min(1, Math.abs(signed)), signed });
}

export const rareCategoriesDefinition: ScoreDefinition<'rare_categories'> = {
  id: 'rare_categories',
  label: 'Rare categories change',
  explanation:
    'By how much the traffic in categories below 1 % of the reference has grown or shrunk: 0.1 is ten points.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['categorical'],
  thresholds: null,
  formula: '|sum of q - p where p < 0.01|',
  notWhen: 'Not where no category is rare: use PSI or Jensen-Shannon. Not for numeric features.',
  citation: 'Breck et al., Data Validation for Machine Learning, MLSys 2019, for rare categories as a source of skew',
  compute: rareCategories,
};
