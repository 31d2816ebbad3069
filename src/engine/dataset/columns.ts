import { type NoAnswer, noAnswer } from '../answer';

/** One feature's values, a row each; NaN is a missing value. */
export interface Column {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** Columns that are to be looked at together must be two at least, and have the same rows; or why they cannot. */
export function faultOfColumns(columns: readonly Column[]): NoAnswer | null {
  const first = columns[0];
  if (first === undefined || columns.length < 2) {
    return noAnswer('no_features', 'There are fewer than two features with values at hand: ask for more of them.');
  }
  const odd = columns.find(({ values }) => values.length !== first.values.length);
  return odd === undefined
    ? null
    : noAnswer(
        'unequal_lengths',
        `"${first.name}" has ${first.values.length} rows and "${odd.name}" ${odd.values.length}: give the same rows, NaN where a value is missing.`
      );
}

/** Both sides must have the same features in the same order; or why they have not. */
export function faultOfSides(reference: readonly Column[], current: readonly Column[]): NoAnswer | null {
  const fault = faultOfColumns(reference) ?? faultOfColumns(current);
  if (fault !== null) {
    return fault;
  }
  const at = reference.findIndex(({ name }, i) => name !== current[i]?.name);
  return at < 0 && reference.length === current.length
    ? null
    : noAnswer(
        'kind_mismatch',
        `The reference has the features ${reference.map(({ name }) => name).join(', ')}, and the current side ${current.map(({ name }) => name).join(', ')}: give both the same, in the same order.`
      );
}
