import type { Backend } from '../backend';
import { checkInstance } from '../health/checkInstance';
import type { RpcCall } from './call';
import {
  CheckHealthResponse_HealthStatus,
  type CheckHealthRequest,
  type CheckHealthResponse,
} from './generated/backend';

/** "Save & test": what is wrong, or who answered. Grafana shows `message`, and `jsonDetails.verboseMessage` below it. */
export async function checkHealth(
  backend: Backend,
  request: CheckHealthRequest,
  call: RpcCall
): Promise<CheckHealthResponse> {
  const { ok, message, details } = await checkInstance(backend, request.pluginContext, call);
  return {
    status: ok ? CheckHealthResponse_HealthStatus.OK : CheckHealthResponse_HealthStatus.ERROR,
    message,
    jsonDetails: Buffer.from(JSON.stringify(details)),
  };
}
