import { TELEMETRY } from '../../../model';
import { FEATURES, LATENCY, PREDICTION, type ScenarioFeature } from './scenario';

/** One metric of the sample, as its service would expose it: the names of the telemetry contract. */
export interface SampleMetric {
  readonly kind: 'histogram' | 'category' | 'gauge' | 'counter';
  readonly name: string;
  readonly featureLabel?: string;
  /** The label that tells its bins apart; a gauge has none. */
  readonly binLabel?: string;
  readonly features: readonly ScenarioFeature[];
}

const NUMERIC = FEATURES.filter(({ kind }) => kind === 'numeric');
const CATEGORICAL = FEATURES.filter(({ kind }) => kind === 'categorical');

export const METRICS: readonly SampleMetric[] = [
  {
    kind: 'histogram',
    name: TELEMETRY.feature,
    featureLabel: TELEMETRY.featureLabel,
    binLabel: 'le',
    features: NUMERIC,
  },
  {
    kind: 'category',
    name: TELEMETRY.featureCategory,
    featureLabel: TELEMETRY.featureLabel,
    binLabel: TELEMETRY.categoryLabel,
    features: CATEGORICAL,
  },
  { kind: 'histogram', name: 'model_prediction_latency_seconds', binLabel: 'le', features: [LATENCY] },
  { kind: 'category', name: 'model_predictions_total', binLabel: 'prediction', features: [PREDICTION] },
  // What the model saw last, at each scrape: raw samples, for sources of the kind gauge.
  { kind: 'gauge', name: 'model_feature_last', featureLabel: TELEMETRY.featureLabel, features: NUMERIC },
];

/** Rows without a value, by feature: no distribution can be read from it. */
export const MISSING: SampleMetric = {
  kind: 'counter',
  name: TELEMETRY.featureMissing,
  featureLabel: TELEMETRY.featureLabel,
  features: FEATURES,
};
