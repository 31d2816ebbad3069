import { type Answer, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf } from '../metric';
import { normalQuantile } from '../special/normalQuantile';
import { studentCritical } from '../special/studentSurvival';
import type {
  PerformanceData,
  PerformanceEstimate,
  PerformanceMetricDefinition,
  PerformanceOptions,
} from './definition';
import type { ErrorSums, RegressionRows } from './regressionRows';
import { wrongKind } from './wrongKind';

interface Mean {
  readonly mean: number;
  /** Standard error of the mean. */
  readonly error: number;
  readonly n: number;
}

/** Mean and standard error in one pass (Welford 1962); rows where `of` is NaN take no part. */
function meanOf(rows: RegressionRows, of: (label: number, prediction: number) => number): Mean {
  let [n, mean, squares] = [0, 0, 0];
  for (let i = 0; i < rows.labels.length; i++) {
    const value = of(rows.labels[i] as number, rows.predictions[i] as number);
    if (!Number.isNaN(value)) {
      n++;
      const off = value - mean;
      mean += off / n;
      squares += off * (value - mean);
    }
  }
  return { mean, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : NaN, n };
}

/** The same from sums over the rows: of the values, and of their squares. */
function meanOfSums(n: number, sum: number, squares: number): Mean {
  const mean = sum / n;
  return { mean, error: n > 1 ? Math.sqrt(Math.max(0, squares - sum * mean) / (n - 1) / n) : NaN, n };
}

const TOO_FEW = noAnswer('too_few_observations', 'At least 2 labelled predictions are needed: widen the window.');

/** A mean over the rows with Student's interval. */
function studentMean(
  data: PerformanceData,
  name: string,
  of: (label: number, prediction: number) => number,
  range: { min: number | null; max: number | null },
  options: PerformanceOptions | undefined,
  sumOf?: (sums: ErrorSums) => number
): Answer<PerformanceEstimate> {
  const confidence = confidenceOf(options);
  let known: Mean;
  if (data.kind === 'regression') {
    known = meanOf(data, of);
  } else if (data.kind === 'error_sums' && sumOf !== undefined) {
    known = meanOfSums(data.n, sumOf(data), data.squares);
  } else {
    return wrongKind(name, 'regression', data.kind);
  }
  const { mean, error, n } = known;
  if (n < 2) {
    return TOO_FEW;
  }
  const half = studentCritical((1 - confidence) / 2, n - 1) * error;
  return finiteEstimate({ value: mean, lower: mean - half, upper: mean + half, n }, range);
}

/**
 * Mean absolute error, with Student's interval. In the unit of the label. O(rows).
 *
 * @example
 * mae(regressionRows(Float64Array.of(1, 2), Float64Array.of(2, 4)).value).value.value // => 1.5
 */
export function mae(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  return studentMean(
    data,
    'MAE',
    (label, prediction) => Math.abs(prediction - label),
    { min: 0, max: null },
    options,
    (sums) => sums.absolute
  );
}

/**
 * Bias: mean of prediction - label, with Student's interval. In the unit of the label. O(rows).
 *
 * @example
 * bias(regressionRows(Float64Array.of(1, 2), Float64Array.of(2, 1)).value).value.value // => 0
 */
export function bias(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  return studentMean(
    data,
    'Bias',
    (label, prediction) => prediction - label,
    { min: null, max: null },
    options,
    (sums) => sums.errors
  );
}

/**
 * Mean absolute error as a share of the label, with Student's interval. Labels of 0 have no share: they take no part,
 * and `n` says how many did. O(rows).
 *
 * @example
 * mape(regressionRows(Float64Array.of(1, 2, 0), Float64Array.of(2, 4, 1)).value).value.value // => 1
 */
export function mape(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  return studentMean(
    data,
    'MAPE',
    (label, prediction) => (label === 0 ? NaN : Math.abs((prediction - label) / label)),
    { min: 0, max: null },
    options
  );
}

/**
 * Root of the mean squared error. Its interval is the root of that of the mean square; from sums of errors there is none,
 * for it would need their fourth powers. In the unit of the label. O(rows).
 *
 * @example
 * rmse(regressionRows(Float64Array.of(1, 2), Float64Array.of(4, 6)).value).value.value // => Math.sqrt(12.5)
 */
export function rmse(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  if (data.kind === 'error_sums') {
    return finiteEstimate({ value: Math.sqrt(data.squares / data.n), n: data.n });
  }
  const square = studentMean(
    data,
    'RMSE',
    (label, prediction) => (prediction - label) ** 2,
    { min: 0, max: null },
    options
  );
  if (!square.ok) {
    return square;
  }
  const { value, lower = value, upper = value, n } = square.value;
  return finiteEstimate({ value: Math.sqrt(value), lower: Math.sqrt(lower), upper: Math.sqrt(upper), n });
}

