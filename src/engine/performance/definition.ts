import type { Answer } from '../answer';
import type { Estimate, EstimateOptions, MetricDefinition } from '../metric';
import type { ConfusionMatrix } from './confusion';
import type { ErrorSums, RegressionRows } from './regressionRows';
import type { ScoredPoints } from './scored';

/** Every performance metric, in the order in which an editor offers them. */
export const PERFORMANCE_METRIC_IDS = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'specificity',
  'balanced_accuracy',
  'mcc',
  'kappa',
  'roc_auc',
  'pr_auc',
  'log_loss',
  'brier',
  'mae',
  'rmse',
  'mape',
  'r2',
  'bias',
] as const;

export type PerformanceMetricId = (typeof PERFORMANCE_METRIC_IDS)[number];

/** What metrics are computed from: counts of classes, probabilities with outcomes, or numbers. */
export type PerformanceData = ConfusionMatrix | ScoredPoints | RegressionRows | ErrorSums;

export interface PerformanceOptions extends EstimateOptions {
  /** Of precision, recall and F1 over several classes: each class alike, or by its labels; by default `macro`. */
  readonly average?: 'macro' | 'weighted';
}

/** A performance estimate; from score buckets, with what the buckets leave open. */
export interface PerformanceEstimate extends Estimate {
  /** With the scores themselves the value would lie in here. Absent where nothing is left open. */
  readonly open?: { readonly lower: number; readonly upper: number };
}

export interface PerformanceMetricDefinition<Id extends PerformanceMetricId = PerformanceMetricId> extends Omit<
  MetricDefinition<Id, PerformanceData>,
  'compute'
> {
  readonly kinds: ReadonlyArray<PerformanceData['kind']>;
  readonly compute: (data: PerformanceData, options?: PerformanceOptions) => Answer<PerformanceEstimate>;
}
