import { TELEMETRY } from '../../../model';
import { METRIC } from '../../../scenario';
import type { MetricKind } from './layout';

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
  { kind: 'histogram', name: METRIC.latency, binLabel: 'le' },
  { kind: 'category', name: METRIC.predictions, binLabel: 'prediction' },
  { kind: 'histogram', name: METRIC.confidence, binLabel: 'le' },
  { kind: 'counter', name: METRIC.errors },
  { kind: 'gauge', name: METRIC.last },
  { kind: 'gauge', name: TELEMETRY.info },
];
