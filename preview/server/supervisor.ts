import { Metadata, type CallOptions, type ServiceError } from '@grpc/grpc-js';
import type { CallResourceResponse } from '../../src/backend/rpc/generated/backend';
import { startPlugin, type PluginProcess } from '../../scripts/lib/pluginProcess';
import type { Backend } from './api';

/** How often Grafana looks whether a plugin died. */
const RESTART_AFTER_MS = 1_000;
/** Grafana's own limit for a query over HTTP. */
const DEADLINE_MS = 30_000;

export interface Supervisor {
  readonly backend: Backend;
  /** The program that runs now, where one does. */
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

type Unary<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void
) => { cancel(): void };

function call<Request, Response>(
  method: Unary<Request, Response>,
  request: Request,
  signal: AbortSignal
): Promise<Response> {
  return new Promise((done, fail) => {
    const running = method(request, new Metadata(), { deadline: Date.now() + DEADLINE_MS }, (error, response) => {
      signal.removeEventListener('abort', cancel);
      if (error === null) {
        done(response);
      } else {
        fail(error);
      }
    });
    const cancel = (): void => running.cancel();
    signal.addEventListener('abort', cancel, { once: true });
  });
}

/** Keeps the executable running, as Grafana does: one that ends is started again, as often as it ends. */
export async function supervise(log: (line: string) => void): Promise<Supervisor> {
  let stopping = false;
  let current: Promise<PluginProcess> = startPlugin();
  let running: PluginProcess | undefined;

  const watch = (process: PluginProcess): void => {
    running = process;
    void process.exited.then(async (code) => {
      running = undefined;
      if (stopping) {
        return;
      }
      log(`The plugin's program ended (${code === null ? 'by a signal' : `exit code ${code}`}); starting it again.`);
      await again();
    });
  };
  const again = async (): Promise<void> => {
    current = new Promise((done) => setTimeout(done, RESTART_AFTER_MS)).then(() => startPlugin());
    try {
      watch(await current);
    } catch (thrown) {
      log(`The plugin's program did not start: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      if (!stopping) {
        await again();
      }
    }
  };
  watch(await current);

  const clients = async (): Promise<PluginProcess['clients']> => (await current).clients;
  return {
    pid: () => running?.pid,
    backend: {
      queryData: async (request, signal) => {
        const { data } = await clients();
        return call(data.queryData.bind(data), request, signal);
      },
      checkHealth: async (request, signal) => {
        const { diagnostics } = await clients();
        return call(diagnostics.checkHealth.bind(diagnostics), request, signal);
      },
      collectMetrics: async (request, signal) => {
        const { diagnostics } = await clients();
        return call(diagnostics.collectMetrics.bind(diagnostics), request, signal);
      },
      callResource: async (request, signal) => {
        const { resource } = await clients();
        return new Promise((done, fail) => {
          const stream = resource.callResource(request, new Metadata(), { deadline: Date.now() + DEADLINE_MS });
          const parts: CallResourceResponse[] = [];
          const cancel = (): void => stream.cancel();
          signal.addEventListener('abort', cancel, { once: true });
          stream.on('data', (part: CallResourceResponse) => parts.push(part));
          stream.once('error', fail);
          stream.once('end', () => done(parts));
        });
      },
    },
    stop: async () => {
      stopping = true;
      await running?.stop();
    },
  };
}
