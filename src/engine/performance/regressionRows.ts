import { type Answer, answered, noAnswer } from '../answer';

/** Labels and predictions of a regression, row by row; every number is finite. */
export interface RegressionRows {
  readonly kind: 'regression';
  readonly labels: Float64Array;
  readonly predictions: Float64Array;
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
