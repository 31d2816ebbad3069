import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { weightedChiSquaredSurvival } from '../special/weightedChiSquared';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { quadraticGap } from './gaps';
import { needsOrder } from './needsOrder';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/**
 * Cramer-von Mises statistic: are the two apart over the whole of the distribution, more than chance would have it?
 *
 * W^2 = nm/(n+m) sum (F - G)^2 h over the bins, h the bin's share of both sides together (Choulakian, Lockhart &
 * Stephens 1994, for two samples as Anderson 1962): the statistic of binned values, of which those in one bin are equal.
 * `pValue` is from its limit law, a weighted sum of chi-squared variables, by three moments. The value grows with the
 * data: compare its `pValue`.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0 and p = 1; symmetric. Categories have no order: `needs_order`. An empty
 * side, or a single bin, gives no answer. With a fixed reference h is the reference's, and 1/n is dropped.
 * A plain number from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * cramerVonMises(pair([50, 50], [75, 25])).value.value // => 50 * 0.0625 * 0.625
 */
export function cramerVonMises(pair: AlignedPair, options: ScoreOptions = {}): Answer<ScoreValue> {
  if (pair.kind !== 'numeric') {
    return needsOrder('Cramer-von Mises');
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { statistic, law } = quadraticGap(pair, shares.value, options, (share) => share);
  return finiteScore({ value: statistic, pValue: weightedChiSquaredSurvival(statistic, law) });
}

export const cramerVonMisesDefinition: ScoreDefinition<'cramer_von_mises'> = {
  id: 'cramer_von_mises',
  label: 'Cramer-von Mises',
  explanation: 'How surely values have moved, over the whole of their range; it grows with traffic: read its p-value.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  kinds: ['numeric'],
  // It grows with the data: only its p-value has a threshold.
  thresholds: null,
  formula: 'n m / (n + m) sum (F - G)^2 h, h the share of the bin in both together',
  notWhen:
    'Not to measure the size of a change, for it grows with traffic: use Wasserstein or energy. Not for categories.',
  citation: 'Choulakian, Lockhart & Stephens, Canadian Journal of Statistics 22, 1994',
  compute: cramerVonMises,
};
