import { TELEMETRY } from '../../../model';
import { CONFIDENCE, ERROR_COUNT, INFO, LAST, LATENCY, PREDICTIONS, type MetricKind } from './layout';

/** One metric of the sample, as its services would expose it: the names of the telemetry contract. */
export interface SampleMetric {
  readonly kind: MetricKind;
  readonly name: string;
  /** The label that tells its bins apart; a gauge and a plain counter have none. */
  readonly binLabel?: string;
}

export const METRICS: readonly SampleMetric[] = [
  { kind: 'histogram', name: TELEMETRY.feature, binLabel: 'le' },
  { kind: 'category', name: TELEMETRY.featureCategory, binLabel: TELEMETRY.categoryLabel },
  // Rows without a value, by feature: no distribution can be read from it.
  { kind: 'counter', name: TELEMETRY.featureMissing },
  { kind: 'histogram', name: LATENCY, binLabel: 'le' },
  { kind: 'category', name: PREDICTIONS, binLabel: 'prediction' },
  { kind: 'histogram', name: CONFIDENCE, binLabel: 'le' },
  { kind: 'counter', name: ERROR_COUNT },
  { kind: 'gauge', name: LAST },
  { kind: 'gauge', name: INFO },
];
