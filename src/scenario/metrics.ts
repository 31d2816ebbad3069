/** Metrics that services of the scenario expose beside those whose names a model may map. */
export const METRIC = {
  predictions: 'model_predictions_total',
  confidence: 'model_prediction_confidence',
  latency: 'model_prediction_latency_seconds',
  errors: 'model_prediction_errors_total',
  /** What the model saw last: a gauge. */
  last: 'model_feature_last',
} as const;

/** Bounds of the histogram of confidences; what is beyond 1 should not be. */
export const CONFIDENCE_BOUNDS = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 1];

/** Bounds of the histogram of latencies, in seconds. */
export const LATENCY_BOUNDS = [
  0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1,
];
