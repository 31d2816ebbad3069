import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { chiSquaredSurvival } from '../special/chiSquared';
import { columnsOf } from './columns';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { homogeneityP } from './homogeneityP';
import { goodnessOfFit, homogeneity } from './pearson';
import { finiteScore } from './scoreValue';

/**
 * Chi-square statistic: could the two sides be samples of one and the same mix?
 *
 * Pearson's test of homogeneity over the 2 x B table of counts (Pearson 1900), with Yates' correction on 2 x 2, as in
 * SciPy's `chi2_contingency`. With a fixed reference it is the goodness of fit to the reference's shares instead. The
 * value grows with the data: compare its `pValue`, and use a distance for the size of a change.
 *
 * Rare bins: where fewer than 5 observations are expected on either side, bins are merged (with their neighbours, or
 * the rare categories together) until none is, and it is said (Cochran 1954). Empty bins need nothing else.
 * Special inputs: alike sides give 0 and p = 1; so does a feature that never leaves one bin. Too little data for two
 * such bins: `too_few_observations`. An empty side, or a single numeric bin, gives no answer.
 * A plain number from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * chiSquare(pair([20, 30, 50], [30, 30, 40])).value.value // => 28 / 9
 */
export function chiSquare(pair: AlignedPair, options: ScoreOptions = {}): Answer<ScoreValue> {
  const columns = columnsOf(pair, options);
  if (!columns.ok) {
    return columns;
  }
  const { reference, current, shares, fixed } = columns.value;
  if (reference.length === 1) {
    return finiteScore({ value: 0, pValue: 1, degreesOfFreedom: 1 });
  }
  const degreesOfFreedom = reference.length - 1;
  const value = fixed ? goodnessOfFit(reference, current, shares.m / shares.n) : homogeneity(reference, current);
  return finiteScore({ value, pValue: chiSquaredSurvival(value, degreesOfFreedom), degreesOfFreedom }, columns.repairs);
}

export const chiSquareDefinition: ScoreDefinition<'chi_square'> = {
  id: 'chi_square',
  label: 'Chi-square',
  explanation: 'How surely the mix of values differs from the reference; it grows with traffic, so read its p-value.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  kinds: ['numeric', 'categorical'],
  // It grows with the data: only its p-value has a threshold.
  thresholds: null,
  formula: 'sum (O - E)^2 / E over the 2 x B table',
  notWhen: 'Not to measure the size of a change, for it grows with traffic: use a distance beside it.',
  citation: 'Pearson, Philosophical Magazine 50, 1900; Cochran, Biometrics 10, 1954',
  compute: chiSquare,
  // Yates' correction leaves two bins 3.5 % of alarms for 5 %.
  verdictP: homogeneityP,
};
