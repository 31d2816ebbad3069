// Not from the engine's index: a page that needs these names alone would load the whole engine with them.
import { CALIBRATION_METRIC_IDS } from '../engine/output/definition';
import { PERFORMANCE_METRIC_IDS } from '../engine/performance/definition';

// Names of the frames and fields of `performance`. Other programs rely on them.

export const PERFORMANCE_FRAMES = ['summary', 'over_time', 'labels', 'confusion'] as const;
export type PerformanceFrame = (typeof PERFORMANCE_FRAMES)[number];

/** Every metric of a `performance` query: the engine's, and what predictions earn where the model's costs are set. */
export const PERFORMANCE_IDS = [...PERFORMANCE_METRIC_IDS, ...CALIBRATION_METRIC_IDS, 'business_value'] as const;
export type PerformanceId = (typeof PERFORMANCE_IDS)[number];

/** What is known from labels, and what confidences promise where labels have not come. */
export const PERFORMANCE_KINDS = ['realised', 'estimated'] as const;
export type PerformanceKind = (typeof PERFORMANCE_KINDS)[number];

const ESTIMATED = 'estimated_';

/** Numbers that tell of the labels themselves. */
export const LABEL_NUMBERS = ['labelled_share', 'label_delay_seconds'] as const;

/**
 * The numbers that `metrics` can name: `accuracy` is the realised one, `estimated_accuracy` the other. In tables and over
 * time either name stands for the metric, which is shown both ways.
 */
export const PERFORMANCE_NUMBERS = [
  ...PERFORMANCE_IDS,
  ...PERFORMANCE_IDS.map((id) => `${ESTIMATED}${id}` as const),
  ...LABEL_NUMBERS,
] as const;
export type PerformanceNumber = (typeof PERFORMANCE_NUMBERS)[number];

/** The number again, with a label that says since when (`CAUSE_LABELS`), for the text of an alert. */
export const PERFORMANCE_CAUSES = PERFORMANCE_IDS.flatMap((id) => [`${id}_cause`, `${ESTIMATED}${id}_cause`] as const);
export type PerformanceCause = (typeof PERFORMANCE_CAUSES)[number];

/** The number that a cause is of. */
export function numberOfCause(cause: PerformanceCause): PerformanceNumber | undefined {
  return PERFORMANCE_NUMBERS.find((number) => cause === `${number}_cause`);
}

/** Which metric, and which kind of it, a number is; undefined for one that tells of labels. */
export function metricOfNumber(
  number: PerformanceNumber
): { readonly id: PerformanceId; readonly kind: PerformanceKind } | undefined {
  const estimated = number.startsWith(ESTIMATED);
  const name = estimated ? number.slice(ESTIMATED.length) : number;
  const id = PERFORMANCE_IDS.find((one) => one === name);
  return id === undefined ? undefined : { id, kind: estimated ? 'estimated' : 'realised' };
}

/** The name of a number in `metrics`, and of its frame in an alert rule. */
export function numberOfMetric(id: PerformanceId, kind: PerformanceKind): PerformanceNumber {
  return kind === 'estimated' ? `${ESTIMATED}${id}` : id;
}

/**
 * `summary`: a row a group and metric, with a string column a label of `groupBy` after `metric`. A value that cannot be
 * computed is null, and `reason` says why. `realised` rests on windows whose labels are complete alone, `estimated` on all
 * predictions of the time range. `reference` is the realised value of the reference, and `change` what lies between.
 */
export const PERFORMANCE_SUMMARY_FIELDS = {
  metric: 'metric',
  realised: 'realised',
  lower: 'lower',
  upper: 'upper',
  estimated: 'estimated',
  estimatedLower: 'estimated_lower',
  estimatedUpper: 'estimated_upper',
  labelled: 'labelled',
  rows: 'rows',
  reference: 'reference',
  change: 'change',
  changeLower: 'change_lower',
  changeUpper: 'change_upper',
  pValue: 'p_value',
  covered: 'covered',
  reason: 'reason',
} as const;

/**
 * `over_time`: one frame with `time` (the end of each window) and for each group, metric and kind three fields: the metric,
 * and the metric with these endings for its interval. All carry the labels of `PERFORMANCE_SERIES_LABELS` and the groups.
 */
export const PERFORMANCE_OVER_TIME_FIELDS = { time: 'time', lower: '_lower', upper: '_upper' } as const;

/** Labels on values over time and in an alert rule, where `metric` tells several of them apart. */
export const PERFORMANCE_SERIES_LABELS = { model: 'model', metric: 'metric', kind: 'kind' } as const;

/** `labels`: a row a window and group: how many predictions have a label by now, how late those came, and what follows. */
export const PERFORMANCE_LABEL_FIELDS = {
  time: 'time',
  rows: 'rows',
  labelled: 'labelled',
  share: 'share',
  expected: 'expected',
  status: 'status',
  delay: 'delay',
  delayLate: 'delay_95',
  reason: 'reason',
} as const;

export const LABEL_STATUS = ['complete', 'incomplete', 'empty'] as const;
export type LabelStatus = (typeof LABEL_STATUS)[number];

/** `confusion`: a row a label and prediction, over the windows whose labels are complete; groups after `prediction`. */
export const PERFORMANCE_CONFUSION_FIELDS = { label: 'label', prediction: 'prediction', count: 'count' } as const;
