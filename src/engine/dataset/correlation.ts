import { type Answer, answered } from '../answer';
import { type Column, faultOfColumns } from './columns';
import { ranks } from './ranks';

/** `pearson`: how straight the line is. `spearman`: the same of the ranks, so that outliers and bends do not matter. */
export type CorrelationMethod = 'pearson' | 'spearman';

/** The correlation of each feature with each, and the rows that each rests on. */
export interface CorrelationMatrix {
  readonly names: readonly string[];
  readonly method: CorrelationMethod;
  /** Null where a feature does not vary, or has values too large or infinite for Pearson's. */
  readonly values: ReadonlyArray<ReadonlyArray<number | null>>;
  /** Rows in which both features have a value. */
  readonly rows: ReadonlyArray<readonly number[]>;
}

/** A column centred and scaled to length 1, so that a correlation is a product; null where it does not vary. */
function prepare(values: ArrayLike<number>, method: CorrelationMethod): Float64Array | null {
  const result = Float64Array.from(method === 'spearman' ? ranks(values) : values);
  let largest = 0;
  for (const value of result) {
    largest = Math.max(largest, Math.abs(value));
  }
  if (!(largest > 0 && largest < Infinity)) {
    return null;
  }
  // By the largest first: squares of what is large, or small, are no doubles. A power of two rounds nothing.
  const scale = 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
  let mean = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = (result[i] as number) * scale;
    mean += ((result[i] as number) - mean) / (i + 1);
  }
  let squares = 0;
  for (let i = 0; i < result.length; i++) {
    const off = (result[i] as number) - mean;
    result[i] = off;
    squares += off * off;
  }
  const length = Math.sqrt(squares);
  // What is left of a constant after rounding is no variation.
  if (!(length > 4 * Number.EPSILON * Math.abs(mean) * Math.sqrt(result.length))) {
    return null;
  }
  return result.map((off) => off / length);
}

function product(a: Float64Array | null, b: Float64Array | null): number | null {
  if (a === null || b === null) {
    return null;
  }
  let result = 0;
  for (let i = 0; i < a.length; i++) {
    result += (a[i] as number) * (b[i] as number);
  }
  return Math.max(-1, Math.min(1, result));
}

/** Values of two columns in the rows where both have one. */
function together(a: ArrayLike<number>, b: ArrayLike<number>): readonly [number[], number[]] {
  const left: number[] = [];
  const right: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    if (!Number.isNaN(x) && !Number.isNaN(y)) {
      left.push(x);
      right.push(y);
    }
  }
  return [left, right];
}

/**
 * How do the features hang together? The correlation of each with each.
 *
 * Pearson's r, or Spearman's rho (Pearson's r of the ranks, those that are alike sharing the mean of theirs). NaN is a
 * missing value: each pair uses the rows in which both have one. A feature that does not vary correlates with nothing:
 * null, on the diagonal as well.
 *
 * Fewer than two features, and columns of unequal length, give no answer. O(features^2 x rows), and O(features x rows
 * log rows) for the ranks; with missing values the ranks are made anew for each pair.
 *
 * @example
 * correlationMatrix([{ name: 'a', values: [1, 2, 3] }, { name: 'b', values: [9, 4, 1] }], 'spearman').value.values
 * // => [[1, -1], [-1, 1]]
 */
export function correlationMatrix(
  columns: readonly Column[],
  method: CorrelationMethod = 'spearman'
): Answer<CorrelationMatrix> {
  const fault = faultOfColumns(columns);
  if (fault !== null) {
    return fault;
  }
  const complete = columns.map(({ values }) => !Array.prototype.some.call(values, Number.isNaN));
  const prepared = columns.map(({ values }, i) => (complete[i] ? prepare(values, method) : null));
  const values = columns.map(() => new Array<number | null>(columns.length).fill(null));
  const rows = columns.map(() => new Array<number>(columns.length).fill(0));
  const set = (i: number, j: number, value: number | null, count: number): void => {
    (values[i] as Array<number | null>)[j] = value;
    (values[j] as Array<number | null>)[i] = value;
    (rows[i] as number[])[j] = count;
    (rows[j] as number[])[i] = count;
  };
  columns.forEach((a, i) => {
    for (let j = i; j < columns.length; j++) {
      const b = columns[j] as Column;
      if (complete[i] && complete[j]) {
        const left = prepared[i] ?? null;
        set(i, j, i === j && left !== null ? 1 : product(left, prepared[j] ?? null), a.values.length);
      } else {
        const [x, y] = together(a.values, b.values);
        const left = prepare(x, method);
        set(i, j, i === j && left !== null ? 1 : product(left, prepare(y, method)), x.length);
      }
    }
  });
  return answered({ names: columns.map(({ name }) => name), method, values, rows });
}
