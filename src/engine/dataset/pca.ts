import { type Answer, answered, noAnswer } from '../answer';
import { type Column, faultOfColumns } from './columns';
import { symmetricEigen } from './eigen';

export interface PcaOptions {
  /** The share of the variance that the kept components must explain; by default 0.65, as NannyML has it. */
  readonly variance?: number;
}

/** The directions in which the features move together, learnt from rows. */
export interface Pca {
  /** Features that vary, in the order of the columns. */
  readonly names: readonly string[];
  /** Features that do not vary: they take no part. */
  readonly constant: readonly string[];
  readonly means: readonly number[];
  /** Standard deviations (of the rows themselves, not of what they were drawn from). */
  readonly deviations: readonly number[];
  /** The kept ones, each of length 1, the one that explains the most first. */
  readonly components: ReadonlyArray<readonly number[]>;
  /** Of the variance, by each component that there is; they add up to 1. */
  readonly explained: readonly number[];
  readonly rows: number;
  /** Rows with a missing or infinite value, which were left out. */
  readonly skipped: number;
}

/** Row numbers in which every column has a finite value. */
export function completeRows(columns: readonly Column[]): readonly number[] {
  const rows: number[] = [];
  const size = columns[0]?.values.length ?? 0;
  for (let i = 0; i < size; i++) {
    if (columns.every(({ values }) => Number.isFinite(values[i]))) {
      rows.push(i);
    }
  }
  return rows;
}

/** Mean and standard deviation, over what is divided by the largest: squares of what is large are no doubles. */
function moments(values: ArrayLike<number>, rows: readonly number[]): { mean: number; deviation: number } {
  let largest = 0;
  for (const row of rows) {
    largest = Math.max(largest, Math.abs(values[row] as number));
  }
  if (largest === 0) {
    return { mean: 0, deviation: 0 };
  }
  let mean = 0;
  rows.forEach((row, i) => {
    mean += ((values[row] as number) / largest - mean) / (i + 1);
  });
  let squares = 0;
  for (const row of rows) {
    squares += ((values[row] as number) / largest - mean) ** 2;
  }
  const deviation = Math.sqrt(squares / rows.length);
  // What is left of a constant after rounding is no variation.
  return { mean: mean * largest, deviation: deviation > 4 * Number.EPSILON ? deviation * largest : 0 };
}

/** The fit on some of the rows, all of which are complete. */
export function fitRows(
  columns: readonly Column[],
  rows: readonly number[],
  skipped: number,
  options: PcaOptions
): Answer<Pca> {
  const variance = options.variance ?? 0.65;
  if (!(variance > 0 && variance <= 1)) {
    throw new RangeError(`a variance of ${variance}: it must be above 0 and at most 1`);
  }
  const summaries = columns.map(({ values }) => moments(values, rows));
  const varying = columns.flatMap((column, i) => {
    const { mean, deviation } = summaries[i] as { mean: number; deviation: number };
    return deviation > 0 && deviation < Infinity ? [{ column, mean, deviation }] : [];
  });
  const size = varying.length;
  if (size < 2) {
    return noAnswer('no_variation', 'Fewer than two features vary, so there is nothing that could hang together.');
  }
  if (rows.length <= size) {
    return noAnswer(
      'too_few_observations',
      `${rows.length} complete rows cannot show how ${size} features hang together: ask for more rows than features.`
    );
  }
  const standard = varying.map(({ column: { values }, mean, deviation }) =>
    Float64Array.from(rows, (row) => ((values[row] as number) - mean) / deviation)
  );
  const correlations = standard.map((a, i) =>
    standard.map((b, j) => {
      let product = 0;
      for (let row = 0; j >= i && row < rows.length; row++) {
        product += (a[row] as number) * (b[row] as number);
      }
      return product / rows.length;
    })
  );
  const { values, vectors } = symmetricEigen(correlations);
  const all = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const explained = values.map((value) => Math.max(0, value) / all);
  let kept = 0;
  let explains = 0;
  // All components leave no error: at least one is kept out.
  while (kept < size - 1 && (kept === 0 || explains < variance)) {
    explains += explained[kept] as number;
    kept++;
  }
  return answered({
    names: varying.map(({ column }) => column.name),
    constant: columns.filter(({ name }) => !varying.some(({ column }) => column.name === name)).map(({ name }) => name),
    means: varying.map(({ mean }) => mean),
    deviations: varying.map(({ deviation }) => deviation),
    components: vectors.slice(0, kept),
    explained,
    rows: rows.length,
    skipped,
  });
}

