import type { Usage } from '../../../model';
import { seriesSelector } from '../../upstream/promql';
import type { FeatureSource } from '../../upstream/upstream';

/** What to do where a service tells no latency. */
export function missingTimings({ metric, matchers }: FeatureSource): string {
  return `No latency is known: there is no ${seriesSelector(`${metric}_bucket`, matchers)} and no native histogram of that name in this time. Let the service observe how long each answer takes, in seconds.`;
}

const container = (what: string) => (place: string) =>
  `No ${what} is known of where ${place} comes from. Scrape cAdvisor (on Kubernetes the kubelet), with the labels namespace and pod on the model's own metrics; or let the service expose the process metrics of its client library.`;
const gpu = (what: string) => (place: string) =>
  `No ${what} is known of where ${place} comes from. Run dcgm-exporter where the GPU is and scrape it; it is joined by namespace and pod, else by host. A model without a GPU has none.`;
const host = (what: string) => (place: string) =>
  `No ${what} of a machine is known where ${place} comes from. Run node_exporter there and scrape it; it is joined by the host in the label instance.`;

/** What to do where a usage is not measured, for the series that tell where the model runs. */
export const MISSING_USAGE: Readonly<Record<Usage, (place: string) => string>> = {
  cpu: container('use of CPU'),
  memory: container('use of memory'),
  gpu: gpu('use of a GPU'),
  gpu_memory: gpu('use of GPU memory'),
  host_cpu: host('CPU'),
  host_memory: host('memory'),
};
