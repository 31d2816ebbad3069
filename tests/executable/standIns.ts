import type { RequestListener, ServerResponse } from 'node:http';
import { serve } from './http';

/** One text that was asked, in the language of who was asked. */
export interface AskedText {
  readonly language: 'promql' | 'logql';
  readonly text: string;
}

export interface StandInOptions {
  /** Lines that Loki tells to have, of each stream and stretch of time. */
  readonly lines: number;
  /** How long each of them is; 300 where it is left out. */
  readonly bytesPerLine?: number;
  /** Whether this request is never answered. */
  readonly holds?: (request: { readonly path: string; readonly params: URLSearchParams }) => boolean;
  /** Whether pages of lines are full, so that more are asked for. */
  readonly fullPages?: boolean;
}

export interface StandIns {
  readonly prometheus: string;
  readonly loki: string;
  readonly asked: readonly AskedText[];
  /** Requests that are open now, because they are held. */
  held(): number;
  close(): Promise<void>;
}

/** The labels by which a query keeps its answer apart. */
function groupingOf(query: string): readonly string[] {
  const [, labels = ''] = /^[^(]*\bby\s*\(([^)]*)\)/.exec(query) ?? [];
  return labels.split(',').flatMap((label) => (label.trim() === '' ? [] : [label.trim()]));
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  le: ['1', '2', '4', '+Inf'],
  tm_bin: ['0', '1', '2', 'missing'],
  feature: ['amount'],
  correct: ['true', 'false'],
};

/** Every set of values of the labels; a bucket counts what those below it do. */
function seriesOf(
  query: string
): ReadonlyArray<{ readonly metric: Readonly<Record<string, string>>; readonly count: number }> {
  return groupingOf(query).reduce<
    ReadonlyArray<{ readonly metric: Readonly<Record<string, string>>; readonly count: number }>
  >(
    (all, label) =>
      (VALUES[label] ?? ['a', 'b', '']).flatMap((value, i) =>
        all.map(({ metric, count }) => ({ metric: { ...metric, [label]: value }, count: count * (i + 1) }))
      ),
    [{ metric: {}, count: 100 }]
  );
}

function vector(query: string, time: number): object {
  const result = seriesOf(query).map(({ metric, count }) => ({ metric, value: [time, String(count)] }));
  return { status: 'success', data: { resultType: 'vector', result } };
}

function matrix(query: string, params: URLSearchParams): object {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(params.get(name)));
  const from = (start ?? 0) > 1e12 ? (start ?? 0) / 1e9 : (start ?? 0);
  const to = (end ?? 0) > 1e12 ? (end ?? 0) / 1e9 : (end ?? 0);
  const times = Array.from(
    { length: Math.min(50, Math.floor((to - from) / (step || 60)) + 1) },
    (_, i) => from + i * (step || 60)
  );
  const result = seriesOf(query).map(({ metric, count }) => ({
    metric,
    values: times.map((time, i) => [time, String(count * (i + 1))]),
  }));
  return { status: 'success', data: { resultType: 'matrix', result } };
}

const EVENTS: Readonly<Record<string, (i: number) => object>> = {
  label: (i) => ({ prediction_id: `p-${i}`, label: i % 3 === 0 ? 'fraud' : 'legit' }),
  model: (i) => ({ version: String(7 + (i % 2)), stage: 'deployed', hyperparameters: { depth: i } }),
  pipeline: (i) => ({ job: 'daily', run_id: `run-${i}`, status: 'succeeded', duration_s: 60, rows: 1000 }),
};

function prediction(i: number): object {
  return {
    prediction_id: `p-${i}`,
    request_id: `r-${i}`,
    version: '7',
    features: { amount: (i * 37) % 101, country: ['DE', 'FR', 'IN'][i % 3] },
    prediction: i % 4 === 0 ? 'fraud' : 'legit',
    confidence: 0.5 + (i % 50) / 100,
    latency_ms: 12,
  };
}

