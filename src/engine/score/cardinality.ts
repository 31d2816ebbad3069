import type { Answer } from '../answer';
import type { AlignedPair, CategoricalPair } from '../distribution/pair';
import { binomialDensity } from '../special/regularisedBeta';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { needsCategories } from './needsCategories';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/** Counts of the current side by category, those that the reference never saw one by one. */
function currentCounts({ bins, current }: CategoricalPair): number[] {
  return bins.flatMap((bin, i) =>
    bin.role === 'unseen' && bin.categories.length > 0
      ? bin.categories.map(({ count }) => count)
      : [current[i] as number]
  );
}

/**
 * How many categories are to be expected among `draws` of these counts, drawn without putting back (Hurlbert 1971). All
 * of them where everything is drawn. Counts need not be whole. O(categories).
 *
 * @example
 * rarefied([5, 5], 1) // => 1
 */
export function rarefied(counts: readonly number[], draws: number): number {
  let all = 0;
  for (const count of counts) {
    all += count;
  }
  if (draws >= all) {
    return counts.filter((count) => count > 0).length;
  }
  // The chance to miss a category is hypergeometric: a ratio of binomial chances, whose digits a ratio of factorials lacks.
  const share = draws / all;
  const rest = 1 - share;
  const possible = binomialDensity(draws, all - draws, share, rest);
  let expected = 0;
  for (const count of counts) {
    const others = all - count - draws;
    if (count > 0) {
      const missed =
        others < 0
          ? 0
          : (binomialDensity(0, count, share, rest) * binomialDensity(draws, others, share, rest)) / possible;
      expected += 1 - missed;
    }
  }
  return expected;
}

/**
 * Change of cardinality: how many more or fewer distinct categories are met, for as much data?
 *
 * |K now / K then - 1|, both as expected in as many observations as the smaller side has (rarefaction, Hurlbert 1971):
 * a larger side meets more categories without any drift. `signed` says which way, 1 being twice as many.
 *
 * Special inputs: sides that meet the same categories give 0 at equal counts. A numeric feature: `needs_categories`. An
 * empty side gives no answer. A plain number from 0 without an upper end. Cost: O(categories).
 *
 * @example
 * cardinality(categoricalPair([50, 50, 0, 0], [25, 25, 25, 25])).value.signed // => 1
 */
export function cardinality(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  if (pair.kind !== 'categorical') {
    return needsCategories('Distinct values');
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const draws = Math.max(1, Math.min(shares.value.n, shares.value.m));
  const before = rarefied(pair.reference, draws);
  const signed = rarefied(currentCounts(pair), draws) / before - 1;
  return finiteScore({ value: Math.abs(signed), signed });
}

export const cardinalityDefinition: ScoreDefinition<'cardinality'> = {
  id: 'cardinality',
  label: 'Cardinality change',
  explanation: 'How many more or fewer distinct categories are met for as much data: 1 is twice as many.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  kinds: ['categorical'],
  thresholds: null,
  formula: '|K_q / K_p - 1|, K the categories expected in min(n, m) observations',
  notWhen: 'Not to see shares move among the same categories: use PSI or Jensen-Shannon. Not for numeric features.',
  citation: 'Hurlbert, Ecology 52, 1971',
  compute: cardinality,
};
