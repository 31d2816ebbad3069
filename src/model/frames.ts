import type { Verdict } from '../engine';

// Names of frames and fields that the backend writes and the panels read. Other programs rely on them.

/**
 * `distribution`: a row a feature, group and bin, with a string column a label of `groupBy` after `feature`. `lower` and
 * `upper` are null where a bin is open, and for categories; `reference` and `current` where that side saw nothing;
 * `contribution` where PSI has no answer. A feature that cannot be compared has no rows, and its summary says why.
 */
export const DISTRIBUTION_FIELDS = {
  feature: 'feature',
  bin: 'bin',
  lower: 'lower',
  upper: 'upper',
  reference: 'reference',
  current: 'current',
  referenceCount: 'reference_count',
  currentCount: 'current_count',
  contribution: 'contribution',
} as const;

/**
 * `distribution` with the frame `over_time`: a row a feature, group, window and bin, by window. `time` is the end of the
 * window. Bins are those of the reference of the whole range, the same in every window; `reference` is its share of
 * each. `current` is null in a window without values.
 */
export const DISTRIBUTION_OVER_TIME_FIELDS = {
  time: 'time',
  feature: 'feature',
  bin: 'bin',
  lower: 'lower',
  upper: 'upper',
  reference: 'reference',
  current: 'current',
  currentCount: 'current_count',
} as const;

/** `drift` as a table: a row a feature (and group). Titles for people are in each field's `displayNameFromDS`. */
export const DRIFT_TABLE_FIELDS = {
  feature: 'feature',
  pValue: 'p_value',
  pAdjusted: 'p_adjusted',
  referenceCount: 'reference_count',
  currentCount: 'current_count',
  verdict: 'verdict',
  reason: 'reason',
} as const;

/**
 * `drift_over_time` with `"format": "table"`: one frame, a row a feature, group and window, by time. Beside these stand
 * a string column a label of `groupBy`, and a number column a score, each named as what it holds. `time` is the end of
 * the window. The annotations read it: an event stands where the verdict of a feature and group changes.
 */
export const DRIFT_OVER_TIME_TABLE_FIELDS = {
  time: 'time',
  feature: 'feature',
  verdict: 'verdict',
  reason: 'reason',
} as const;

/**
 * Labels on the value field of alert frames and of series over time. `metric` tells the numbers of one answer apart,
 * where they are not scores of features.
 */
export const SERIES_LABELS = { model: 'model', feature: 'feature', score: 'score', metric: 'metric' } as const;

/**
 * `meta.custom` of a `distribution` frame: what the panel says about each feature beyond its bins.
 * One entry a feature and group, in the order in which the rows of the frame come.
 */
export interface FeatureSummary {
  readonly feature: string;
  /** Labels of `groupBy`, where asked for. */
  readonly group: Readonly<Record<string, string>>;
  readonly kind: 'numeric' | 'categorical';
  readonly verdict: Verdict;
  /** Why, in words and numbers. */
  readonly reason: string;
  /** Null where the score cannot be computed. */
  readonly scores: ReadonlyArray<{
    readonly id: string;
    readonly value: number | null;
    readonly lower?: number;
    readonly upper?: number;
    readonly why?: string;
  }>;
  readonly pValue: number | null;
  readonly pAdjusted: number | null;
  readonly referenceCount: number;
  readonly currentCount: number;
  /** Sentences: smoothed, aligned, interpolated, forced monotone. */
  readonly repairs: readonly string[];
  /** The categories that the reference never saw, the largest first: what is in the last bin, which collects them. */
  readonly unseen?: ReadonlyArray<{ readonly category: string; readonly count: number }>;
}

export interface DistributionMeta {
  readonly kind: 'distribution';
  readonly features: readonly FeatureSummary[];
  /** What the current window was compared with, in words. */
  readonly referenceText: string;
}

/** `meta.custom` of the frame `over_time` of `distribution`. */
export interface DistributionOverTimeMeta {
  readonly kind: 'distribution_over_time';
  /** Windows lie side by side, each as long as this. */
  readonly windowMs: number;
  /** What they are shown beside, in words. */
  readonly referenceText: string;
}
