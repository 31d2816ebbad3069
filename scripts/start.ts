/**
 * `npm start`: builds what is missing, and serves the preview until it is told to stop.
 *
 *   npm start -- --port 3210 --host 127.0.0.1 --provisioning DIR
 */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readAlertRules, readContactPoints } from '../preview/server/alertRules';
import { ProvisioningError, readProvisioning, sampleDataSource } from '../preview/server/provisioning';
import { AddressError, startServer } from '../preview/server/server';
import { supervise } from '../preview/server/supervisor';
import { DATASOURCE_ID } from '../src/model/ids';
import { BuildError, ROOT, ensureBuilt } from './lib/build';

const USAGE = 'npm start -- [--port 3000] [--host 127.0.0.1] [--provisioning provisioning]';

/** Something that the person who typed the command can mend: one sentence, and no stack. */
class UsageError extends Error {}

function readOptions(): { port: number; host: string; provisioning: string | undefined } {
  let values: { port?: string; host?: string; provisioning?: string };
  try {
    ({ values } = parseArgs({
      options: { port: { type: 'string' }, host: { type: 'string' }, provisioning: { type: 'string' } },
    }));
  } catch (thrown) {
    throw new UsageError(`${thrown instanceof Error ? thrown.message : String(thrown)}\nUsage: ${USAGE}`);
  }
  const port = Number(values.port ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || values.port === '') {
    throw new UsageError(
      `--port ${JSON.stringify(values.port)} is no port: give a number from 0 to 65535 (0 picks a free one).`
    );
  }
  const asked = values.provisioning;
  if (asked !== undefined && (!existsSync(asked) || !statSync(asked).isDirectory())) {
    throw new UsageError(`--provisioning ${asked}: there is no such folder. Name one that holds "datasources/*.yaml".`);
  }
  return { port, host: values.host ?? '127.0.0.1', provisioning: asked };
}

const say = (line: string): void => console.log(line);

async function main(): Promise<void> {
  const options = readOptions();
  const folder = resolve(ROOT, 'provisioning');
  const chosen = options.provisioning === undefined ? folder : resolve(options.provisioning);
  // Read first: a mistake in a file should not have to wait for a build.
  const { dataSources, others, notes } = readProvisioning(chosen, [DATASOURCE_ID], process.env, Date.now());
  notes.forEach(say);
  await ensureBuilt(say);
  const supervisor = await supervise(say);
  let server: Awaited<ReturnType<typeof startServer>>;
  try {
    server = await startServer({
      host: options.host,
      port: options.port,
      dataSources: dataSources.length > 0 ? dataSources : [sampleDataSource(DATASOURCE_ID, Date.now())],
      others,
      dataSourcesText:
        dataSources.length > 0
          ? `From ${chosen}.`
          : `No data source of Tidemark is provisioned in ${chosen}, so this is one on the built-in sample.`,
      backend: supervisor.backend,
      alertRules: readAlertRules(chosen),
      contactPoints: readContactPoints(chosen),
      log: say,
    });
  } catch (thrown) {
    await supervisor.stop();
    throw thrown;
  }

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) {
      return;
    }
    stopping = true;
    await Promise.all([server.close(), supervisor.stop()]);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop());
  }
  say(`The Tidemark preview is ready: ${server.url}`);
}

try {
  await main();
} catch (thrown) {
  if (thrown instanceof BuildError) {
    console.error(`${thrown.output}\n${thrown.message}`);
  } else if (thrown instanceof UsageError || thrown instanceof ProvisioningError || thrown instanceof AddressError) {
    console.error(thrown.message);
  } else {
    console.error(thrown);
  }
  process.exit(1);
}
