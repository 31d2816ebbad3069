import type { ResourceError } from '../../model';
import type { Backend } from '../backend';
import { errorUnder, startDeadline } from '../deadline';
import { TidemarkError } from '../errors';
import { LONGEST_MS } from '../instance/instance';
import { describeThrown } from '../log';
import type { RpcCall } from '../rpc/call';
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

async function answer(
  backend: Backend,
  path: keyof typeof resources,
  { pluginContext, url }: CallResourceRequest,
  call: RpcCall
): Promise<ResourceAnswer> {
  let deadline = startDeadline(call, LONGEST_MS);
  try {
    const instance = backend.instances.get(pluginContext);
    deadline.end();
    deadline = startDeadline(call, instance.timeoutMs);
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
  if (!isKnown(path)) {
    backend.metrics.resourceAsked('unknown', 404);
    return refused(
      new TidemarkError(
        'not_found',
        `No resource ${JSON.stringify(path)}: there is ${Object.keys(resources).join(', ')}.`
      )
    );
  }
  const answered =
    request.method === 'GET'
      ? await answer(backend, path, request, call)
      : refused(new TidemarkError('bad_query', `${request.method} is not allowed: resources are read with GET.`), 405);
  backend.metrics.resourceAsked(path, answered.status);
  return answered;
}
