import { createBackend } from './backend';
import { handshakeLine, refuseToServe } from './handshake';
import { createLogger, describeThrown } from './log';
import { createHousekeeping, processMemory } from './memory';
import { watchParent } from './orphan';
import { startServer } from './rpc/server';
import { VERSION } from './version';

const refusal = refuseToServe(process.env);
if (refusal !== undefined) {
  process.stderr.write(`${refusal}\n`);
  process.exit(1);
}

// Grafana makes it of `log_level` in the section `[plugin.tidemark-drift-datasource]` of its configuration.
const log = createLogger(
  (line) => process.stderr.write(line),
  process.env['GF_PLUGIN_LOG_LEVEL'] === 'debug' ? 'debug' : 'info'
);

/** How long an orderly end may take; Grafana kills after two seconds. */
const LONGEST_STOP_MS = 1_500;

async function main(): Promise<void> {
  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) {
      return;
    }
    stopping = true;
    log.info('stopping', { why });
    setTimeout(() => process.exit(0), LONGEST_STOP_MS);
    void server.stop().finally(() => process.exit(0));
  };

  const backend = createBackend({ log, now: Date.now });
  const server = await startServer(backend, {
    onShutdown: () => stop('Grafana asked'),
    onEnd: createHousekeeping(processMemory()),
    onFailure: (thrown) => log.error('a request failed', describeThrown(thrown)),
  });
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  watchParent(() => stop('the process that started it is gone'));

  const toStdout = process.stdout.write.bind(process.stdout);
  // Nothing but the handshake may ever stand on stdout: whatever a library prints becomes a line of the log.
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    log.warn('printed', { text: String(chunk) });
    return true;
  };
  for (const method of ['log', 'info', 'debug', 'warn', 'error'] as const) {
    globalThis.console[method] = (...parts: unknown[]) => log.warn('printed', { text: parts.map(String).join(' ') });
  }
  toStdout(handshakeLine(server.port));
  log.info('ready', { version: VERSION, port: server.port });
}

process.on('unhandledRejection', (thrown) => log.error('unhandled rejection', describeThrown(thrown)));
process.on('uncaughtException', (thrown) => {
  // Nobody knows what state this leaves behind; Grafana starts a new process within seconds.
  log.error('uncaught exception', describeThrown(thrown));
  process.exit(1);
});

main().catch((thrown: unknown) => {
  log.error('could not start', describeThrown(thrown));
  process.exit(1);
});
