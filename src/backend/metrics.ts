import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from './errors';
import type { UpstreamObserver } from './upstream/deps';
import { VERSION } from './version';

/** What the plugin tells of itself, in Prometheus' text format. */
export interface Metrics extends UpstreamObserver {
  /** `kind` is a query kind, or `invalid` for a query that could not be read. */
  queried(kind: string, code: ErrorCode | 'ok', seconds: number): void;
  resourceAsked(resource: string, status: number): void;
  text(): Promise<string>;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];

  const queries = new Counter({
    name: 'tidemark_queries_total',
    help: 'Queries answered, by kind and by ok or error.',
    labelNames: ['kind', 'status'],
    registers,
  });
  const errors = new Counter({
    name: 'tidemark_query_errors_total',
    help: 'Queries answered with an error, by its code.',
    labelNames: ['code'],
    registers,
  });
  const durations = new Histogram({
    name: 'tidemark_query_duration_seconds',
    help: 'Time to answer one query.',
    labelNames: ['kind'],
    buckets: SECONDS,
    registers,
  });
  const resources = new Counter({
    name: 'tidemark_resource_requests_total',
    help: 'Requests of the editors, by resource and HTTP status.',
    labelNames: ['resource', 'status'],
    registers,
  });
  const exchanges = new Counter({
    name: 'tidemark_upstream_requests_total',
    help: 'HTTP requests to upstreams, by operation and outcome.',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const bytes = new Counter({
    name: 'tidemark_upstream_response_bytes_total',
    help: 'Bytes of upstream answers that were read.',
    registers,
  });
  const upstreamDurations = new Histogram({
    name: 'tidemark_upstream_request_duration_seconds',
    help: 'Time of one HTTP request to an upstream, its body included.',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  });
  const cache = new Counter({
    name: 'tidemark_upstream_cache_total',
    help: 'Questions to upstreams: joined to one under way, found stored, or missed.',
    labelNames: ['result'],
    registers,
  });
  // prom-client's own process metrics read Node's internals, which the compiled program does not have; these two are
  // what a person on call asks first.
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory size in bytes.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'Start time of the process since unix epoch in seconds.',
    registers,
  }).set(Date.now() / 1000 - process.uptime());
  new Gauge({
    name: 'tidemark_build_info',
    help: 'Always 1; the labels tell the version.',
    labelNames: ['version'],
    registers,
  }).set({ version: VERSION }, 1);

  return {
    queried: (kind, code, seconds) => {
      queries.inc({ kind, status: code === 'ok' ? 'ok' : 'error' });
      durations.observe({ kind }, seconds);
      if (code !== 'ok') {
        errors.inc({ code });
      }
    },
    resourceAsked: (resource, status) => resources.inc({ resource, status: String(status) }),
    exchanged: ({ operation, outcome, seconds, bytes: read }) => {
      exchanges.inc({ operation, outcome });
      upstreamDurations.observe({ operation }, seconds);
      bytes.inc(read);
    },
    cache: (result) => cache.inc({ result }),
    text: () => registry.metrics(),
  };
}
