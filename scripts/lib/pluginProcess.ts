/**
 * The plugin's executable, started and asked as Grafana does it: an almost empty environment, the handshake on stdout,
 * then gRPC. The preview, the benchmarks and the tests from outside share it.
 */
import { ChannelCredentials, Metadata, type CallOptions, type ServiceError } from '@grpc/grpc-js';
import { RecordBatchReader, tableFromIPC, type Table } from 'apache-arrow';
import { spawn, type ChildProcess } from 'node:child_process';
import { DATASOURCE_ID } from '../../src/model/ids';
import {
  CheckHealthResponse_HealthStatus,
  DataClient,
  DataFrameFormat,
  DiagnosticsClient,
  ResourceClient,
  StreamClient,
  type PluginContext,
} from '../../src/backend/rpc/generated/backend';
import { GRPCControllerClient } from '../../src/backend/rpc/generated/controller';
import { HealthClient } from '../../src/backend/rpc/generated/health';
import { EXECUTABLE } from './build';

/** As long as Grafana waits. How long it takes on a quiet machine, the benchmark says. */
const HANDSHAKE_TIMEOUT_MS = 60_000;
/** Grafana waits two seconds between the shutdown call and the kill; a machine with other work may need longer. */
const STOP_TIMEOUT_MS = 10_000;
const DEFAULT_DEADLINE_MS = 30_000;

/** A data source as Grafana sends it along with each request. */
export interface DataSource {
  readonly uid?: string;
  readonly name?: string;
  readonly jsonData?: unknown;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch at which its settings were last saved. */
  readonly updated?: number;
  readonly orgId?: number;
  /** Where Grafana answers, for upstreams that are read through it. */
  readonly appUrl?: string;
}

export interface Query {
  readonly refId: string;
  /** The JSON of the query; a string is sent as it is, however broken. */
  readonly json: unknown;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly intervalMs?: number;
  readonly maxDataPoints?: number;
}

export interface QueryOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface QueryResult {
  /** Arrow IPC files, as they came. */
  readonly frames: readonly Buffer[];
  readonly error: string;
  readonly status: number;
  readonly errorSource: string;
}

export interface HealthResult {
  readonly ok: boolean;
  readonly status: 'UNKNOWN' | 'OK' | 'ERROR';
  readonly message: string;
  readonly details: unknown;
}

