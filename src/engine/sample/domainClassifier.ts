import type { Answer } from '../answer';
import { normalCdf } from '../special/normal';
import { normalQuantile } from '../special/normalQuantile';
import { aucInterval, aucOf } from './auc';
import { type Random, shuffle } from './random';
import { type SampleTest, finiteTest, scored } from './result';
import { type Rows, rowSides } from './rows';
import type { SampleScoreDefinition } from './definition';

/** With more columns a logistic model of a few thousand rows learns noise. */
const MOST_COLUMNS = 60;
const MOST_ROWS = 2000;
/** Ridge on standardised columns, in observations: keeps separable sides finite. */
const RIDGE = 1;
const STEPS = 25;

/** The columns a linear model needs to see spread and correlation too: values, squares and, if few, products. */
function expand(row: ArrayLike<number>, width: number): number[] {
  const columns: number[] = [];
  for (let i = 0; i < width; i++) {
    columns.push(row[i] as number);
  }
  for (let i = 0; i < width && columns.length < MOST_COLUMNS; i++) {
    columns.push((row[i] as number) ** 2);
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i && columns.length < MOST_COLUMNS; j++) {
      columns.push((row[i] as number) * (row[j] as number));
    }
  }
  return columns;
}

/** Brings each column to mean 0 and deviation 1 over the given rows; a constant column becomes 0. */
function standardise(rows: readonly number[][]): void {
  const width = rows[0]?.length ?? 0;
  for (let k = 0; k < width; k++) {
    let mean = 0;
    for (const row of rows) {
      mean += (row[k] as number) / rows.length;
    }
    let variance = 0;
    for (const row of rows) {
      variance += ((row[k] as number) - mean) ** 2 / rows.length;
    }
    const deviation = Math.sqrt(variance);
    for (const row of rows) {
      row[k] = deviation > 1e-12 * Math.abs(mean) && deviation > 0 ? ((row[k] as number) - mean) / deviation : 0;
    }
  }
}

/** Solves a symmetric positive system in place by Cholesky's method. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let j = 0; j < size; j++) {
    const row = matrix[j] as Float64Array;
    for (let k = 0; k <= j; k++) {
      const other = matrix[k] as Float64Array;
      let total = row[k] as number;
      for (let i = 0; i < k; i++) {
        total -= (row[i] as number) * (other[i] as number);
      }
      row[k] = k === j ? Math.sqrt(Math.max(total, 1e-12)) : total / (other[k] as number);
    }
  }
  const out = right.slice();
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < j; i++) {
      out[j] = (out[j] as number) - ((matrix[j] as Float64Array)[i] as number) * (out[i] as number);
    }
    out[j] = (out[j] as number) / ((matrix[j] as Float64Array)[j] as number);
  }
  for (let j = size - 1; j >= 0; j--) {
    for (let i = j + 1; i < size; i++) {
      out[j] = (out[j] as number) - ((matrix[i] as Float64Array)[j] as number) * (out[i] as number);
    }
    out[j] = (out[j] as number) / ((matrix[j] as Float64Array)[j] as number);
  }
  return out;
}

function linear(weights: Float64Array, row: readonly number[]): number {
  let total = weights[row.length] as number;
  for (let k = 0; k < row.length; k++) {
    total += (weights[k] as number) * (row[k] as number);
  }
  return total;
}

/** Logistic regression with a ridge, by Newton's steps. The last weight is the intercept, which is not held back. */
function fit(rows: readonly number[][], labels: ArrayLike<number>, chosen: readonly number[]): Float64Array {
  const width = (rows[0]?.length ?? 0) + 1;
  let weights = new Float64Array(width);
  for (let step = 0; step < STEPS; step++) {
    const gradient = new Float64Array(width);
    const curvature = Array.from({ length: width }, () => new Float64Array(width));
    for (const at of chosen) {
      const row = rows[at] as number[];
      const chance = 1 / (1 + Math.exp(-linear(weights, row)));
      const slope = Math.max(1e-9, chance * (1 - chance));
      const miss = (labels[at] as number) - chance;
      for (let j = 0; j < width; j++) {
        const value = j < width - 1 ? (row[j] as number) : 1;
        gradient[j] = (gradient[j] as number) + miss * value;
        const line = curvature[j] as Float64Array;
        for (let k = 0; k <= j; k++) {
          line[k] = (line[k] as number) + slope * value * (k < width - 1 ? (row[k] as number) : 1);
        }
      }
    }
    for (let j = 0; j < width - 1; j++) {
      gradient[j] = (gradient[j] as number) - RIDGE * (weights[j] as number);
      const line = curvature[j] as Float64Array;
      line[j] = (line[j] as number) + RIDGE;
    }
    const change = solve(curvature, gradient);
    // A Newton step that is too long on nearly separable sides is shortened.
    const longest = change.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    const by = longest > 2 ? 2 / longest : 1;
    weights = weights.map((weight, k) => weight + by * (change[k] as number));
    if (longest < 1e-8) {
      break;
    }
  }
  return weights;
}

