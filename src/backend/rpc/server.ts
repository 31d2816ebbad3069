import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { Backend } from '../backend';
import { callResource } from './callResource';
import { CallsUnderWay, streaming, unary, type Serving } from './call';
import { checkHealth } from './checkHealth';
import { collectMetrics } from './collectMetrics';
import {
  DataService,
  DiagnosticsService,
  ResourceService,
  StreamService,
  type DataServer,
  type DiagnosticsServer,
  type ResourceServer,
  type StreamServer,
} from './generated/backend';
import { GRPCControllerService, type GRPCControllerServer } from './generated/controller';
import { HealthService, type HealthServer } from './generated/health';
import { health } from './health';
import { queryChunkedData, queryData } from './queryData';
import { stream } from './stream';

/** A profile of many features in the settings comes with every request; gRPC's own limit is 4 MiB. */
const LARGEST_REQUEST = 256 * 1024 * 1024;
const UNLIMITED = -1;

/** How long calls under way may still run after they were told to stop. Grafana kills after two seconds. */
const GRACE_MS = 1_000;

export interface RunningServer {
  readonly port: number;
  /** Stops accepting, ends what runs, and resolves when all is closed. */
  stop(): Promise<void>;
}

/** Serves Grafana's plugin protocol on a free port of the loopback interface. */
export async function startServer(
  backend: Backend,
  events: { onShutdown: () => void } & Pick<Serving, 'onEnd' | 'onFailure'>
): Promise<RunningServer> {
  const server = new Server({
    'grpc.max_receive_message_length': LARGEST_REQUEST,
    'grpc.max_send_message_length': UNLIMITED,
  });
  const calls = new CallsUnderWay();
  const serving: Serving = { calls, onEnd: events.onEnd, onFailure: events.onFailure };

  server.addService(DataService, {
    queryData: unary(serving, (request, call) => queryData(backend, request, call)),
    queryChunkedData: streaming(serving, (request, call, write) => queryChunkedData(backend, request, call, write)),
  } satisfies DataServer);
  server.addService(DiagnosticsService, {
    checkHealth: unary(serving, (request, call) => checkHealth(backend, request, call)),
    collectMetrics: unary(serving, () => collectMetrics(backend)),
  } satisfies DiagnosticsServer);
  server.addService(ResourceService, {
    callResource: streaming(serving, (request, call, write) => callResource(backend, request, call, write)),
  } satisfies ResourceServer);
  server.addService(StreamService, stream satisfies StreamServer);
  server.addService(HealthService, health satisfies HealthServer);
  server.addService(GRPCControllerService, {
    shutdown: (_call, callback) => {
      callback(null, {});
      events.onShutdown();
    },
  } satisfies GRPCControllerServer);

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error)
    );
  });

  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        calls.cancelAll();
        const force = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, GRACE_MS);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
      }),
  };
}
