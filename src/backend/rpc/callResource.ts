import type { Backend } from '../backend';
import { answerResource } from '../resources/answerResource';
import type { RpcCall } from './call';
import type { CallResourceRequest, CallResourceResponse } from './generated/backend';

/** What the editors ask: a path in, JSON out. */
export async function callResource(
  backend: Backend,
  request: CallResourceRequest,
  call: RpcCall,
  write: (response: CallResourceResponse) => void
): Promise<void> {
  const { status, body } = await answerResource(backend, request, call);
  write({
    code: status,
    headers: { 'Content-Type': { values: ['application/json'] } },
    body: Buffer.from(JSON.stringify(body)),
  });
}
