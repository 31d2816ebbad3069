import {
  CheckHealthResponse_HealthStatus,
  DataFrameFormat,
  type CallResourceRequest,
  type CallResourceResponse,
  type CheckHealthRequest,
  type CheckHealthResponse,
  type CollectMetricsRequest,
  type CollectMetricsResponse,
  type DataQuery,
  type DataResponse,
  type PluginContext,
  type QueryDataRequest,
  type QueryDataResponse,
} from '../../src/backend/rpc/generated/backend';
import { failure, json, jsonText, namedFailure, type Answer } from './answer';
import { toInstanceSettings, toSettings, type DataSources } from './dataSources';
import { frameJson } from './frameJson';
import type { BuiltPlugin } from './pluginFiles';
import type { DataSourceRecord } from './provisioning';
import { parseTime } from './timeRange';

/** The executable, as its host speaks to it. Every call rejects where the program is not there or fails. */
export interface Backend {
  queryData(request: QueryDataRequest, signal: AbortSignal): Promise<QueryDataResponse>;
  checkHealth(request: CheckHealthRequest, signal: AbortSignal): Promise<CheckHealthResponse>;
  callResource(request: CallResourceRequest, signal: AbortSignal): Promise<readonly CallResourceResponse[]>;
  collectMetrics(request: CollectMetricsRequest, signal: AbortSignal): Promise<CollectMetricsResponse>;
}

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
  /** Aborted where the one who asked went away. */
  readonly signal: AbortSignal;
}

export interface ApiOptions {
  readonly version: string;
  readonly plugins: readonly BuiltPlugin[];
  readonly dataSources: DataSources;
  readonly others: readonly DataSourceRecord[];
  readonly backend: Backend;
  /** What `/api/prometheus/grafana/api/v1/rules` answers. */
  readonly alertRules: unknown;
  /** What `/api/v1/provisioning/contact-points` answers. */
  readonly contactPoints: unknown;
  readonly appUrl: () => string;
  readonly log: (line: string) => void;
}

type Handler = (request: Request, ...captured: string[]) => Answer | Promise<Answer>;