export interface ResourceResult {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

/** The five services, for what the helpers above them do not cover. */
export interface Clients {
  readonly data: DataClient;
  readonly diagnostics: DiagnosticsClient;
  readonly resource: ResourceClient;
  readonly stream: StreamClient;
  readonly health: HealthClient;
  readonly controller: GRPCControllerClient;
}

export interface PluginProcess {
  readonly pid: number;
  readonly handshake: string;
  readonly handshakeMs: number;
  readonly clients: Clients;
  /** All that ever stood on stdout, and on stderr. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when the process has ended, with its exit code (null after a signal). */
  readonly exited: Promise<number | null>;
  queryData(
    source: DataSource,
    queries: readonly Query[],
    options?: QueryOptions
  ): Promise<Record<string, QueryResult>>;
  checkHealth(source: DataSource, options?: QueryOptions): Promise<HealthResult>;
  /** `url` is the path with its query: `features?model=fraud`. */
  callResource(
    source: DataSource,
    url: string,
    options?: QueryOptions & { readonly method?: string; readonly body?: Buffer }
  ): Promise<ResourceResult>;
  collectMetrics(): Promise<string>;
  /** As Grafana stops a plugin: the shutdown call, two seconds, then a kill. Answers the exit code. */
  stop(): Promise<number | null>;
}

export interface StartOptions {
  readonly executable?: string;
  /** Beside what Grafana itself sets. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onLog?: (line: string) => void;
}

/** What Grafana 12.4 and its plugin host put into the environment, and nothing of our own. */
export function grafanaEnvironment(): Record<string, string> {
  return {
    GF_VERSION: '12.4.0',
    GF_EDITION: 'Open Source',
    grafana_plugin_type: 'datasource',
    PLUGIN_MIN_PORT: '10000',
    PLUGIN_MAX_PORT: '25000',
    PLUGIN_PROTOCOL_VERSIONS: '2',
  };
}

export function pluginContext(source: DataSource): PluginContext {
  return {
    orgId: source.orgId ?? 1,
    pluginId: DATASOURCE_ID,
    pluginVersion: '',
    apiVersion: '',
    userAgent: 'Grafana/12.4.0',
    user: { login: 'viewer', name: '', email: '', role: 'Viewer' },
    appInstanceSettings: undefined,
    dataSourceInstanceSettings: {
      id: 1,
      uid: source.uid ?? 'tidemark',
      name: source.name ?? 'Tidemark',
      url: '',
      user: '',
      database: '',
      basicAuthEnabled: false,
      basicAuthUser: '',
      jsonData: Buffer.from(
        typeof source.jsonData === 'string' ? source.jsonData : JSON.stringify(source.jsonData ?? {})
      ),
      decryptedSecureJsonData: { ...source.secrets },
      lastUpdatedMS: source.updated ?? 0,
      apiVersion: '',
    },
    grafanaConfig: source.appUrl === undefined ? {} : { GF_APP_URL: source.appUrl },
  };
}

/** Waits for the first line of stdout. */
function readHandshake(child: ChildProcess, stdout: () => string, stderr: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${why}\nstdout: ${stdout()}\nstderr: ${stderr()}`));
    };
    const timer = setTimeout(() => fail(`no handshake within ${HANDSHAKE_TIMEOUT_MS} ms`), HANDSHAKE_TIMEOUT_MS);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`the plugin ended with ${code} before its handshake`));
    child.stdout?.on('data', () => {
      const end = stdout().indexOf('\n');
      if (end >= 0) {
        clearTimeout(timer);
        child.removeAllListeners('exit');
        resolve(stdout().slice(0, end));
      }
    });
  });
}

function addressOf(handshake: string): string {
  const [core, version, network, address, protocol] = handshake.split('|');
  if (core !== '1' || version !== '2' || network !== 'tcp' || address === undefined || protocol !== 'grpc') {
    throw new Error(`not a handshake of Grafana's plugin protocol: ${JSON.stringify(handshake)}`);
  }
  return address;
}

/** Calls one method; the signal cancels the call on the wire, as Grafana does when a panel goes away. */
function call<Request, Response>(
  method: (
    request: Request,
    metadata: Metadata,
    options: Partial<CallOptions>,
    callback: (error: ServiceError | null, response: Response) => void
  ) => { cancel(): void },
  request: Request,
  { deadlineMs = DEFAULT_DEADLINE_MS, signal }: QueryOptions
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const running = method(request, new Metadata(), { deadline: Date.now() + deadlineMs }, (error, response) =>
      error === null ? resolve(response) : reject(error)
    );
    signal?.addEventListener('abort', () => running.cancel(), { once: true });
  });
}

