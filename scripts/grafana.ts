/**
 * `npm run grafana`: a Grafana that is installed on this machine, with the built plugin and `provisioning/`, on a data
 * folder of its own (`.cache/grafana`; delete it to begin anew).
 *
 *     npm run grafana -- --port 3210 --provisioning ./my-provisioning
 */
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BACKEND, BuildError, ensureBuilt, FRONTEND, ROOT } from './lib/build';
import { findGrafana, HOW_TO_GET_GRAFANA, startGrafana } from './lib/grafana';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    provisioning: { type: 'string', default: join(ROOT, 'provisioning') },
  },
});

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  fail(`--port takes a number from 1 to 65535, not ${values.port}.`);
}
const provisioning = resolve(values.provisioning);
if (!existsSync(provisioning)) {
  fail(`There is no folder ${provisioning}: name one in Grafana's own format with --provisioning.`);
}
const grafana = findGrafana();
if (grafana === undefined) {
  fail(
    `No Grafana was found in GRAFANA_HOME, on the PATH or in /usr/share/grafana. ${HOW_TO_GET_GRAFANA}\n` +
      'Without one, npm start shows the plugin in its preview, and docker compose up runs the whole stack.'
  );
}

try {
  await ensureBuilt(console.log, [FRONTEND, BACKEND]);
} catch (error) {
  fail(error instanceof BuildError ? `${error.message}\n${error.output}` : String(error));
}

const folder = join(ROOT, '.cache', 'grafana');
const plugins = join(folder, 'plugins');
const link = join(plugins, 'tidemark-drift-app');
mkdirSync(plugins, { recursive: true });
if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) {
  rmSync(link, { recursive: true });
}
symlinkSync(join(ROOT, 'dist'), link, 'junction');

console.log(`Starting Grafana ${grafana.version} ...`);
const running = await startGrafana({ grafana, folder, plugins, provisioning, port }).catch((error: unknown) =>
  fail(error instanceof Error ? error.message : String(error))
);
console.log(
  `Grafana is ready: ${running.url} (anonymous, as an administrator; its log: ${join(folder, 'grafana.log')})`
);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping = true;
    void running.stop().then(() => process.exit(0));
  });
}
const code = await running.ended;
if (!stopping) {
  fail(`Grafana ended with ${code}. The end of its log:\n${running.log().slice(-2_000)}`);
}
