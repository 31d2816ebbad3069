import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { weightedChiSquaredSurvival } from '../special/weightedChiSquared';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { quadraticGap } from './gaps';
import { needsOrder } from './needsOrder';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/**
 * Anderson-Darling statistic: are the two apart anywhere, tails included, more than chance would have it?
 *
 * A^2 = nm/(n+m) sum (F - G)^2 h / (H (1 - H)) over the bins: the two-sample statistic of Scholz & Stephens (1987) for
 * values of which those in one bin are equal, not standardised. `pValue` is from its limit law on these bins, a
 * weighted sum of chi-squared variables, by three moments. The value grows with the data: compare its `pValue`.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0 and p = 1; symmetric. Categories have no order: `needs_order`. An empty
 * side, or a single bin, gives no answer. With a fixed reference H is the reference's, and 1/n is dropped.
 * A plain number from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * andersonDarling(pair([50, 50], [75, 25])).value.value // => 50 * 0.0625 / 0.375
 */
export function andersonDarling(pair: AlignedPair, options: ScoreOptions = {}): Answer<ScoreValue> {
  if (pair.kind !== 'numeric') {
    return needsOrder('Anderson-Darling');
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { statistic, law } = quadraticGap(
    pair,
    shares.value,
    options,
    (share, cumulative) => share / (cumulative * (1 - cumulative))
  );
  return finiteScore({ value: statistic, pValue: weightedChiSquaredSurvival(statistic, law) });
}

export const andersonDarlingDefinition: ScoreDefinition<'anderson_darling'> = {
  id: 'anderson_darling',
  label: 'Anderson-Darling',
  explanation: 'How surely values have moved, with an eye for the tails; it grows with traffic, so read its p-value.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  kinds: ['numeric'],
  // It grows with the data: only its p-value has a threshold.
  thresholds: null,
  formula: 'n m / (n + m) sum (F - G)^2 h / (H (1 - H))',
  notWhen:
    'Not to measure the size of a change, for it grows with traffic: use Wasserstein or energy. Not for categories.',
  citation: 'Scholz & Stephens, Journal of the American Statistical Association 82, 1987',
  compute: andersonDarling,
};