/** Headers that Grafana takes away before a plugin sees them. */
const STRIPPED = new Set(['cookie', 'authorization', 'host', 'connection', 'content-length', 'transfer-encoding']);
/** Headers of a query that Grafana hands on, each as `http_<name>`. */
const HANDED_ON = [
  'X-Datasource-Uid',
  'X-Dashboard-Uid',
  'X-Panel-Id',
  'X-Query-Group-Id',
  'X-Grafana-From-Expr',
  'X-Panel-Plugin-Id',
];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Grafana's HTTP, as far as the plugin and its tests use it: the same paths, shapes and statuses. */
export function createApi(options: ApiOptions): (request: Request) => Promise<Answer | undefined> {
  const { version, plugins, dataSources, backend, log } = options;
  const pluginOf = (id: string): BuiltPlugin | undefined => plugins.find((plugin) => plugin.id === id);

  const contextOf = (record: DataSourceRecord): PluginContext => ({
    orgId: 1,
    pluginId: record.type,
    user: { login: 'admin', name: '', email: 'admin@localhost', role: 'Admin' },
    appInstanceSettings: undefined,
    dataSourceInstanceSettings: {
      id: record.id,
      uid: record.uid,
      name: record.name,
      url: record.url,
      user: record.user,
      database: record.database,
      basicAuthEnabled: record.basicAuth,
      basicAuthUser: record.basicAuthUser,
      jsonData: Buffer.from(JSON.stringify(record.jsonData)),
      decryptedSecureJsonData: { ...record.secureJsonData },
      lastUpdatedMS: record.updated,
      apiVersion: '',
    },
    grafanaConfig: { GF_APP_URL: options.appUrl() },
    pluginVersion: pluginOf(record.type)?.meta.info.version ?? '',
    userAgent: `Grafana/${version}`,
    apiVersion: '',
  });

  /** A call that the program did not answer: Grafana tells the caller no more than that. */
  const programFailed = (what: string, thrown: unknown): Answer => {
    log(`${what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return namedFailure(500, 'plugin.requestFailureError', 'An error occurred within the plugin');
  };

  const frontendSettings: Handler = () =>
    json(200, {
      datasources: Object.fromEntries(
        dataSources.all().flatMap((record) => {
          const meta = pluginOf(record.type)?.meta;
          return meta === undefined ? [] : [[record.name, toInstanceSettings(record, meta)]];
        })
      ),
      defaultDatasource: dataSources.default()?.name ?? '',
      buildInfo: { version },
    });

  const listDataSources: Handler = () =>
    json(
      200,
      dataSources.all().map((record) => toSettings(record, pluginOf(record.type)?.meta))
    );

  const oneDataSource: Handler = (request, uid = '') => {
    const record = dataSources.find(uid);
    if (record === undefined) {
      return failure(404, 'Data source not found');
    }
    const meta = pluginOf(record.type)?.meta;
    if (request.method === 'GET') {
      return json(200, toSettings(record, meta));
    }
    if (record.readOnly) {
      return failure(403, 'Cannot update read-only data source');
    }
    const change = parseJson(request.body);
    if (!isRecord(change)) {
      return failure(400, 'bad request data');
    }
    const updated = dataSources.update(uid, change, Date.now());
    return json(200, {
      id: updated.id,
      name: updated.name,
      message: 'Datasource updated',
      datasource: toSettings(updated, meta),
    });
  };

  const health: Handler = async (request, uid = '') => {
    const record = dataSources.find(uid);
    if (record === undefined) {
      return failure(404, 'Data source not found');
    }
    let response: CheckHealthResponse;
    try {
      response = await backend.checkHealth({ pluginContext: contextOf(record), headers: {} }, request.signal);
    } catch (thrown) {
      return programFailed('The health check got no answer', thrown);
    }
    const ok = response.status === CheckHealthResponse_HealthStatus.OK;
    const status = ok ? 'OK' : response.status === CheckHealthResponse_HealthStatus.ERROR ? 'ERROR' : 'UNKNOWN';
    const details = response.jsonDetails.length === 0 ? undefined : parseJson(response.jsonDetails);
    return json(ok ? 200 : 400, { ...(details !== undefined && { details }), message: response.message, status });
  };

  const resource: Handler = async (request, uid = '', path = '') => {
    const record = dataSources.find(uid);
    if (record === undefined) {
      return failure(404, 'Data source not found');
    }
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined || STRIPPED.has(name)
        ? []
        : [[name, { values: Array.isArray(value) ? value : [value] }] as const]
    );
    let responses: readonly CallResourceResponse[];
    try {
      responses = await backend.callResource(
        {
          pluginContext: contextOf(record),
          path: decodeURIComponent(path),
          method: request.method,
          url: `${path}${request.url.search}`,
          headers: Object.fromEntries(headers),
          body: Buffer.from(request.body),
        },
        request.signal
      );
    } catch (thrown) {
      return programFailed(`The resource "${path}" got no answer`, thrown);
    }
    const [first] = responses;
    if (first === undefined) {
      return programFailed(`The resource "${path}" got no answer`, 'the stream was empty');
    }
    return {
      status: first.code,
      headers: Object.fromEntries(Object.entries(first.headers).map(([name, { values }]) => [name, values])),
      body: Buffer.concat(responses.map(({ body }) => body)),
    };
  };

  /** Hands a question on to the server of another data source, as Grafana does for whoever may query it. */
  const proxied: Handler = async (request, uid = '', path = '') => {
    const record = options.others.find((one) => one.uid === uid);
    if (record === undefined || record.url === '') {
      return failure(404, 'Data source not found');
    }
    const type = request.headers['content-type'];
    try {
      const answer = await fetch(`${record.url.replace(/\/+$/, '')}/${path}${request.url.search}`, {
        method: request.method,
        headers: typeof type === 'string' ? { 'content-type': type } : {},
        ...(request.body.length === 0 ? {} : { body: Buffer.from(request.body) }),
        signal: request.signal,
      });
      return {
        status: answer.status,
        headers: { 'content-type': answer.headers.get('content-type') ?? 'application/json' },
        body: Buffer.from(await answer.arrayBuffer()),
      };
    } catch {
      return failure(502, 'Bad Gateway');
    }
  };

  const metrics: Handler = async (request, id = '') => {
    if (!plugins.some((plugin) => plugin.id === id && plugin.backend)) {
      return failure(404, 'Plugin not found');
    }
    try {
      const response = await backend.collectMetrics({ pluginContext: undefined }, request.signal);
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: response.metrics?.prometheus ?? '' };
    } catch (thrown) {
      return programFailed('The metrics got no answer', thrown);
    }
  };

  const query: Handler = async (request) => {
    const body = parseJson(request.body);
    if (!isRecord(body)) {
      return failure(400, 'bad request data');
    }
    const queries = Array.isArray(body['queries']) ? body['queries'].filter(isRecord) : [];
    if (queries.length === 0) {
      return namedFailure(400, 'query.noQueries', 'No queries found');
    }
    const groups = new Map<string, { record: DataSourceRecord; queries: DataQuery[] }>();
    const seen = new Set<string>();
    const now = Date.now();
    const from = parseTime(textOf(body['from'], 'now-6h'), now);
    const to = parseTime(textOf(body['to'], 'now'), now);
    if (from === undefined || to === undefined) {
      return failure(400, `bad request data: "from" and "to" are milliseconds since the epoch, "now" or "now-6h"`);
    }
    for (const each of queries) {
      const reference = each['datasource'];
      const uid = isRecord(reference) ? reference['uid'] : reference;
      if (typeof uid !== 'string' || uid === '') {
        return namedFailure(400, 'query.invalidDatasourceId', 'Query does not contain a valid data source identifier');
      }
      const record = dataSources.find(uid);
      if (record === undefined) {
        return failure(404, 'Data source not found');
      }
      const refId = textOf(each['refId'], 'A');
      if (seen.has(refId)) {
        return namedFailure(400, 'query.duplicateRefId', 'Multiple queries using the same RefId is not allowed ');
      }
      seen.add(refId);
      const group = groups.get(uid) ?? { record, queries: [] };
      group.queries.push({
        refId,
        queryType: textOf(each['queryType'], ''),
        maxDataPoints: numberOf(each['maxDataPoints'], 100),
        intervalMS: numberOf(each['intervalMs'], 1_000),
        timeRange: { fromEpochMS: from, toEpochMS: to },
        json: Buffer.from(JSON.stringify(each)),
      });
      groups.set(uid, group);
    }
    const headers = Object.fromEntries(
      HANDED_ON.flatMap((name) => {
        const value = request.headers[name.toLowerCase()];
        return typeof value === 'string' && value !== '' ? [[`http_${name}`, value]] : [];
      })
    );
    let answers: ReadonlyArray<Readonly<Record<string, DataResponse>>>;
    try {
      answers = await Promise.all(
        [...groups.values()].map(async (group) => {
          const response = await backend.queryData(
            {
              pluginContext: contextOf(group.record),
              headers,
              queries: group.queries,
              format: DataFrameFormat.ARROW,
            },
            request.signal
          );
          return response.responses;
        })
      );
    } catch (thrown) {
      return programFailed('The query got no answer', thrown);
    }
    const responses = Object.entries(Object.assign({}, ...answers) as Record<string, DataResponse>).sort(([a], [b]) =>
      a < b ? -1 : 1
    );
    const results = responses.map(([refId, response]) => `${JSON.stringify(refId)}:${dataResponseJson(response)}`);
    const failed = responses.some(([, response]) => response.error !== '');
    return jsonText(failed ? 400 : 200, `{"results":{${results.join(',')}}}`);
  };

  const pluginSettings: Handler = (_, id = '') => {
    const plugin = pluginOf(id);
    return plugin === undefined
      ? failure(404, 'Plugin not found, no installed plugin with that id')
      : json(200, plugin.meta);
  };

  const routes: ReadonlyArray<readonly [methods: string, path: RegExp, handler: Handler]> = [
    ['POST', /^\/api\/ds\/query$/, query],
    ['GET', /^\/api\/datasources\/uid\/([^/]+)\/health$/, health],
    ['*', /^\/api\/datasources\/uid\/([^/]+)\/resources\/?(.*)$/, resource],
    ['GET POST', /^\/api\/datasources\/proxy\/uid\/([^/]+)\/(.*)$/, proxied],
    ['GET PUT', /^\/api\/datasources\/uid\/([^/]+)$/, oneDataSource],
    ['GET', /^\/api\/datasources$/, listDataSources],
    ['GET', /^\/api\/frontend\/settings$/, frontendSettings],
    ['GET', /^\/api\/prometheus\/grafana\/api\/v1\/rules$/, () => json(200, options.alertRules)],
    ['GET', /^\/api\/v1\/provisioning\/contact-points$/, () => json(200, options.contactPoints)],
    // Nothing is evaluated here, so nothing has fired.
    ['GET', /^\/api\/annotations$/, () => json(200, [])],
    ['GET', /^\/api\/plugins\/([^/]+)\/settings$/, pluginSettings],
    ['GET', /^\/metrics\/plugins\/([^/]+)$/, metrics],
    [
      'GET HEAD',
      /^\/api\/health$/,
      () => jsonText(200, JSON.stringify({ database: 'ok', version, commit: 'preview' }, null, 2)),
    ],
  ];

  return async (request) => {
    const { pathname } = request.url;
    for (const [methods, path, handler] of routes) {
      const match = path.exec(pathname);
      if (match !== null && (methods === '*' || methods.split(' ').includes(request.method))) {
        // The rest of a resource's path goes on as it came; names in a path are read.
        const [, first, rest] = match;
        return handler(
          request,
          ...(first === undefined ? [] : [decodeURIComponent(first)]),
          ...(rest === undefined ? [] : [rest])
        );
      }
    }
    return pathname.startsWith('/api/') || pathname.startsWith('/metrics/') ? failure(404, 'Not found') : undefined;
  };
}

const textOf = (value: unknown, otherwise: string): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : otherwise;
const numberOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : otherwise;

/** The answer to one query, as Grafana's SDK writes it. */
function dataResponseJson(response: DataResponse): string {
  const failed = response.error !== '';
  const status = response.status > 0 ? response.status : failed ? 500 : 200;
  return `{${[
    ...(failed
      ? [`"error":${JSON.stringify(response.error)}`, `"errorSource":${JSON.stringify(response.errorSource)}`]
      : []),
    `"status":${status}`,
    `"frames":[${response.frames.map(frameJson).join(',')}]`,
  ].join(',')}}`;
}
