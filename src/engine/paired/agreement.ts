import type { Answer } from '../answer';
import type { Estimate, EstimateOptions, MetricDefinition } from '../metric';
import { wilson } from '../proportion/wilson';
import type { FlipMatrix } from './flipMatrix';

/** How many pairs lie on the diagonal. */
export function agreeing(matrix: FlipMatrix): number {
  let same = 0;
  matrix.counts.forEach((row, i) => (same += row[i] ?? 0));
  return same;
}

/**
 * Agreement: for what share of the requests do both models say the same?
 *
 * The diagonal of the flip matrix over its sum, with Wilson's interval. High agreement on a rare event means little:
 * read it with kappa. From 0 to 1. No pair gives no answer. O(classes).
 *
 * @example
 * agreement({ classes: ['a', 'b'], counts: [[3, 1], [2, 4]], pairs: 10 }).value.value // => 0.7
 */
export function agreement(matrix: FlipMatrix, options?: EstimateOptions): Answer<Estimate> {
  // Sums of fractions, taken in two orders, may differ in the last place.
  return wilson(Math.min(agreeing(matrix), matrix.pairs), matrix.pairs, options);
}

export const agreementDefinition: MetricDefinition<'agreement', FlipMatrix> = {
  id: 'agreement',
  label: 'Agreement',
  explanation: 'The share of requests for which live and shadow say the same; it needs no labels.',
  direction: 'neither',
  range: { min: 0, max: 1 },
  unit: null,
  formula: 'sum n_ii / n',
  citation: 'Wilson, JASA 22, 1927 (interval)',
  needs: 'Pairs of predictions for the same requests, or their counts.',
  limits: 'On a rare class two bad models agree nearly always: read it with kappa.',
  compute: agreement,
};