/** Starts the executable and waits for its handshake. */
export async function startPlugin({
  executable = EXECUTABLE,
  env = {},
  onLog,
}: StartOptions = {}): Promise<PluginProcess> {
  const started = performance.now();
  const child = spawn(executable, [], { env: { ...grafanaEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  let partial = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    err += text;
    const lines = (partial + text).split('\n');
    partial = lines.pop() ?? '';
    lines.forEach((line) => onLog?.(line));
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const handshake = await readHandshake(
    child,
    () => out,
    () => err
  );
  const handshakeMs = performance.now() - started;

  const address = addressOf(handshake);
  const credentials = ChannelCredentials.createInsecure();
  const limits = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
  const clients: Clients = {
    data: new DataClient(address, credentials, limits),
    diagnostics: new DiagnosticsClient(address, credentials, limits),
    resource: new ResourceClient(address, credentials, limits),
    stream: new StreamClient(address, credentials, limits),
    health: new HealthClient(address, credentials, limits),
    controller: new GRPCControllerClient(address, credentials, limits),
  };
  const { data, diagnostics, resource, controller } = clients;
  void exited.then(() => Object.values(clients).forEach((client) => client.close()));

  return {
    pid: child.pid ?? -1,
    handshake,
    handshakeMs,
    clients,
    stdout: () => out,
    stderr: () => err,
    exited,

    async queryData(source, queries, options = {}) {
      const response = await call(
        data.queryData.bind(data),
        {
          pluginContext: pluginContext(source),
          headers: { ...options.headers },
          format: DataFrameFormat.ARROW,
          queries: queries.map(({ refId, json, from, to, intervalMs = 60_000, maxDataPoints = 1000 }) => ({
            refId,
            maxDataPoints,
            intervalMS: intervalMs,
            timeRange: { fromEpochMS: from, toEpochMS: to },
            json: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)),
            queryType: '',
          })),
        },
        options
      );
      return Object.fromEntries(
        Object.entries(response.responses).map(([refId, { frames, error, status, errorSource }]) => [
          refId,
          { frames, error, status, errorSource },
        ])
      );
    },

    async checkHealth(source, options = {}) {
      const { status, message, jsonDetails } = await call(
        diagnostics.checkHealth.bind(diagnostics),
        { pluginContext: pluginContext(source), headers: { ...options.headers } },
        options
      );
      const names = {
        [CheckHealthResponse_HealthStatus.OK]: 'OK',
        [CheckHealthResponse_HealthStatus.ERROR]: 'ERROR',
        [CheckHealthResponse_HealthStatus.UNKNOWN]: 'UNKNOWN',
        [CheckHealthResponse_HealthStatus.UNRECOGNIZED]: 'UNKNOWN',
      } as const;
      return {
        ok: status === CheckHealthResponse_HealthStatus.OK,
        status: names[status],
        message,
        details: jsonDetails.length === 0 ? {} : (JSON.parse(jsonDetails.toString()) as unknown),
      };
    },

    callResource(source, url, { method = 'GET', body = Buffer.alloc(0), headers = {}, deadlineMs, signal } = {}) {
      return new Promise((resolve, reject) => {
        const running = resource.callResource(
          {
            pluginContext: pluginContext(source),
            path: url.split('?')[0] ?? '',
            method,
            url,
            headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { values: [value] }])),
            body,
          },
          new Metadata(),
          { deadline: Date.now() + (deadlineMs ?? DEFAULT_DEADLINE_MS) }
        );
        signal?.addEventListener('abort', () => running.cancel(), { once: true });
        let status = 0;
        let responseHeaders: Record<string, readonly string[]> = {};
        const parts: Buffer[] = [];
        running.on('data', (part: { code: number; headers: Record<string, { values: string[] }>; body: Buffer }) => {
          // The first message has the status and the headers; further ones only carry on with the body.
          if (status === 0) {
            status = part.code;
            responseHeaders = Object.fromEntries(
              Object.entries(part.headers).map(([name, { values }]) => [name, values])
            );
          }
          parts.push(part.body);
        });
        running.once('error', reject);
        running.once('end', () => resolve({ status, headers: responseHeaders, body: Buffer.concat(parts) }));
      });
    },

    async collectMetrics() {
      const { metrics } = await call(diagnostics.collectMetrics.bind(diagnostics), { pluginContext: undefined }, {});
      return metrics?.prometheus.toString() ?? '';
    },

    async stop() {
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      if (child.exitCode === null && child.signalCode === null) {
        // It may be gone before it could answer; that it ends is what counts.
        await call(controller.shutdown.bind(controller), {}, { deadlineMs: STOP_TIMEOUT_MS }).catch(() => undefined);
      }
      const code = await exited;
      clearTimeout(kill);
      return code;
    },
  };
}

/** A frame with the JSON of its metadata read: what Grafana makes of the same bytes. */
export interface DecodedFrame {
  readonly name: string;
  readonly refId: string;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly rows: number;
  readonly fields: ReadonlyArray<{
    readonly name: string;
    readonly type: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly config: Readonly<Record<string, unknown>>;
    /** Times in milliseconds. */
    readonly values: ReadonlyArray<string | number | boolean | null>;
  }>;
}

function readJson(text: string | undefined): Record<string, unknown> {
  return text === undefined ? {} : (JSON.parse(text) as Record<string, unknown>);
}

export function decodeFrame(bytes: Uint8Array): DecodedFrame {
  const table: Table = tableFromIPC(bytes);
  // Not the table's own schema: it gives fields of one name the labels of the last of them.
  const { metadata, fields } = RecordBatchReader.from(bytes).open().schema;
  return {
    name: metadata.get('name') ?? '',
    refId: metadata.get('refId') ?? '',
    meta: readJson(metadata.get('meta')),
    rows: table.numRows,
    fields: fields.map((field, i) => {
      const column = table.getChildAt(i);
      return {
        name: field.name,
        type: String(field.type),
        labels: readJson(field.metadata.get('labels')) as Record<string, string>,
        config: readJson(field.metadata.get('config')),
        values: Array.from({ length: table.numRows }, (_, row) => {
          const value: unknown = column?.get(row);
          return typeof value === 'bigint' ? Number(value) : (value as string | number | boolean | null);
        }),
      };
    }),
  };
}