function lines(query: string, params: URLSearchParams, full: boolean): object {
  const [, event = ''] = /event="(\w+)"/.exec(query) ?? [];
  const limit = Number(params.get('limit') ?? 100);
  const count = full ? limit : Math.min(limit, 60);
  const [start, end] = [BigInt(params.get('start') ?? 0), BigInt(params.get('end') ?? 0)];
  const values = Array.from({ length: count }, (_, i) => [
    String(start + 1n + ((end - start) * BigInt(i)) / BigInt(count + 1)),
    JSON.stringify((EVENTS[event] ?? prediction)(i)),
  ]);
  const ordered = params.get('direction') === 'backward' ? values.reverse() : values;
  return {
    status: 'success',
    data: { resultType: 'streams', result: [{ stream: { model: 'm', role: 'live' }, values: ordered }] },
  };
}

const FIELDS: ReadonlyArray<readonly [path: string, type: string, cardinality: number]> = [
  ['prediction_id', 'string', 1000],
  ['request_id', 'string', 1000],
  ['version', 'string', 2],
  ['features.amount', 'float', 900],
  ['features.country', 'string', 3],
  ['prediction', 'string', 2],
  ['confidence', 'float', 500],
  ['latency_ms', 'float', 100],
];

function detectedFields(): object {
  return {
    fields: FIELDS.map(([path, type, cardinality]) => ({
      label: path.replaceAll('.', '_'),
      type,
      cardinality,
      parsers: ['json', 'logfmt'],
      jsonPath: path.split('.'),
    })),
  };
}

function loki(
  path: string,
  params: URLSearchParams,
  { lines: many, bytesPerLine = 300, fullPages = false }: StandInOptions
): object {
  const query = params.get('query') ?? '';
  switch (path.slice('/loki/api/v1/'.length)) {
    case 'query':
      return vector(query, Number(params.get('time')) / 1e9);
    case 'query_range':
      return params.has('step') ? matrix(query, params) : lines(query, params, fullPages);
    case 'index/stats':
      return { streams: 1, chunks: 1, entries: many, bytes: many * bytesPerLine };
    case 'index/volume': {
      const result = [{ metric: { model: 'm' }, value: [0, String(many * bytesPerLine)] }];
      return { status: 'success', data: { resultType: 'vector', result } };
    }
    case 'detected_fields':
      return detectedFields();
    case 'labels':
      return { status: 'success', data: ['model', 'role', 'event'] };
    case 'status/buildinfo':
      return { version: '3.7.6' };
    case 'series':
      return { status: 'success', data: [{ model: 'm' }] };
    default:
      return { status: 'success', data: ['m', 'live', 'prediction'] };
  }
}

function prometheus(path: string, params: URLSearchParams): object {
  const query = params.get('query') ?? '';
  switch (path.slice('/api/v1/'.length)) {
    case 'query':
      return vector(query, Number(params.get('time')));
    case 'query_range':
      return matrix(query, params);
    case 'status/buildinfo':
      return { status: 'success', data: { version: '3.1.0' } };
    case 'status/runtimeinfo':
      return { status: 'success', data: { storageRetention: '400d' } };
    case 'series':
      return { status: 'success', data: [{ __name__: 'model_feature_bucket', model: 'm', feature: 'amount' }] };
    default:
      return { status: 'success', data: ['model_feature_bucket', 'm', 'amount'] };
  }
}

/**
 * Servers that take every question that is put to a Prometheus and a Loki and answer something of the right shape, so
 * that what comes after the first answer is asked as well. What they say means nothing.
 */
export async function standIns(options: StandInOptions): Promise<StandIns> {
  const asked: AskedText[] = [];
  const open = new Set<ServerResponse>();
  const listen =
    (language: AskedText['language'], answer: (path: string, params: URLSearchParams) => object): RequestListener =>
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://local');
        const form = Buffer.concat(chunks).toString('utf8');
        const params = form === '' ? url.searchParams : new URLSearchParams(form);
        const texts = [...params.getAll('query'), ...params.getAll('match[]')];
        asked.push(...texts.filter((text) => text !== '').map((text) => ({ language, text })));
        if (options.holds?.({ path: url.pathname, params }) === true) {
          open.add(response);
          response.once('close', () => open.delete(response));
          return;
        }
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer(url.pathname, params)));
      });
    };
  const servers = [
    await serve(listen('promql', prometheus)),
    await serve(listen('logql', (path, params) => loki(path, params, options))),
  ] as const;
  return {
    prometheus: servers[0].url,
    loki: servers[1].url,
    asked,
    held: () => open.size,
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