/**
 * The directions in which features move together: principal components of the standardised features.
 *
 * Each feature is centred and divided by its standard deviation, so that its unit does not matter; the components are
 * the eigenvectors of the correlation matrix. As many are kept as explain `variance` of it, and never all of them.
 *
 * Rows with a missing or infinite value are left out and counted; a feature that does not vary is left out and named.
 * Fewer than two that vary, no more rows than features, and columns of unequal length give no answer. O(rows x
 * features^2 + features^3).
 *
 * @example
 * fitPca([{ name: 'a', values: [1, 2, 3] }, { name: 'b', values: [2, 4, 6] }]).value.explained // => [1, 0]
 */
export function fitPca(columns: readonly Column[], options: PcaOptions = {}): Answer<Pca> {
  const fault = faultOfColumns(columns);
  if (fault !== null) {
    return fault;
  }
  const rows = completeRows(columns);
  return fitRows(columns, rows, (columns[0] as Column).values.length - rows.length, options);
}

/** The errors of some of the rows, all of which are complete. */
export function errorsOfRows(fit: Pca, columns: readonly Column[], rows: readonly number[]): Float64Array {
  const byName = new Map(columns.map((column) => [column.name, column.values]));
  const values = fit.names.map((name) => {
    const own = byName.get(name);
    if (own === undefined) {
      throw new RangeError(`no column "${name}", which the components were learnt with`);
    }
    return own;
  });
  const row = new Float64Array(values.length);
  return Float64Array.from(rows, (at) => {
    for (let j = 0; j < row.length; j++) {
      row[j] =
        (((values[j] as ArrayLike<number>)[at] as number) - (fit.means[j] as number)) / (fit.deviations[j] as number);
    }
    // One component after the other is taken away: what is left is the error, without cancelling.
    for (const component of fit.components) {
      let score = 0;
      for (let j = 0; j < row.length; j++) {
        score += (row[j] as number) * (component[j] as number);
      }
      for (let j = 0; j < row.length; j++) {
        row[j] = (row[j] as number) - score * (component[j] as number);
      }
    }
    let squares = 0;
    for (let j = 0; j < row.length; j++) {
      squares += (row[j] as number) * (row[j] as number);
    }
    return Math.sqrt(squares);
  });
}

/**
 * How badly do the learnt directions describe each row? The length of what is left of the standardised row when its
 * part along the components is taken away: its reconstruction error.
 *
 * A row with a missing or infinite value has none: null. A column that the components were learnt with and that is not
 * given is a programmer's error, and throws. O(rows x features x components).
 *
 * @example
 * reconstructionErrors(
 *   fitPca([{ name: 'a', values: [1, 2, 3] }, { name: 'b', values: [2, 4, 6] }]).value,
 *   [{ name: 'a', values: [5, NaN] }, { name: 'b', values: [10, 10] }]
 * ).map((error) => error === null ? null : Math.round(error)) // => [0, null]
 */
export function reconstructionErrors(fit: Pca, columns: readonly Column[]): ReadonlyArray<number | null> {
  const used = columns.filter(({ name }) => fit.names.includes(name));
  const rows = completeRows(used);
  const errors = errorsOfRows(fit, columns, rows);
  const result = new Array<number | null>(used[0]?.values.length ?? 0).fill(null);
  rows.forEach((row, i) => {
    const error = errors[i] as number;
    result[row] = Number.isFinite(error) ? error : null;
  });
  return result;
}
