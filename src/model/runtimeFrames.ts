/**
 * Frames of the query kind `runtime`, by name. All but `sources` are series over time. A graph without a series is still
 * there, without rows, and says in a notice what is missing.
 */
export const RUNTIME_FRAMES = ['latency', 'traffic', 'cpu', 'memory', 'gpu', 'gpu_memory', 'host', 'sources'] as const;
export type RuntimeFrame = (typeof RUNTIME_FRAMES)[number];

/** What a model's process uses, and what its host has in use: of the latter, and of a GPU, a share of the whole. */
export const USAGES = ['cpu', 'memory', 'gpu', 'gpu_memory', 'host_cpu', 'host_memory'] as const;
export type Usage = (typeof USAGES)[number];

/** `latency`: quantiles of the time to answer, in seconds, over windows that end at `time`. */
export const LATENCY_FIELDS = { time: 'time', p50: 'p50', p95: 'p95', p99: 'p99' } as const;

/** `traffic`: answers a second over the same windows. */
export const TRAFFIC_FIELDS = { time: 'time', perSecond: 'per_second' } as const;

/** Labels of each series of usage: which pod, instance or host it is, and who exports it. */
export const USAGE_LABELS = { model: 'model', where: 'where', exporter: 'exporter' } as const;

/** `sources`: a row a thing that can be measured, with who exports it, or what is missing and how to get it. */
export const RUNTIME_SOURCES_FIELDS = {
  measure: 'measure',
  status: 'status',
  exporter: 'exporter',
  series: 'series',
  advice: 'advice',
} as const;

export const RUNTIME_STATUS = ['measured', 'missing'] as const;
export type RuntimeStatus = (typeof RUNTIME_STATUS)[number];
