import { type Answer, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type MetricDefinition } from '../metric';
import type { ConfusionMatrix } from './confusion';
import type { PerformanceEstimate, PerformanceOptions } from './definition';
import { deltaHalfWidth } from './deltaInterval';

/** What a prediction is worth: `worth[label][prediction]`; costs are below 0. Cells that are not named are worth 0. */
export type ValueMatrix = Readonly<Record<string, Readonly<Record<string, number>>>>;

function worthOf(values: ValueMatrix, label: string, prediction: string): number {
  const row = Object.hasOwn(values, label) ? values[label] : undefined;
  return row !== undefined && Object.hasOwn(row, prediction) ? (row[prediction] ?? 0) : 0;
}

/**
 * Business value a prediction: what does the model earn or cost, given what each kind of hit and miss is worth?
 *
 * sum n_ij worth_ij / n, with the interval of a mean over multinomial counts (Elkan, IJCAI 2001). In the unit of the
 * worths; times `n` it is the window's sum. A worth that is no finite number gives no answer. O(classes^2).
 *
 * @example
 * businessValue(
 *   binaryConfusion({ truePositive: 2, falsePositive: 1, falseNegative: 1, trueNegative: 6 }).value,
 *   { 1: { 1: 100, 0: -500 }, 0: { 1: -10 } }
 * ).value.value // => -31
 */
export function businessValue(
  matrix: ConfusionMatrix,
  values: ValueMatrix,
  options?: PerformanceOptions
): Answer<PerformanceEstimate> {
  const confidence = confidenceOf(options);
  const { classes, counts, n } = matrix;
  const worth = classes.map((label) => classes.map((prediction) => worthOf(values, label, prediction)));
  if (!worth.flat().every(Number.isFinite)) {
    return noAnswer('invalid_worth', 'A worth in the cost matrix is no finite number: give each as a plain number.');
  }
  if (!(n > 1)) {
    return noAnswer('too_few_observations', 'At least 2 labelled predictions are needed: widen the window.');
  }
  let value = 0;
  counts.forEach((row, i) => row.forEach((count, j) => (value += (count / n) * (worth[i]?.[j] as number))));
  const half = deltaHalfWidth(matrix, (i, j) => (worth[i]?.[j] as number) / n, confidence);
  return finiteEstimate({ value, lower: value - half, upper: value + half, n });
}

/** The words about it; it takes the worths beside the counts, so that it stands apart from the catalogue. */
export const businessValueDefinition = {
  id: 'business_value',
  label: 'Business value',
  explanation: 'What a prediction earns on average, or costs below 0, given what each hit and miss is worth.',
  direction: 'higher_is_better',
  range: { min: null, max: null },
  unit: 'unit of the worths',
  formula: 'sum n_ij worth_ij / n',
  citation: 'Elkan, IJCAI 2001',
  needs: 'Labels with predictions, or their counts, and what each pair of them is worth.',
  limits: 'It is as good as the worths: a rare and dear miss rules it.',
} as const satisfies Omit<MetricDefinition<'business_value', ConfusionMatrix>, 'compute'>;
