import { status } from '@grpc/grpc-js';
import { HealthCheckResponse_ServingStatus, type HealthCheckResponse, type HealthServer } from './generated/health';

/** The name under which Grafana's plugin host asks for us; an empty one asks for the server as a whole. */
const KNOWN: readonly string[] = ['', 'plugin'];

const SERVING: HealthCheckResponse = { status: HealthCheckResponse_ServingStatus.SERVING };

/** gRPC's standard health service: a process that answers at all is serving. */
export const health: HealthServer = {
  check: (call, callback) => {
    if (KNOWN.includes(call.request.service)) {
      callback(null, SERVING);
    } else {
      callback({ code: status.NOT_FOUND, details: `no service named ${JSON.stringify(call.request.service)}` });
    }
  },
  watch: (call) => {
    call.write(
      KNOWN.includes(call.request.service) ? SERVING : { status: HealthCheckResponse_ServingStatus.SERVICE_UNKNOWN }
    );
    // The status never changes while the process lives; the stream stays open until the watcher leaves.
    call.on('cancelled', () => call.end());
  },
  list: (_call, callback) => {
    callback(null, { statuses: Object.fromEntries(KNOWN.map((name) => [name, SERVING])) });
  },
};
