/** Frames of the query kind `dataset`, by name. */
export const DATASET_FRAMES = [
  'summary',
  'causes',
  'features',
  'segments',
  'versions',
  'multivariate',
  'over_time',
] as const;
export type DatasetFrame = (typeof DATASET_FRAMES)[number];

/** What a query that names no frames gets; the others ask the upstream for more. */
export const DATASET_USUAL_FRAMES: readonly DatasetFrame[] = ['summary', 'causes', 'features'];

/** `summary`: one row; a row a group where the query has `groupBy`, whose columns stand first. */
export const DATASET_SUMMARY_FIELDS = {
  driftedFeatures: 'drifted_features',
  features: 'features',
  share: 'share',
  weightedShare: 'weighted_share',
  verdict: 'verdict',
  reason: 'reason',
  judged: 'judged',
  modelPsi: 'model_psi',
  noiseFloor: 'noise_floor',
  worst: 'worst',
} as const;

/** `causes`: a row a feature and bin, the largest first. `share` is of the model's PSI; all of them add up to 1. */
export const DATASET_CAUSES_FIELDS = {
  feature: 'feature',
  bin: 'bin',
  share: 'share',
  value: 'value',
  segment: 'segment',
  segmentShare: 'segment_share',
} as const;

/** `features`: a row a feature, the largest first. */
export const DATASET_FEATURES_FIELDS = {
  feature: 'feature',
  share: 'share',
  value: 'value',
  psi: 'psi',
  weight: 'weight',
  noiseFloor: 'noise_floor',
  verdict: 'verdict',
  reason: 'reason',
} as const;

/** `segments` and `versions`: a row each, the largest first; what none accounts for has a null name. */
export const DATASET_PART_FIELDS = { share: 'share', value: 'value' } as const;

/** `multivariate`: a row for each two features whose correlation is compared, and one for their reconstruction. */
export const DATASET_MULTIVARIATE_FIELDS = {
  what: 'what',
  reference: 'reference',
  current: 'current',
  effect: 'effect',
  pAdjusted: 'p_adjusted',
  verdict: 'verdict',
  rows: 'rows',
} as const;

/** What an alert rule can ask of a whole model, and the fields of `over_time`. */
export const DATASET_METRICS = ['drifted_features', 'share', 'weighted_share', 'model_psi'] as const;
export type DatasetMetric = (typeof DATASET_METRICS)[number];
/**
 * Beside them, in a rule. `moved_share` is how much of the model moves together: by importance, the features that warn or
 * have drifted, and 0 where that is but one. `worst_feature` is how far the one that has drifted the most has gone, where 1
 * is its drift threshold. `cause` says what has drifted the most, as labels (`CAUSE_LABELS`), and how much of the whole that is.
 */
export const DATASET_RULE_METRICS = [...DATASET_METRICS, 'moved_share', 'worst_feature', 'cause'] as const;
export type DatasetRuleMetric = (typeof DATASET_RULE_METRICS)[number];
/** What a rule is told of a model where it names no number. */
export const DATASET_USUAL_METRICS: readonly DatasetMetric[] = ['weighted_share'];
