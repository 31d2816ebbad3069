import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMetrics, type MetricFamily } from './openMetrics';
import { freePort, startServer } from './server';

/** A target that Prometheus reads every so often. */
export interface ScrapeJob {
  readonly name: string;
  /** `127.0.0.1:9000` */
  readonly target: string;
  /** `1s` */
  readonly interval: string;
}

export interface WebOptions {
  /** The content of Prometheus' web configuration file. */
  readonly config: string;
  readonly tls: boolean;
  readonly authorization?: string;
  readonly client?: { readonly cert: string; readonly key: string };
}

export interface PrometheusOptions {
  readonly scrape?: readonly ScrapeJob[];
  /** What it shall know from the start, as blocks on its disk. */
  readonly history?: readonly MetricFamily[];
  /** The same, as a file of OpenMetrics text. */
  readonly historyFile?: string;
  /** Prometheus' own web configuration: TLS and users; and how to ask it whether it is ready. */
  readonly web?: WebOptions;
  /** More files of its folder, such as certificates, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Which of `files` are rules, how often they are evaluated, and which Alertmanager (`127.0.0.1:9093`) is told. */
  readonly rules?: { readonly files: readonly string[]; readonly interval: string; readonly alertmanager?: string };
  /** A fixed port; otherwise a free one. */
  readonly port?: number;
}

export interface RunningPrometheus {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

function configuration(jobs: readonly ScrapeJob[], rules: PrometheusOptions['rules']): string {
  // JSON is YAML, and escapes on its own.
  return JSON.stringify({
    global: { scrape_interval: '15s', ...(rules === undefined ? {} : { evaluation_interval: rules.interval }) },
    ...(rules === undefined ? {} : { rule_files: rules.files }),
    ...(rules?.alertmanager === undefined
      ? {}
      : { alerting: { alertmanagers: [{ static_configs: [{ targets: [rules.alertmanager] }] }] } }),
    scrape_configs: jobs.map(({ name, target, interval }) => ({
      job_name: name,
      scrape_interval: interval,
      scrape_timeout: interval,
      static_configs: [{ targets: [target] }],
    })),
  });
}

function status(url: string, { authorization, client }: Partial<WebOptions> = {}): Promise<number> {
  const headers = authorization === undefined ? {} : { authorization };
  // Who asks whether it is up does not check certificates; the tests do.
  const options = { headers, timeout: 2_000, rejectUnauthorized: false, ...client };
  return new Promise((resolve) => {
    const request = (url.startsWith('https:') ? https : http).get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(0));
  });
}

/** Makes blocks of OpenMetrics text in a data folder. */
export function backfill(dataFolder: string, families: readonly MetricFamily[]): void {
  const file = join(dataFolder, '..', 'history.om');
  writeFileSync(file, openMetrics(families));
  blocksOf(file, dataFolder);
  rmSync(file);
}

/** Blocks of a month at most: promtool reads the whole file once for each, and makes them of two hours if left to itself. */
const LONGEST_BLOCK = '--max-block-duration=744h';

function blocksOf(file: string, dataFolder: string): void {
  execFileSync('promtool', ['tsdb', 'create-blocks-from', LONGEST_BLOCK, 'openmetrics', file, dataFolder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Starts the Prometheus of the PATH on loopback, with a folder of its own that goes when it stops. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<RunningPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-prometheus-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  writeFileSync(join(folder, 'prometheus.yml'), configuration(options.scrape ?? [], options.rules));
  for (const [name, text] of Object.entries(options.files ?? {})) {
    writeFileSync(join(folder, name), text);
  }
  if (options.history !== undefined) {
    backfill(data, options.history);
  }
  if (options.historyFile !== undefined) {
    blocksOf(options.historyFile, data);
  }
  const port = options.port ?? (await freePort());
  const args = [
    '--config.file=prometheus.yml',
    '--storage.tsdb.path=data',
    '--storage.tsdb.retention.time=10y',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
    ...(options.flags ?? []),
  ];
  if (options.web !== undefined) {
    writeFileSync(join(folder, 'web.yml'), options.web.config);
    args.push('--web.config.file=web.yml');
  }
  const url = `${options.web?.tls === true ? 'https' : 'http'}://127.0.0.1:${port}`;
  const { stop } = await startServer({
    name: 'Prometheus',
    program: 'prometheus',
    args,
    folder,
    ready: async () => (await status(`${url}/-/ready`, options.web)) === 200,
  });
  return { url, stop };
}
