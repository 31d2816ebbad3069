import { type Answer, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type Estimate, type EstimateOptions, type MetricDefinition } from '../metric';
import { normalQuantile } from '../special/normalQuantile';
import { agreeing } from './agreement';
import type { FlipMatrix } from './flipMatrix';

/**
 * Cohen's kappa of a square table of counts: how far do two judges agree beyond what chance gives?
 *
 * (po - pe) / (1 - pe), po the observed and pe the expected share on the diagonal (Cohen 1960), with the large-sample
 * standard error of Fleiss, Cohen & Everitt (1969). Where both only ever say one and the same class chance explains
 * all of it: no answer. From -1 to 1. O(classes^2).
 *
 * @example
 * kappa({ classes: ['a', 'b'], counts: [[20, 5], [10, 15]], pairs: 50 }).value.value // => 0.4
 */
export function kappa(matrix: FlipMatrix, options?: EstimateOptions): Answer<Estimate> {
  const confidence = confidenceOf(options);
  const { counts, pairs: n } = matrix;
  if (!(n > 0)) {
    return noAnswer('empty_current', 'There is no pair to compare: widen the window.');
  }
  const rows = counts.map((row) => row.reduce((a, b) => a + b, 0) / n);
  const columns = counts.map((_, j) => counts.reduce((all, row) => all + (row[j] ?? 0), 0) / n);
  const observed = agreeing(matrix) / n;
  let expected = 0;
  rows.forEach((row, i) => (expected += row * (columns[i] as number)));
  const chance = 1 - expected;
  if (!(chance > 1e-12)) {
    return noAnswer('no_variation', 'Both sides only ever say one class, so agreement beyond chance has no meaning.');
  }
  const value = (observed - expected) / chance;
  // Fleiss, Cohen & Everitt's variance, term by term.
  let diagonal = 0;
  let others = 0;
  counts.forEach((row, i) =>
    row.forEach((count, j) => {
      const share = count / n;
      if (i === j) {
        diagonal += share * (1 - ((rows[i] as number) + (columns[i] as number)) * (1 - value)) ** 2;
      } else {
        others += share * ((columns[i] as number) + (rows[j] as number)) ** 2;
      }
    })
  );
  const spread = diagonal + (1 - value) ** 2 * others - (value - expected * (1 - value)) ** 2;
  const error = Math.sqrt(Math.max(0, spread) / n) / chance;
  const half = normalQuantile(1 - (1 - confidence) / 2) * error;
  return finiteEstimate({ value, lower: value - half, upper: value + half, n }, { min: -1, max: 1 });
}

export const kappaDefinition: MetricDefinition<'kappa', FlipMatrix> = {
  id: 'kappa',
  label: "Cohen's kappa",
  explanation: 'How far two models agree beyond what chance gives: 1 is always, 0 no more than chance.',
  direction: 'neither',
  range: { min: -1, max: 1 },
  unit: null,
  formula: '(po - pe) / (1 - pe), po = sum n_ii / n, pe = sum n_i. n_.i / n^2',
  citation: 'Cohen, 1960; Fleiss, Cohen & Everitt, Psychological Bulletin 72, 1969 (standard error)',
  needs: 'Pairs of predictions for the same requests, or their counts.',
  limits: 'Its size depends on how common the classes are; the interval is for large samples.',
  compute: kappa,
};
