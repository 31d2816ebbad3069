import { type Answer, answered, noAnswer } from '../answer';
import { faultOfNamedCounts } from '../proportion/counts';

/** Labels and predictions of a regression, row by row; every number is finite. */
export interface RegressionRows {
  readonly kind: 'regression';
  readonly labels: Float64Array;
  readonly predictions: Float64Array;
}

/** Errors (prediction - label) of a regression, summed up where the rows are: all that an upstream needs to push down. */
export interface ErrorSums {
  readonly kind: 'error_sums';
  readonly n: number;
  /** Sum of the errors. */
  readonly errors: number;
  /** Sum of their sizes. */
  readonly absolute: number;
  /** Sum of their squares. */
  readonly squares: number;
}

/**
 * Summed errors of a regression. |errors| <= absolute, and absolute^2 <= n squares, must hold, as they do for sums over
 * the same rows. O(1).
 *
 * @example
 * errorSums({ n: 2, errors: 1, absolute: 3, squares: 5 }).value.kind // => 'error_sums'
 */
export function errorSums(sums: Omit<ErrorSums, 'kind'>): Answer<ErrorSums> {
  const { n, errors, absolute, squares } = sums;
  const fault = faultOfNamedCounts({ n });
  if (fault !== null) {
    return fault;
  }
  if (n === 0) {
    return noAnswer(
      'no_labels',
      'No prediction has a label yet: wait for labels, or look at the estimated performance.'
    );
  }
  // Sums that were added in another order may part in the last places.
  const room = 1 + 1e-9;
  const sound = Math.abs(errors) <= absolute * room && absolute <= Math.sqrt(n) * Math.sqrt(squares) * room;
  return sound && Number.isFinite(squares)
    ? answered({ kind: 'error_sums', n, errors, absolute, squares })
    : noAnswer('invalid_count', 'The sums of errors, of their sizes and of their squares are not of the same rows.');
}

/**
 * Rows of a regression. Those where label or prediction is not finite have none yet, and take no part. O(rows).
 *
 * @example
 * regressionRows(Float64Array.of(1, NaN), Float64Array.of(2, 3)).value.labels.length // => 1
 */
export function regressionRows(labels: Float64Array, predictions: Float64Array): Answer<RegressionRows> {
  if (labels.length !== predictions.length) {
    return noAnswer('unequal_lengths', `${labels.length} labels against ${predictions.length} predictions.`);
  }
  const known = (_: number, i: number): boolean =>
    Number.isFinite(labels[i] as number) && Number.isFinite(predictions[i] as number);
  const rows: RegressionRows = {
    kind: 'regression',
    labels: labels.filter(known),
    predictions: predictions.filter(known),
  };
  return rows.labels.length > 0
    ? answered(rows)
    : noAnswer('no_labels', 'No prediction has a label yet: wait for labels, or look at the estimated performance.');
}
