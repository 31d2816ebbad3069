import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { homogeneity } from './pearson';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/**
 * Cramer's V of a chi-square statistic over `rows` x `columns` with N observations, with Bergsma's correction for what
 * chance alone gives. O(1).
 *
 * @example
 * bergsma(0, { observations: 100, rows: 2, columns: 5 }) // => 0
 */
export function bergsma(
  chiSquare: number,
  { observations, rows, columns }: { readonly observations: number; readonly rows: number; readonly columns: number }
): number {
  const rest = observations - 1;
  const shrunkRows = rows - (rows - 1) ** 2 / rest;
  const shrunkColumns = columns - (columns - 1) ** 2 / rest;
  const smaller = Math.min(shrunkRows, shrunkColumns) - 1;
  const association = Math.max(0, chiSquare / observations - ((rows - 1) * (columns - 1)) / rest);
  return smaller > 0 ? Math.min(1, Math.sqrt(association / smaller)) : 0;
}

/**
 * Cramer's V, bias-corrected: how strongly does the mix of values depend on which side one looks at, from 0 to 1?
 *
 * V = sqrt(max(0, X^2/N - (B-1)/(N-1)) / min(r - 1, c - 1)), r and c corrected likewise (Bergsma 2013), on the 2 x B
 * table with Yates' correction on 2 x 2. Chance alone gives 0 on average, which the uncorrected V does not. It depends
 * on how the sides' counts relate, as any V does: at unequal counts the largest possible value is below 1.
 *
 * Empty bins: need nothing; rare ones are not merged.
 * Special inputs: alike sides give exactly 0; so does a feature that never leaves one bin. Symmetric. An empty side, or
 * a single numeric bin, gives no answer. A plain number from 0 to 1. Cost: O(bins).
 *
 * @example
 * Math.round(cramersV(pair([200, 800], [400, 600])).value.value * 1e6) // => 216026
 */
export function cramersV(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { n, m, filled } = shares.value;
  const observations = n + m;
  if (filled === 1 || observations <= 1) {
    return finiteScore({ value: 0 });
  }
  return finiteScore({
    value: bergsma(homogeneity(pair.reference, pair.current), { observations, rows: 2, columns: filled }),
  });
}

export const cramersVDefinition: ScoreDefinition<'cramers_v'> = {
  id: 'cramers_v',
  label: "Cramer's V",
  explanation: 'How strongly the mix of values depends on the side, without what chance alone gives: 0 is not at all.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['numeric', 'categorical'],
  thresholds: null,
  formula: 'sqrt(max(0, X^2/N - (B-1)/(N-1)) / min(r-1, c-1)), r and c corrected',
  notWhen: 'Not to compare windows of unlike traffic, for it depends on how the two counts relate: use Jensen-Shannon.',
  citation: 'Bergsma, Journal of the Korean Statistical Society 42, 2013',
  compute: cramersV,
};
