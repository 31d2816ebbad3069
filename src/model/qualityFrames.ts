/** Frames of the query kind `quality`, by name. */
export const QUALITY_FRAMES = ['summary', 'checks', 'schema', 'volume'] as const;
export type QualityFrame = (typeof QUALITY_FRAMES)[number];

/** `summary`: a row a feature, the worst first. Counts are of the rows that were read; null where nobody can tell. */
export const QUALITY_SUMMARY_FIELDS = {
  feature: 'feature',
  rows: 'rows',
  missing: 'missing',
  outOfRange: 'out_of_range',
  newCategories: 'new_categories',
  wrongType: 'wrong_type',
  verdict: 'verdict',
  reason: 'reason',
  missingRate: 'missing_rate',
  referenceMissingRate: 'reference_missing_rate',
  referenceRows: 'reference_rows',
} as const;

/** `checks`: a row for each thing that is checked of the stream as a whole. */
export const QUALITY_CHECKS_FIELDS = {
  check: 'check',
  value: 'value',
  usual: 'usual',
  verdict: 'verdict',
  reason: 'reason',
} as const;
export const QUALITY_CHECKS = ['volume', 'freshness', 'duplicates', 'unreadable', 'schema'] as const;
export type QualityCheck = (typeof QUALITY_CHECKS)[number];

/** `schema`: a row for each field of the lines, features and others, that appeared or disappeared since the reference. */
export const QUALITY_SCHEMA_FIELDS = {
  field: 'field',
  change: 'change',
  before: 'share_before',
  now: 'share_now',
} as const;

/** `volume`: a row a window, with what was usual at that hour on the days before. */
export const QUALITY_VOLUME_FIELDS = {
  time: 'time',
  rows: 'rows',
  usual: 'usual',
  least: 'least',
  most: 'most',
  verdict: 'verdict',
} as const;

/**
 * What an alert rule can ask: the first four of each feature, the others of the stream as a whole. `volume_ratio` is the
 * share of what is usual at that hour; `volume_at_most` the share of the quietest day before that chance allows;
 * `volume_cause` the share that is lacking, with a label that says since when (`CAUSE_LABELS`), and null where none is.
 */
export const QUALITY_METRICS = [
  'missing_rate',
  'out_of_range_rate',
  'new_category_rate',
  'wrong_type_rate',
  'failing_features',
  'volume_ratio',
  'volume_at_most',
  'volume_cause',
  'seconds_since_last',
  'duplicate_rate',
  'schema_changes',
] as const;
export type QualityMetric = (typeof QUALITY_METRICS)[number];
/** What a rule is told where it names no number: one for the features, one for the stream. */
export const QUALITY_USUAL_METRICS: readonly QualityMetric[] = ['failing_features', 'volume_ratio'];
