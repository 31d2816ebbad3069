// Names of the frames and fields of `shadow`. Other programs rely on them.

/** Frames of the query kind `shadow`, by name, in the order in which they are answered. */
export const SHADOW_FRAMES = ['summary', 'metrics', 'flips', 'outputs', 'segments', 'over_time', 'rows'] as const;
export type ShadowFrame = (typeof SHADOW_FRAMES)[number];

/** What a comparison rests on: requests that both answered, or two sets of counts that nobody can pair. */
export const SHADOW_BASES = ['pairs', 'metrics'] as const;
export type ShadowBasis = (typeof SHADOW_BASES)[number];

/**
 * The numbers of a comparison: of all requests, of a segment, of a window; `metrics` of a query names them for a rule.
 * Differences are shadow minus live. `mae` is the mean absolute error of a regression; `shadow_worse` is 1 where the
 * recommendation is to roll back, `shadow_better` where it is to promote.
 */
export const SHADOW_NUMBERS = [
  'pairs',
  'unpaired_live',
  'unpaired_shadow',
  'live_predictions',
  'shadow_predictions',
  'paired_share',
  'agreement',
  'disagreement_rate',
  'kappa',
  'confident_disagreement_rate',
  'labelled_pairs',
  'accuracy_live',
  'accuracy_shadow',
  'accuracy_difference',
  'mcnemar_p',
  'mean_live',
  'mean_shadow',
  'mean_difference',
  'mae_live',
  'mae_shadow',
  'mae_difference',
  'mae_p',
  'error_rate_live',
  'error_rate_shadow',
  'error_rate_difference',
  'latency_live_ms',
  'latency_shadow_ms',
  'latency_difference_ms',
  'latency_p95_live_ms',
  'latency_p95_shadow_ms',
  'prediction_psi',
  'confidence_psi',
  'shadow_worse',
  'shadow_better',
] as const;
export type ShadowNumber = (typeof SHADOW_NUMBERS)[number];

/** The number before it again, with labels that say why and since when (`CAUSE_LABELS`), for the text of an alert. */
export const SHADOW_CAUSES = ['shadow_worse_cause', 'shadow_better_cause'] as const;
export type ShadowCause = (typeof SHADOW_CAUSES)[number];

/**
 * What a rule gets where it names no number: those that the comparison can have. From metrics alone nothing else is
 * known, and a regression has no agreement.
 */
export const SHADOW_USUAL_METRICS = {
  classification: ['agreement', 'confident_disagreement_rate', 'shadow_worse'],
  regression: ['mean_difference', 'mae_difference', 'shadow_worse'],
  metrics: ['prediction_psi', 'confidence_psi', 'accuracy_difference', 'shadow_worse'],
} as const satisfies Readonly<Record<string, readonly ShadowNumber[]>>;

/** The bounds of a number with an interval stand in `agreement_lower` and `agreement_upper`, for example. */
export const SHADOW_BOUNDS = { lower: '_lower', upper: '_upper' } as const;

/**
 * `summary`: one row. After these fields stand the numbers that the task has, each under its own name, those with an
 * interval with their bounds. From metrics alone nothing is paired, and what needs pairs is null.
 */
export const SHADOW_SUMMARY_FIELDS = {
  pairs: 'pairs',
  unpairedLive: 'unpaired_live',
  unpairedShadow: 'unpaired_shadow',
  agreement: 'agreement',
  kappa: 'kappa',
  mcnemarP: 'mcnemar_p',
  recommendation: 'recommendation',
  reason: 'reason',
  basis: 'basis',
  liveVersions: 'live_versions',
  shadowVersions: 'shadow_versions',
  pairsNeeded: 'pairs_needed',
  latePairs: 'late_pairs',
  duplicates: 'duplicates',
  withoutId: 'without_id',
  sampledFraction: 'sampled_fraction',
} as const;

/** `metrics`: a row a metric, live beside shadow. `better` is `live`, `shadow` or empty where neither is shown to be. */
export const SHADOW_METRIC_FIELDS = {
  metric: 'metric',
  live: 'live',
  liveLower: 'live_lower',
  liveUpper: 'live_upper',
  shadow: 'shadow',
  shadowLower: 'shadow_lower',
  shadowUpper: 'shadow_upper',
  difference: 'difference',
  differenceLower: 'difference_lower',
  differenceUpper: 'difference_upper',
  pValue: 'p_value',
  better: 'better',
  unit: 'unit',
  n: 'n',
} as const;

/** `flips`: what live said against what the shadow said, flips first, the most frequent first, then where they agree. */
export const SHADOW_FLIP_FIELDS = {
  live: 'live',
  shadow: 'shadow',
  count: 'count',
  share: 'share',
  labelled: 'labelled',
  liveRight: 'live_right',
  shadowRight: 'shadow_right',
} as const;

/** What `outputs` compares: what is predicted, and how sure. */
export const SHADOW_OUTPUTS = ['prediction', 'confidence'] as const;
export type ShadowOutput = (typeof SHADOW_OUTPUTS)[number];

/** `outputs`: a row an output and bin, as those of `distribution`, with live as the reference. */
export const SHADOW_OUTPUT_FIELDS = {
  output: 'output',
  bin: 'bin',
  lower: 'lower',
  upper: 'upper',
  live: 'live',
  shadow: 'shadow',
  liveCount: 'live_count',
  shadowCount: 'shadow_count',
  contribution: 'contribution',
} as const;

/** `segments`: a string column a group, then `finding`, then numbers, each under its own name. */
export const SHADOW_SEGMENT_FIELDS = { finding: 'finding', pAdjusted: 'p_adjusted' } as const;

/** What is shown of a segment. `no_labels`: nobody knows yet who was right there. */
export const SHADOW_FINDINGS = ['shadow_worse', 'shadow_better', 'no_difference', 'no_labels'] as const;
export type ShadowFinding = (typeof SHADOW_FINDINGS)[number];

/** `over_time`: a row a window, `time` being its end, with numbers, each under its own name. */
export const SHADOW_OVER_TIME_FIELDS = { time: 'time' } as const;

/**
 * `rows`: the requests on which the two disagree most. After these fields stand the groups, and the features that the
 * query names. `right` is `live`, `shadow`, `both` or `neither`; of a regression, who came nearer. `difference` is there
 * for a regression alone, and there `live`, `shadow` and `label` are numbers.
 */
export const SHADOW_ROW_FIELDS = {
  time: 'time',
  requestId: 'request_id',
  live: 'live',
  shadow: 'shadow',
  difference: 'difference',
  liveConfidence: 'live_confidence',
  shadowConfidence: 'shadow_confidence',
  label: 'label',
  right: 'right',
  livePredictionId: 'live_prediction_id',
  shadowPredictionId: 'shadow_prediction_id',
  liveVersion: 'live_version',
  shadowVersion: 'shadow_version',
  liveLatencyMs: 'live_latency_ms',
  shadowLatencyMs: 'shadow_latency_ms',
} as const;

/** `meta.custom` of the `summary` frame: what the panel says beyond its numbers. */
export interface ShadowMeta {
  readonly kind: 'shadow';
  readonly basis: ShadowBasis;
  readonly task: 'classification' | 'regression';
  /** Why the recommendation is what it is, the deciding reason first. */
  readonly reasons: readonly string[];
  readonly outputs: ReadonlyArray<{
    readonly output: ShadowOutput;
    readonly verdict: string;
    readonly reason: string;
  }>;
  /** Of accuracy; of a regression, of the mean absolute error as a share of live's. */
  readonly margin: number;
  /** From which confidence on a model counts as sure. */
  readonly confidence: number;
}
