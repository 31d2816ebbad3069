/** Values of one series over time; null where there is none. */
export type Points = ReadonlyArray<number | null>;

export const REDUCERS = ['sum', 'mean', 'min', 'max', 'count', 'last', 'median'] as const;
export type Reducer = (typeof REDUCERS)[number];

const isNumber = (value: number | null): value is number => value !== null && !Number.isNaN(value);
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** What becomes of a value that is no number: it stays, is left out, or is replaced. */
export type Reduction =
  | { readonly mode: 'strict' }
  | { readonly mode: 'dropNN' }
  | { readonly mode: 'replaceNN'; readonly replaceWithValue: number };

function reduced(reducer: Reducer, points: Points): number | null {
  if (reducer === 'count') {
    return points.length;
  }
  if (reducer === 'last') {
    return points.length === 0 ? NaN : (points.at(-1) ?? null);
  }
  const values = points.filter(isNumber);
  if (values.length < points.length) {
    return NaN;
  }
  switch (reducer) {
    case 'sum':
      return sumOf(values);
    case 'mean':
      return sumOf(values) / values.length;
    case 'min':
      return values.length === 0 ? NaN : Math.min(...values);
    case 'max':
      return values.length === 0 ? NaN : Math.max(...values);
    case 'median':
      return medianOf(values);
  }
}

/**
 * The number that an expression of the type `reduce` makes of a series. One value that is no number makes all of it NaN,
 * unless such are left out or replaced.
 *
 * Source: pkg/expr/mathexp/reduce.go of Grafana 12.4.
 */
export function reduceSeries(reducer: Reducer, reduction: Reduction, points: Points): number | null {
  if (reduction.mode === 'strict') {
    return reduced(reducer, points);
  }
  const usable = (value: number | null): value is number => value !== null && Number.isFinite(value);
  const { mode } = reduction;
  const mapped =
    mode === 'dropNN'
      ? points.filter(usable)
      : points.map((value) => (usable(value) ? value : reduction.replaceWithValue));
  const value = reduced(reducer, mapped);
  return value !== null && Number.isNaN(value) ? (mode === 'dropNN' ? null : reduction.replaceWithValue) : value;
}

export const CLASSIC_REDUCERS = [
  'avg',
  'sum',
  'min',
  'max',
  'count',
  'last',
  'median',
  'diff',
  'diff_abs',
  'percent_diff',
  'percent_diff_abs',
  'count_non_null',
] as const;
export type ClassicReducer = (typeof CLASSIC_REDUCERS)[number];

/** From the first to the last; 0 where there is but the first. */
function changeOf(points: Points, of: (newest: number, oldest: number) => number): number {
  const values = points.filter(isNumber);
  const [oldest, newest] = [values[0], values.at(-1)];
  const onlyTheFirst = points.slice(1).every((value) => !isNumber(value));
  return oldest === undefined || newest === undefined || onlyTheFirst ? 0 : of(newest, oldest);
}

/**
 * The same for a classic condition, which leaves out what is no number, and says null where nothing is left.
 *
 * Source: pkg/expr/classic/reduce.go of Grafana 12.4.
 */
export function reduceClassic(reducer: ClassicReducer, points: Points): number | null {
  if (points.length === 0) {
    return null;
  }
  if (reducer === 'count') {
    return points.length;
  }
  const values = points.filter(isNumber);
  if (values.length === 0) {
    return null;
  }
  switch (reducer) {
    case 'avg':
      return sumOf(values) / values.length;
    case 'sum':
      return sumOf(values);
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'last':
      return values.at(-1) ?? null;
    case 'median':
      return medianOf(values);
    case 'diff':
      return changeOf(points, (newest, oldest) => newest - oldest);
    case 'diff_abs':
      return changeOf(points, (newest, oldest) => Math.abs(newest - oldest));
    case 'percent_diff':
      return changeOf(points, (newest, oldest) => ((newest - oldest) / Math.abs(oldest)) * 100);
    case 'percent_diff_abs':
      return changeOf(points, (newest, oldest) => Math.abs(((newest - oldest) / oldest) * 100));
    case 'count_non_null':
      return values.length;
  }
}
