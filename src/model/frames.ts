import type { SampleScoreId, Verdict } from '../engine';

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
  /** What chance alone gives on average of the score that the verdict is of; null where that is not known. */
  noiseFloor: 'noise_floor',
  /** The smallest value of that score that so much data can show. */
  smallestDetectable: 'smallest_detectable',
  /** So many current observations find a drift as large as the threshold, four times out of five. */
  neededCount: 'needed_count',
} as const;

/**
 * The columns of `drift` that stand beside a score on raw values: each of them is a test of its own. Adjusted over all of
 * these scores, features and groups that were asked for together.
 */
export function testFields(score: SampleScoreId): { readonly pValue: string; readonly pAdjusted: string } {
  return { pValue: `p_value_${score}`, pAdjusted: `p_adjusted_${score}` };
}

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
  /** With `hysteresis`: what the window says by itself. */
  windowVerdict: 'window_verdict',
  /** With `calibrate`: how unusual the score is among the reference's windows, corrected over those of its time. */
  pAdjusted: 'p_adjusted',
  /** With `calibrate`: what half of the reference's windows stay below, and beyond what a window is unusual. */
  usual: 'usual',
  limit: 'limit',
} as const;

/**
 * `drift_over_time` with a `detector`: the frame `score_changes`, a row a change that it has called, by time. `time` is the end
 * of the window at which it was called, `onset` the start of the first window that is likely to belong to the change.
 * Beside these stands a string column a label of `groupBy`.
 */
export const SCORE_CHANGES_FRAME = 'score_changes';
export const SCORE_CHANGES_FIELDS = {
  time: 'time',
  feature: 'feature',
  score: 'score',
  direction: 'direction',
  onset: 'onset',
  statistic: 'statistic',
  threshold: 'threshold',
  reason: 'reason',
} as const;

/**
 * What an alert rule can ask of `drift` by `metrics`, in place of the scores themselves: each for a feature (and group),
 * with the very labels of the score.
 *
 * `effect`: the score without what chance gives; 0 where chance explains all of it, null where there is too little data.
 * Of shares (missing, outside the range, new categories) it is how far they have risen.
 * `unexplained`: the same, but 0 for values outside the range and new categories of a feature that has drifted by its
 * distribution (PSI), whose alert tells of them already.
 * `cause`: how much of the drift lies in the bins that carry most of it, from 0 to 1; null where nothing has moved. Its
 * labels beside those of the score say the rest in words: `CAUSE_LABELS`.
 */
export const DRIFT_METRICS = ['effect', 'unexplained', 'cause'] as const;
export type DriftMetric = (typeof DRIFT_METRICS)[number];

/**
 * Of a cause, in words. `bins`: where the drift lies, with the shares of both sides; `since`: when it began; of a whole
 * model, `features`: which have drifted the most; of a shadow, `reason`: what speaks against it, or for it. A label that
 * cannot be told is not there. An expression must never read a cause: they change while an alert is open.
 */
export const CAUSE_LABELS = { bins: 'bins', since: 'since', features: 'features', reason: 'reason' } as const;

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
    /** Of a score on raw values, which is in another catalogue. */
    readonly label?: string;
    readonly explanation?: string;
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
