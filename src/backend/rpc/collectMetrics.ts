import type { Backend } from '../backend';
import type { CollectMetricsResponse } from './generated/backend';

/** Grafana serves the answer at `/metrics/plugins/tidemark-drift-datasource`. */
export async function collectMetrics(backend: Backend): Promise<CollectMetricsResponse> {
  return { metrics: { prometheus: Buffer.from(await backend.metrics.text()) } };
}
