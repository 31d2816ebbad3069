import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogStream } from '../../src/backend/upstream/testing/loki/log';
import { freePort, startServer } from './server';

export interface LokiOptions {
  /** Settings of Loki's `limits_config` that a test is about. */
  readonly limits?: Readonly<Record<string, unknown>>;
  /** Several tenants: each request names its own in X-Scope-OrgID. */
  readonly tenants?: boolean;
  /** More flags, where a test is about what no limit says. */
  readonly flags?: readonly string[];
  /** What its ruler evaluates, how often (`1s`), and whom it tells (`http://127.0.0.1:9093`). */
  readonly ruler?: { readonly rules: string; readonly interval: string; readonly alertmanager: string };
}

export interface RunningLoki {
  readonly url: string;
  readonly pid: number;
  readonly push: (streams: readonly LogStream[], tenant?: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Lines a push: its parts talk to one another in messages of four megabytes at most. */
const BATCH = 4_000;

function configuration(port: number, grpcPort: number, { limits = {}, tenants = false, ruler }: LokiOptions): string {
  // JSON is YAML, and escapes on its own.
  return JSON.stringify({
    auth_enabled: tenants,
    server: {
      http_listen_address: '127.0.0.1',
      http_listen_port: port,
      grpc_listen_address: '127.0.0.1',
      grpc_listen_port: grpcPort,
      log_level: 'error',
    },
    common: {
      instance_addr: '127.0.0.1',
      path_prefix: 'data',
      replication_factor: 1,
      ring: { instance_addr: '127.0.0.1', kvstore: { store: 'inmemory' } },
      storage: { filesystem: { chunks_directory: 'data/chunks', rules_directory: 'data/rules' } },
    },
    schema_config: {
      configs: [
        {
          from: '2020-01-01',
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    // Nobody else is to join: it need not wait for them.
    ingester: { lifecycler: { min_ready_duration: '0s', join_after: '0s', final_sleep: '0s' } },
    ...(ruler === undefined
      ? {}
      : {
          ruler: {
            storage: { type: 'local', local: { directory: 'rules' } },
            rule_path: 'data/scratch',
            alertmanager_url: ruler.alertmanager,
            enable_alertmanager_v2: true,
            evaluation_interval: ruler.interval,
            poll_interval: '2s',
            ring: { kvstore: { store: 'inmemory' } },
          },
        }),
    // A test must not be answered from what an earlier one has asked.
    query_range: { cache_results: false },
    frontend: { encoding: 'protobuf' },
    analytics: { reporting_enabled: false },
    // Whatever a test pushes shall be taken: of long ago, and as much of it as it likes.
    limits_config: {
      reject_old_samples: false,
      ingestion_rate_mb: 1_000,
      ingestion_burst_size_mb: 1_000,
      per_stream_rate_limit: '1GB',
      per_stream_rate_limit_burst: '1GB',
      max_global_streams_per_user: 0,
      discover_log_levels: false,
      discover_service_name: [],
      ...limits,
    },
  });
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`)).status === 200;
  } catch {
    return false;
  }
}

async function post(url: string, body: string, tenant: string | undefined): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }) },
    body,
  });
  if (response.status > 299) {
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  }
}

const FOUND_WITHIN_MS = 60_000;

/** Waits until Loki counts as many lines of a stream as were pushed; equal lines of one instant are one to it. */
async function found(url: string, { labels, lines }: LogStream, tenant: string | undefined): Promise<void> {
  const times = lines.map(([time]) => time);
  const [first, last] = [times.reduce((a, b) => (b < a ? b : a)), times.reduce((a, b) => (b > a ? b : a))];
  const expected = new Set(lines.map(([time, line, metadata]) => JSON.stringify([String(time), line, metadata]))).size;
  const matchers = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  // A window that ends with the last millisecond; the first line is not on its edge.
  const end = last / 1_000_000n + 1n;
  const window = end - first / 1_000_000n + 1n;
  const query = `sum(count_over_time({${matchers.join(',')}} [${window}ms]))`;
  const headers: Record<string, string> = tenant === undefined ? {} : { 'x-scope-orgid': tenant };
  const until = Date.now() + FOUND_WITHIN_MS;
  for (;;) {
    const body = new URLSearchParams({ query, time: String(end * 1_000_000n) });
    const response = await fetch(`${url}/loki/api/v1/query`, { method: 'POST', headers, body });
    const text = await response.text();
    const counted = response.ok
      ? Number(
          (JSON.parse(text) as { data: { result: Array<{ value: [number, string] }> } }).data.result[0]?.value[1] ?? 0
        )
      : 0;
    if (counted >= expected) {
      return;
    }
    if (Date.now() > until) {
      throw new Error(`Loki found ${counted} of ${expected} lines of ${query}: ${text.slice(0, 300)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts the Loki of the PATH on loopback, with a folder of its own that goes when it stops. */
export async function startLoki(options: LokiOptions = {}): Promise<RunningLoki> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-loki-'));
  const [port, grpcPort] = [await freePort(), await freePort()];
  writeFileSync(join(folder, 'loki.yaml'), configuration(port, grpcPort, options));
  if (options.ruler !== undefined) {
    // The name that Loki gives to the one tenant of those that have none.
    mkdirSync(join(folder, 'rules', 'fake'), { recursive: true });
    writeFileSync(join(folder, 'rules', 'fake', 'rules.yml'), options.ruler.rules);
  }
  const url = `http://127.0.0.1:${port}`;
  const { pid, stop } = await startServer({
    name: 'Loki',
    program: 'loki',
    args: ['-config.file=loki.yaml', ...(options.flags ?? [])],
    folder,
    ready: () => isReady(url),
  });

  const push = async (streams: readonly LogStream[], tenant?: string): Promise<void> => {
    for (const { labels, lines: given } of streams) {
      // Loki takes lines of a stream an hour late at most.
      const lines = [...given].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      for (let i = 0; i < lines.length; i += BATCH) {
        const values = lines
          .slice(i, i + BATCH)
          .map(([time, line, metadata]) => [String(time), line, ...(metadata === undefined ? [] : [metadata])]);
        await post(`${url}/loki/api/v1/push`, JSON.stringify({ streams: [{ stream: labels, values }] }), tenant);
      }
    }
    // What has an old timestamp is found only once it has left the memory of the ingester, and that takes its time.
    await post(`${url}/flush`, '', tenant);
    for (const stream of streams) {
      await found(url, stream, tenant);
    }
  };
  return { url, pid, push, stop };
}
