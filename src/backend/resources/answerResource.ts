import {
  describeProblems,
  parseReplayRequest,
  REPLAY_RESOURCE,
  type ReplayRequest,
  type ResourceError,
} from '../../model';
import type { Backend } from '../backend';
import { errorUnder, startDeadline } from '../deadline';
import { TidemarkError } from '../errors';
import { LONGEST_MS } from '../instance/instance';
import { describeThrown } from '../log';
import type { RpcCall } from '../rpc/call';
import { replay } from '../replay/replay';
import type { CallResourceRequest } from '../rpc/generated/backend';
import { rangeOf, readParams } from './params';
import { resources } from './resources';

export interface ResourceAnswer {
  readonly status: number;
  readonly body: unknown;
}

function isKnown(path: string): path is keyof typeof resources {
  return Object.hasOwn(resources, path);
}

function refused(error: TidemarkError, status = error.status): ResourceAnswer {
  const { message, code, source } = error;
  return { status, body: { message, code, errorSource: source } satisfies ResourceError };
}

/** So much of the time of a request goes into evaluations; the rest is for the one under way, and for the answer. */
const REPLAY_SHARE = 0.4;

function readReplay(body: Buffer): ReplayRequest {
  let input: unknown;
  try {
    input = JSON.parse(body.toString('utf8'));
  } catch (thrown) {
    throw new TidemarkError(
      'bad_query',
      `The body is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}.`
    );
  }
  const parsed = parseReplayRequest(input);
  if (!parsed.ok) {
    throw new TidemarkError('bad_query', describeProblems(parsed.problems));
  }
  return parsed.value;
}

async function answer(
  backend: Backend,
  path: keyof typeof resources | typeof REPLAY_RESOURCE,
  { pluginContext, url, body }: CallResourceRequest,
  call: RpcCall
): Promise<ResourceAnswer> {
  let deadline = startDeadline(call, LONGEST_MS);
  try {
    const instance = backend.instances.get(pluginContext);
    deadline.end();
    deadline = startDeadline(call, instance.timeoutMs);
    if (path === REPLAY_RESOURCE) {
      const request = readReplay(body);
      const { signal } = deadline;
      const budgetMs = instance.timeoutMs * REPLAY_SHARE;
      return { status: 200, body: await replay(request, { instance, signal, now: backend.now, budgetMs }) };
    }
    const params = readParams(url);
    const range = rangeOf(params, backend.now());
    return { status: 200, body: await resources[path]({ instance, params, range, signal: deadline.signal }) };
  } catch (thrown) {
    const error = errorUnder(deadline.signal, thrown);
    if (error.code === 'internal') {
      backend.log.error('a resource failed', { path, ...describeThrown(thrown) });
    }
    return refused(error);
  } finally {
    deadline.end();
  }
}

/** Answers what an editor asks: JSON, or a `ResourceError` with its HTTP status. */
export async function answerResource(
  backend: Backend,
  request: CallResourceRequest,
  call: RpcCall
): Promise<ResourceAnswer> {
  const path = request.path.replace(/^\/+|\/+$/g, '');
  if (path !== REPLAY_RESOURCE && !isKnown(path)) {
    backend.metrics.resourceAsked('unknown', 404);
    return refused(
      new TidemarkError(
        'not_found',
        `No resource ${JSON.stringify(path)}: there is ${[...Object.keys(resources), REPLAY_RESOURCE].join(', ')}.`
      )
    );
  }
  const wanted = path === REPLAY_RESOURCE ? 'POST' : 'GET';
  const answered =
    request.method === wanted
      ? await answer(backend, path, request, call)
      : refused(
          new TidemarkError(
            'bad_query',
            `${request.method} is not allowed: ${wanted === 'GET' ? 'resources are read with GET' : 'a replay is asked for with POST'}.`
          ),
          405
        );
  backend.metrics.resourceAsked(path, answered.status);
  return answered;
}
