import { TELEMETRY, type ModelSettings } from '../../../model';

/** Metrics of which any one tells where a model's service runs: by the labels that Prometheus gave it when it was read. */
export function serviceMetrics({ metrics = {} }: ModelSettings): readonly string[] {
  const latency = metrics.predictionLatency ?? TELEMETRY.predictionLatency;
  return [
    metrics.predictions ?? TELEMETRY.predictions,
    TELEMETRY.info,
    latency,
    `${latency}_count`,
    metrics.featureMissing ?? TELEMETRY.featureMissing,
  ];
}
