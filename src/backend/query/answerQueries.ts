import { describeProblems, parseQuery } from '../../model';
import type { Backend } from '../backend';
import { errorUnder, startDeadline } from '../deadline';
import { TidemarkError } from '../errors';
import type { Frame } from '../frames/frame';
import { LONGEST_MS } from '../instance/instance';
import { describeThrown } from '../log';
import type { RpcCall } from '../rpc/call';
import type { DataQuery, QueryDataRequest } from '../rpc/generated/backend';
import { handlers } from './handlers';
import type { QueryContext, QueryRequest } from './request';

export type QueryAnswer =
  { readonly ok: true; readonly frames: readonly Frame[] } | { readonly ok: false; readonly error: TidemarkError };

/** Grafana sets it on what an alert rule asks. */
const FROM_ALERT = 'fromalert';

function isFromAlert(headers: Readonly<Record<string, string>>): boolean {
  return Object.entries(headers).some(([name, value]) => name.toLowerCase() === FROM_ALERT && value === 'true');
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new TidemarkError('bad_query', `The query is not JSON: ${why}.`);
  }
}

function read({ json, timeRange, intervalMS }: DataQuery, fromAlert: boolean): QueryRequest {
  const parsed = parseQuery(readJson(json));
  if (!parsed.ok) {
    throw new TidemarkError('bad_query', describeProblems(parsed.problems));
  }
  if (timeRange === undefined || !(timeRange.toEpochMS > timeRange.fromEpochMS)) {
    throw new TidemarkError('bad_query', 'The time range is empty: its end must be later than its start.');
  }
  return {
    query: parsed.value,
    range: { from: timeRange.fromEpochMS, to: timeRange.toEpochMS },
    intervalMs: intervalMS,
    fromAlert,
  };
}

async function answerOne(
  backend: Backend,
  data: DataQuery,
  fromAlert: boolean,
  context: () => QueryContext,
  signal: AbortSignal
): Promise<QueryAnswer> {
  const started = performance.now();
  let kind = 'invalid';
  let answer: QueryAnswer;
  try {
    const request = read(data, fromAlert);
    kind = request.query.queryType;
    answer = { ok: true, frames: await handlers[request.query.queryType](request, context()) };
  } catch (thrown) {
    const error = errorUnder(signal, thrown);
    answer = { ok: false, error };
    if (error.code === 'internal') {
      backend.log.error('a query failed', { refId: data.refId, kind, ...describeThrown(thrown) });
    } else if (error.code !== 'cancelled') {
      backend.log.info('a query was refused', { refId: data.refId, kind, code: error.code, error: error.message });
    }
  }
  const seconds = (performance.now() - started) / 1000;
  backend.metrics.queried(kind, answer.ok ? 'ok' : answer.error.code, seconds);
  return answer;
}

/** Answers every query of a request at the same time; each fails or succeeds on its own. */
export async function answerQueries(
  backend: Backend,
  { pluginContext, headers, queries }: Pick<QueryDataRequest, 'pluginContext' | 'headers' | 'queries'>,
  call: RpcCall
): Promise<ReadonlyMap<string, QueryAnswer>> {
  const fromAlert = isFromAlert(headers);
  // Wrong settings fail each query with the same words; a query that cannot even be read says so first.
  let instance: QueryContext['instance'] | undefined;
  let timeoutMs: number | undefined;
  let refusal: unknown;
  try {
    ({ timeoutMs, ...instance } = backend.instances.get(pluginContext));
  } catch (thrown) {
    refusal = thrown;
  }
  const deadline = startDeadline(call, timeoutMs ?? LONGEST_MS);
  const context = (): QueryContext => {
    if (instance === undefined) {
      throw refusal;
    }
    return { instance, signal: deadline.signal, now: backend.now };
  };
  try {
    const answers = await Promise.all(
      queries.map(
        async (query) => [query.refId, await answerOne(backend, query, fromAlert, context, deadline.signal)] as const
      )
    );
    return new Map(answers);
  } finally {
    deadline.end();
  }
}
