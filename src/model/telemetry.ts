/** The two things that are read: metrics, and a log. */
export const UPSTREAM_KEYS = ['prometheus', 'loki'] as const;
/** Where an upstream stands in the settings; its secrets begin with it. */
export type UpstreamKey = (typeof UPSTREAM_KEYS)[number];

/** Default names of the telemetry contract; a model of the settings may map any of them. */
export const TELEMETRY = {
  feature: 'model_feature',
  featureCategory: 'model_feature_category_total',
  featureMissing: 'model_feature_missing_total',
  predictions: 'model_predictions_total',
  predictionConfidence: 'model_prediction_confidence',
  predictionLatency: 'model_prediction_latency_seconds',
  predictionErrors: 'model_prediction_errors_total',
  info: 'model_info',
  featureLabel: 'feature',
  categoryLabel: 'category',
  predictionLabel: 'prediction',
  /** `true` or `false` where the label is known at once; no label otherwise. */
  correctLabel: 'correct',
  modelLabel: 'model',
  versionLabel: 'version',
  roleLabel: 'role',
} as const;

/** What a line of the log tells of; the value of the stream label `event`. */
export const EVENT_KINDS = ['prediction', 'label', 'model', 'pipeline'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Default names of the labels and fields of the log; a model of the settings may map any of them. */
export const LOG_FIELDS = {
  predictionId: 'prediction_id',
  requestId: 'request_id',
  version: 'version',
  role: 'role',
  features: 'features',
  prediction: 'prediction',
  confidence: 'confidence',
  probabilities: 'probabilities',
  latencyMs: 'latency_ms',
  error: 'error',
  label: 'label',
  stage: 'stage',
  hyperparameters: 'hyperparameters',
  trainingData: 'training_data',
  runUrl: 'run_url',
  job: 'job',
  runId: 'run_id',
  status: 'status',
  durationS: 'duration_s',
  rows: 'rows',
} as const;
export type LogField = keyof typeof LOG_FIELDS;

export const LOG_PARSERS = ['json', 'logfmt'] as const;
export type LogParser = (typeof LOG_PARSERS)[number];
