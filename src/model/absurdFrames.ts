/** Frames of the query kind `absurd`, by name. */
export const ABSURD_FRAMES = ['summary', 'over_time', 'segments', 'calibration', 'repeats', 'rules', 'rows'] as const;
export type AbsurdFrame = (typeof ABSURD_FRAMES)[number];

/**
 * `summary`: one row. `confident` and `wrong` count predictions that have a label; `unlabelled` those that are confident
 * and have none yet. What cannot be computed is null, and a notice says why.
 */
export const ABSURD_SUMMARY_FIELDS = {
  confident: 'confident',
  wrong: 'wrong',
  expectedWrong: 'expected_wrong',
  ratio: 'ratio',
  pValue: 'p_value',
  ruleViolations: 'rule_violations',
  unlabelled: 'unlabelled',
  verdict: 'verdict',
  reason: 'reason',
  ratioLower: 'ratio_lower',
  ratioUpper: 'ratio_upper',
  wrongRate: 'wrong_rate',
  wrongRateLower: 'wrong_rate_lower',
  wrongRateUpper: 'wrong_rate_upper',
  expectedRate: 'expected_rate',
  opposed: 'opposed',
  opposedExpected: 'opposed_expected',
  confidentPairs: 'confident_pairs',
  opposedPValue: 'opposed_p_value',
  budget: 'budget',
  budgetLeft: 'budget_left',
  burnFast: 'burn_fast',
  burnSlow: 'burn_slow',
  burnLong: 'burn_long',
  burnLevel: 'burn_level',
  predictions: 'predictions',
  labelled: 'labelled',
  labelCompleteness: 'label_completeness',
  threshold: 'threshold',
} as const;

/** `over_time`: a row a window, by the time at which it ends, with a string column a label of `groupBy` behind `time`. */
export const ABSURD_OVER_TIME_FIELDS = {
  time: 'time',
  wrongRate: 'wrong_rate',
  expectedRate: 'expected_rate',
  wrongRateLower: 'wrong_rate_lower',
  wrongRateUpper: 'wrong_rate_upper',
  burn: 'burn',
  confident: 'confident',
  wrong: 'wrong',
  expectedWrong: 'expected_wrong',
  ruleViolations: 'rule_violations',
  violationRate: 'violation_rate',
  opposed: 'opposed',
  predictions: 'predictions',
  unlabelled: 'unlabelled',
  labelCompleteness: 'label_completeness',
} as const;

/** What is counted in a row of `segments`. */
export const ABSURD_SIGNS = ['wrong', 'rule', 'opposed'] as const;
export type AbsurdSign = (typeof ABSURD_SIGNS)[number];

/** `segments`: a row a segment and sign, the clearest first. `segment` names the slice, `value` which of it. */
export const ABSURD_SEGMENTS_FIELDS = {
  segment: 'segment',
  value: 'value',
  sign: 'sign',
  hits: 'hits',
  of: 'of',
  share: 'share',
  shareLower: 'share_lower',
  shareUpper: 'share_upper',
  elsewhere: 'elsewhere',
  ratio: 'ratio',
  pValue: 'p_value',
  pAdjusted: 'p_adjusted',
  expected: 'expected',
  verdict: 'verdict',
} as const;

/** `calibration`: a row a bucket of confidence that holds a labelled prediction, of the time range or of the reference. */
export const ABSURD_CALIBRATION_FIELDS = {
  lower: 'lower',
  upper: 'upper',
  count: 'count',
  meanConfidence: 'mean_confidence',
  accuracy: 'accuracy',
  accuracyLower: 'accuracy_lower',
  accuracyUpper: 'accuracy_upper',
  expectedAccuracy: 'expected_accuracy',
  referenceCount: 'reference_count',
  referenceAccuracy: 'reference_accuracy',
  isConfident: 'is_confident',
} as const;

/**
 * `repeats`: a row for each combination of the features that the query names which is absurd more than once. A column a
 * feature stands before these.
 */
export const ABSURD_REPEATS_FIELDS = {
  absurd: 'absurd',
  predictions: 'predictions',
  share: 'share',
  wrong: 'wrong',
  ruleViolations: 'rule_violations',
  opposed: 'opposed',
  firstSeen: 'first_seen',
  lastSeen: 'last_seen',
} as const;

/** `rules`: a row a rule. `unevaluable` are predictions of which the rule could not be decided, and `why` an example. */
export const ABSURD_RULES_FIELDS = {
  name: 'name',
  when: 'when',
  violations: 'violations',
  share: 'share',
  shareLower: 'share_lower',
  shareUpper: 'share_upper',
  unevaluable: 'unevaluable',
  why: 'why',
  lastSeen: 'last_seen',
} as const;

/**
 * `rows`: single absurd outputs, the most confident first. A column a feature that the query names stands behind these,
 * with the prefix where one of these has that name. `rule` names every rule that was broken; `shadow` is what the other
 * version said where it was as sure of another output; `signs` tells why the row is here.
 */
export const ABSURD_ROWS_FIELDS = {
  time: 'time',
  predictionId: 'prediction_id',
  prediction: 'prediction',
  label: 'label',
  confidence: 'confidence',
  rule: 'rule',
  signs: 'signs',
  shadow: 'shadow',
  version: 'version',
  role: 'role',
  requestId: 'request_id',
  latencyMs: 'latency_ms',
  logql: 'logql',
} as const;
export const FEATURE_PREFIX = 'feature_';

/**
 * What an alert rule can ask of absurd outputs. `violations_of_rule` is one value a rule, labelled with its name. What ends
 * with `_cause` is the number before it again, with a label that says since when (`CAUSE_LABELS`), for the text of an alert.
 */
export const ABSURD_METRICS = [
  'ratio',
  'ratio_lower',
  'wrong_rate',
  'expected_rate',
  'wrong',
  'confident',
  'p_value',
  'rule_violations',
  'violation_rate',
  'violations_of_rule',
  'violations_cause',
  'opposed',
  'opposed_rate',
  'burn_fast',
  'burn_slow',
  'burn_long',
  'burn_fast_cause',
  'burn_slow_cause',
  'burn_long_cause',
  'budget_left',
  'unlabelled',
  'label_completeness',
] as const;
export type AbsurdMetric = (typeof ABSURD_METRICS)[number];
/** What a rule is told where it names no number: how many times as many confident errors as expected. */
export const ABSURD_USUAL_METRICS: readonly AbsurdMetric[] = ['ratio'];
