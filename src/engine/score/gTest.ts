import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { chiSquaredSurvival } from '../special/chiSquared';
import { columnsOf } from './columns';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { homogeneityP } from './homogeneityP';
import { finiteScore } from './scoreValue';

/** Half an observation nearer to what is expected, never past it. */
function corrected(observed: number, expected: number): number {
  const difference = expected - observed;
  return observed + Math.sign(difference) * Math.min(0.5, Math.abs(difference));
}

/** O ln(O / E), which is 0 for nothing observed. */
function term(observed: number, expected: number): number {
  return observed > 0 ? observed * Math.log(observed / expected) : 0;
}

/**
 * The log-likelihood ratio for two rows of counts over the same columns: 2 sum O ln(O / E), with Yates' correction on
 * 2 x 2 as in SciPy. Columns that are empty in both rows are left out. O(columns).
 *
 * @example
 * logLikelihoodRatio([10, 20, 30], [20, 40, 60]) // => 0
 */
export function logLikelihoodRatio(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  let n = 0;
  let m = 0;
  let columns = 0;
  for (let i = 0; i < reference.length; i++) {
    n += reference[i] as number;
    m += current[i] as number;
    columns += (reference[i] as number) > 0 || (current[i] as number) > 0 ? 1 : 0;
  }
  const before = n / (n + m);
  const now = m / (n + m);
  let statistic = 0;
  for (let i = 0; i < reference.length; i++) {
    const column = (reference[i] as number) + (current[i] as number);
    if (column > 0) {
      const wasExpected = column * before;
      const isExpected = column * now;
      const was = reference[i] as number;
      const is = current[i] as number;
      statistic += term(columns === 2 ? corrected(was, wasExpected) : was, wasExpected);
      statistic += term(columns === 2 ? corrected(is, isExpected) : is, isExpected);
    }
  }
  // Rounding may leave two alike rows a little below 0.
  return Math.max(0, 2 * statistic);
}

/**
 * The same against given expectations, scaled. Columns that expect nothing are left out. O(columns).
 *
 * @example
 * logLikelihoodFit([5, 5], [10, 10], 2) // => 0
 */
export function logLikelihoodFit(expected: readonly number[], current: readonly number[], scale: number): number {
  let statistic = 0;
  for (let i = 0; i < expected.length; i++) {
    statistic += (expected[i] as number) > 0 ? term(current[i] as number, (expected[i] as number) * scale) : 0;
  }
  return Math.max(0, 2 * statistic);
}

/**
 * G statistic: could the two sides be samples of one and the same mix, by their likelihood?
 *
 * G = 2 sum O ln(O / E) over the 2 x B table, with Yates' correction on 2 x 2, as SciPy's `chi2_contingency` with
 * `log-likelihood` (Wilks 1938). With a fixed reference it is the fit to the reference's shares. The value grows with
 * the data: compare its `pValue`, and use a distance for the size of a change.
 *
 * Rare bins: merged and said as for chi-square. Empty bins need nothing else.
 * Special inputs: alike sides give 0 and p = 1; so does a feature that never leaves one bin. Too little data for two
 * such bins: `too_few_observations`. An empty side, or a single numeric bin, gives no answer.
 * A plain number from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * gTest(pair([20, 30, 50], [20, 30, 50])).value.pValue // => 1
 */
export function gTest(pair: AlignedPair, options: ScoreOptions = {}): Answer<ScoreValue> {
  const columns = columnsOf(pair, options);
  if (!columns.ok) {
    return columns;
  }
  const { reference, current, shares, fixed } = columns.value;
  if (reference.length === 1) {
    return finiteScore({ value: 0, pValue: 1, degreesOfFreedom: 1 });
  }
  const degreesOfFreedom = reference.length - 1;
  const raw = fixed
    ? logLikelihoodFit(reference, current, shares.m / shares.n)
    : logLikelihoodRatio(reference, current);
  // Of alike sides only rounding is left, which grows with the counts.
  const value = raw < (shares.n + shares.m) * 4 * Number.EPSILON ? 0 : raw;
  return finiteScore({ value, pValue: chiSquaredSurvival(value, degreesOfFreedom), degreesOfFreedom }, columns.repairs);
}

export const gTestDefinition: ScoreDefinition<'g_test'> = {
  id: 'g_test',
  label: 'G-test',
  explanation: 'How surely the mix of values differs from the reference; it grows with traffic, so read its p-value.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  kinds: ['numeric', 'categorical'],
  // It grows with the data: only its p-value has a threshold.
  thresholds: null,
  formula: '2 sum O ln(O / E) over the 2 x B table',
  notWhen: 'Not to measure the size of a change, for it grows with traffic: use a distance beside it.',
  citation: 'Wilks, Annals of Mathematical Statistics 9, 1938; Sokal & Rohlf, Biometry, 1995',
  compute: gTest,
  // At 100 observations in ten bins its law fires 6.6 % of the time for 5 %.
  verdictP: homogeneityP,
};