/** What the classifier could tell. */
export interface DomainTest extends SampleTest {
  /** Cross-validated: 0.5 where it cannot tell the sides apart, 1 where it always can. */
  readonly auc: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Domain classifier: can a model tell current rows from the reference's?
 *
 * A logistic regression with a ridge on values, squares and products of the features, cross-validated: each row is
 * scored by a model that never saw it, and scores are compared inside its fold alone (models of different folds are not
 * on one scale). `auc` is the folds' mean with its DeLong interval; the p-value asks, one-sided, whether it is above
 * 0.5. `statistic` is the AUC. The folds are drawn with `random`, passed in, so that it can be repeated.
 *
 * At most `most` rows of a side are drawn, and it is said. Rows with a NaN or an infinity take no part. Fewer than 20
 * rows on a side: `too_few_observations`. O(rows columns^2 folds).
 *
 * @example
 * domainClassifier(Array.from({ length: 40 }, (_, i) => [i]), Array.from({ length: 40 }, (_, i) => [i + 100]), {
 *   random: () => 0.5,
 * }).value.auc // => 1
 */
export function domainClassifier(
  reference: Rows,
  current: Rows,
  {
    random,
    folds = 5,
    most = MOST_ROWS,
    alpha = 0.05,
  }: { readonly random: Random; readonly folds?: number; readonly most?: number; readonly alpha?: number }
): Answer<DomainTest> {
  const sides = rowSides(reference, current, { least: 20, most, random });
  if (!sides.ok) {
    return sides;
  }
  const { width } = sides.value;
  const n = sides.value.reference.length;
  const m = sides.value.current.length;
  // Scaled before the squares, that a large mean does not make value and square one and the same.
  const values = [...sides.value.reference, ...sides.value.current].map((row) => Array.from(row));
  standardise(values);
  const rows = values.map((row) => expand(row, width));
  standardise(rows);
  const labels = Int32Array.from({ length: n + m }, (_, i) => (i < n ? 0 : 1));
  const foldOf = new Int32Array(n + m);
  for (const [from, to] of [
    [0, n],
    [n, n + m],
  ] as const) {
    const order = Array.from({ length: to - from }, (_, i) => from + i);
    shuffle(order, random);
    order.forEach((at, i) => (foldOf[at] = i % folds));
  }
  let auc = 0;
  let variance = 0;
  for (let fold = 0; fold < folds; fold++) {
    const chosen: number[] = [];
    const scores: [number[], number[]] = [[], []];
    foldOf.forEach((of, at) => of !== fold && chosen.push(at));
    const weights = fit(rows, labels, chosen);
    foldOf.forEach((of, at) => {
      if (of === fold) {
        scores[labels[at] === 1 ? 1 : 0].push(linear(weights, rows[at] as number[]));
      }
    });
    const found = aucOf(scores[0], scores[1], alpha);
    if (!found.ok) {
      return found;
    }
    auc += found.value.auc / folds;
    variance += found.value.standardError ** 2 / (folds * folds);
  }
  return finiteTest(domainTest(auc, Math.sqrt(variance), alpha, n, m), sides.repairs);
}

/** The standard error of an AUC where nothing can be told apart. */
function scatterOfRanks(n: number, m: number): number {
  return Math.sqrt((n + m + 1) / (12 * n * m));
}

function domainTest(auc: number, standardError: number, alpha: number, n: number, m: number): DomainTest {
  // Without drift the scatter is that of ranks, which full separation does not hide.
  const pValue = normalCdf(-(auc - 0.5) / Math.max(standardError, scatterOfRanks(n, m)));
  return { statistic: auc, pValue, method: 'asymptotic', n, m, auc, ...aucInterval(auc, standardError, alpha, n, m) };
}

export const domainClassifierDefinition: SampleScoreDefinition<'domain_classifier'> = {
  id: 'domain_classifier',
  label: 'Domain classifier',
  explanation: 'How well a model can tell current rows from those of the reference: 0.5 is not at all, 1 is always.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  thresholds: { warning: 0.65, drift: 0.65, source: "NannyML's default (one level)" },
  formula: 'area under the ROC curve of a logistic regression on values, squares and products, cross-validated',
  significance: 'one-sided by the normal law, at least with the scatter of ranks; the interval of DeLong',
  needs: 'Complete rows of one or more numeric features, 20 a side at least.',
  notWhen: 'Not for changes that no square or product shows, nor as the only look: it does not say what has changed.',
  citation: 'Lopez-Paz & Oquab, ICLR 2017; DeLong, DeLong & Clarke-Pearson, Biometrics 44, 1988 (the interval)',
  takes: 'rows',
  mostRows: MOST_ROWS,
  smallestDetectable: ({ reference, current }, alpha) =>
    Math.min(1, 0.5 + normalQuantile(1 - alpha) * scatterOfRanks(reference, current)),
  compute: (reference, current, { random }) => scored(domainClassifier(reference, current, { random })),
};