/**
 * R^2: the share of the labels' variance that the predictions explain; below 0 their mean would do better.
 *
 * 1 - sum (label - prediction)^2 / sum (label - mean)^2, with the interval from its influence function. At most 1.
 * Labels that never vary give no answer. O(rows).
 *
 * @example
 * r2(regressionRows(Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 2)).value).value.value // => 0.5
 */
export function r2(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  const confidence = confidenceOf(options);
  if (data.kind !== 'regression') {
    return wrongKind('R^2', 'regression', data.kind);
  }
  const centre = meanOf(data, (label) => label).mean;
  const spread = meanOf(data, (label) => (label - centre) ** 2).mean;
  const { mean: squared, n } = meanOf(data, (label, prediction) => (prediction - label) ** 2);
  if (n < 3) {
    return noAnswer('too_few_observations', 'At least 3 labelled predictions are needed: widen the window.');
  }
  if (!(spread > 0)) {
    return noAnswer('no_variation', 'All labels are alike, so there is nothing to explain: widen the window.');
  }
  const ratio = squared / spread;
  const { error } = meanOf(
    data,
    (label, prediction) => ((prediction - label) ** 2 - ratio * (label - centre) ** 2) / spread
  );
  const half = normalQuantile(1 - (1 - confidence) / 2) * error;
  return finiteEstimate(
    { value: 1 - ratio, lower: 1 - ratio - half, upper: 1 - ratio + half, n },
    { min: null, max: 1 }
  );
}

const COMMON = {
  kinds: ['regression'],
  needs: 'Numeric predictions with labels.',
} as const;

export const maeDefinition: PerformanceMetricDefinition<'mae'> = {
  ...COMMON,
  kinds: ['regression', 'error_sums'],
  id: 'mae',
  label: 'MAE',
  explanation: 'How far off predictions are on average, in the unit of the label.',
  direction: 'lower_is_better',
  range: { min: 0, max: null },
  unit: 'unit of the label',
  formula: 'mean |prediction - label|',
  citation: 'Willmott & Matsuura, Climate Research 30, 2005',
  limits: 'It grows with the size of the labels: a change of mix looks like a worse model.',
  compute: mae,
};

export const rmseDefinition: PerformanceMetricDefinition<'rmse'> = {
  ...COMMON,
  kinds: ['regression', 'error_sums'],
  id: 'rmse',
  label: 'RMSE',
  explanation: 'How far off predictions are, large errors counting most.',
  direction: 'lower_is_better',
  range: { min: 0, max: null },
  unit: 'unit of the label',
  formula: 'sqrt(mean (prediction - label)^2)',
  citation: 'Willmott & Matsuura, Climate Research 30, 2005',
  limits: 'A few huge errors rule it, and its interval is then too narrow.',
  compute: rmse,
};

export const mapeDefinition: PerformanceMetricDefinition<'mape'> = {
  ...COMMON,
  id: 'mape',
  label: 'MAPE',
  explanation: 'How far off predictions are as a share of the label.',
  direction: 'lower_is_better',
  range: { min: 0, max: null },
  unit: null,
  formula: 'mean |prediction - label| / |label|',
  citation: 'Hyndman & Koehler, International Journal of Forecasting 22, 2006',
  limits: 'Labels near 0 rule it; it prefers models that predict too little.',
  compute: mape,
};

export const r2Definition: PerformanceMetricDefinition<'r2'> = {
  ...COMMON,
  id: 'r2',
  label: 'R^2',
  explanation: "The share of the labels' ups and downs that the model explains; below 0 a constant would do better.",
  direction: 'higher_is_better',
  range: { min: null, max: 1 },
  unit: null,
  formula: '1 - sum (label - prediction)^2 / sum (label - mean)^2',
  citation: 'Kvalseth, The American Statistician 39, 1985',
  limits: 'It falls when the labels of a window vary less, though the model is as good as before.',
  compute: r2,
};

export const biasDefinition: PerformanceMetricDefinition<'bias'> = {
  ...COMMON,
  kinds: ['regression', 'error_sums'],
  id: 'bias',
  label: 'Bias',
  explanation: 'By how much predictions are too high on average; below 0 too low.',
  direction: 'neither',
  range: { min: null, max: null },
  unit: 'unit of the label',
  formula: 'mean (prediction - label)',
  citation: 'Student, Biometrika 6, 1908 (interval)',
  limits: 'Errors both ways cancel: read it with MAE.',
  compute: bias,
};
