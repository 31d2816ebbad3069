import { escapeRegex, formatDuration, type Usage } from '../../model';
import { seriesSelector } from './promql';
import type { Matcher, UsageQuestion } from './upstream';

/** One way to learn how much is used: a question, and how a series of its answer is called. */
export interface UsagePlan {
  readonly exporter: string;
  readonly query: string;
  readonly labels: readonly string[];
}

/** Text of a host before its port: exporters on one machine share it, whatever their ports. */
const HOST_OF = String.raw`"(.+?)(?::\\d+)?"`;

const copied = (inner: string, to: string, from: string, regex: string): string =>
  `label_replace(${inner}, "${to}", "$1", "${from}", ${regex})`;

/** The series of an exporter that stand at the same place as one of the model's. */
const beside = (inner: string, labels: readonly string[], anchor: string): string =>
  `${inner} and on (${labels.join(', ')}) group by (${labels.join(', ')}) (${anchor})`;

const POD = ['namespace', 'pod'] as const;
const INSTANCE = ['job', 'instance'] as const;

/**
 * The questions to try, the closest to the model first. Exporters do not know of models, so each is joined with the
 * series that the model's own service exposes: by the pod of Kubernetes (cAdvisor, dcgm-exporter), by the scraped
 * instance (the process metrics of every client library), or by the host (node_exporter, dcgm-exporter).
 *
 * Sources: names and labels as cAdvisor 0.49, node_exporter 1.8, dcgm-exporter 3.3 and the client libraries expose them.
 */
export function usagePlans({ usage, metrics, matchers }: UsageQuestion, windowMs: number): readonly UsagePlan[] {
  const window = formatDuration(windowMs);
  const names: Matcher = { label: '__name__', op: '=~', value: metrics.map(escapeRegex).join('|') };
  const anchor = seriesSelector(undefined, [names, ...matchers]);
  const inPod = seriesSelector(undefined, [names, ...matchers, { label: 'pod', op: '!=', value: '' }]);
  const onHost = copied(anchor, 'host', 'instance', HOST_OF);
  const container = (exporter: string, value: string): UsagePlan => ({
    exporter,
    query: beside(`sum by (${POD.join(', ')}) (${value})`, POD, inPod),
    labels: ['pod'],
  });
  const process = (value: string): UsagePlan => ({
    exporter: 'process metrics of its client library',
    query: beside(`sum by (${INSTANCE.join(', ')}) (${value})`, INSTANCE, anchor),
    labels: ['instance'],
  });
  const host = (value: string): UsagePlan => ({
    exporter: 'node_exporter',
    query: beside(value, ['host'], onHost),
    labels: ['host'],
  });
  const atHost = (inner: string): string => copied(inner, 'host', 'instance', HOST_OF);
  const gpu = (metric: string, factor: string): readonly UsagePlan[] => {
    const exporter = 'dcgm-exporter';
    const exported = copied(
      copied(`${metric}{exported_pod!=""}`, 'pod', 'exported_pod', '"(.*)"'),
      'namespace',
      'exported_namespace',
      '"(.*)"'
    );
    const ofPod = (inner: string): UsagePlan => ({
      exporter,
      query: beside(`max by (namespace, pod, gpu) (${inner}) ${factor}`, POD, inPod),
      labels: ['pod', 'gpu'],
    });
    const ofHost = (inner: string): UsagePlan => ({
      exporter,
      query: beside(`max by (host, gpu) (${inner}) ${factor}`, ['host'], onHost),
      labels: ['host', 'gpu'],
    });
    return [
      ofPod(`${metric}{pod!=""}`),
      // Without honor_labels, Prometheus keeps the exporter's own pod there, and renames that of the model.
      ofPod(exported),
      ofHost(copied(metric, 'host', 'Hostname', '"(.+)"')),
      ofHost(atHost(metric)),
    ];
  };
  const plans: Readonly<Record<Usage, () => readonly UsagePlan[]>> = {
    cpu: () => [
      container('cAdvisor', `rate(container_cpu_usage_seconds_total{container!=""}[${window}])`),
      process(`rate(process_cpu_seconds_total[${window}])`),
    ],
    memory: () => [
      container('cAdvisor', 'container_memory_working_set_bytes{container!=""}'),
      process('process_resident_memory_bytes'),
    ],
    gpu: () => gpu('DCGM_FI_DEV_GPU_UTIL', '/ 100'),
    // Told in mebibytes.
    gpu_memory: () => gpu('DCGM_FI_DEV_FB_USED', '* 1048576'),
    host_cpu: () => [host(`1 - avg by (host) (${atHost(`rate(node_cpu_seconds_total{mode="idle"}[${window}])`)})`)],
    host_memory: () => [
      host(
        `1 - sum by (host) (${atHost('node_memory_MemAvailable_bytes')}) / sum by (host) (${atHost('node_memory_MemTotal_bytes')})`
      ),
    ],
  };
  return plans[usage]();
}
