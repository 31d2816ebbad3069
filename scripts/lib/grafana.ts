import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, createWriteStream, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { isFree } from './server';

/** A Grafana that is installed on this machine. */
export interface InstalledGrafana {
  readonly binary: string;
  /** The folder with `conf` and `public`. */
  readonly home: string;
  /** `12.4.0` */
  readonly version: string;
}

/** The ids that an unsigned Tidemark needs to be let in with: the app's and those nested in it. */
export const UNSIGNED_PLUGINS = [
  'tidemark-drift-app',
  'tidemark-drift-datasource',
  'tidemark-distribution-panel',
  'tidemark-shadow-panel',
  'tidemark-absurd-panel',
];

export const HOW_TO_GET_GRAFANA =
  'Install Grafana 12.4 or later (grafana.com/grafana/download), or name the folder of one in GRAFANA_HOME.';

/** Where Grafana's packages for Debian and Red Hat keep what is not its program. */
const PACKAGED_HOME = '/usr/share/grafana';

const isHome = (folder: string): boolean => existsSync(join(folder, 'conf', 'defaults.ini'));

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function programOnPath(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'grafana'))
    .find(isProgram);
}

/** Looks where the design says: GRAFANA_HOME, then `grafana` on the PATH, then where packages put it. */
export function findGrafana(): InstalledGrafana | undefined {
  const named = process.env['GRAFANA_HOME'];
  const onPath = programOnPath();
  const candidates: ReadonlyArray<{ binary: string; homes: readonly string[] }> = [
    ...(named === undefined ? [] : [{ binary: join(named, 'bin', 'grafana'), homes: [named] }]),
    ...(onPath === undefined
      ? []
      : [{ binary: onPath, homes: [dirname(dirname(realpathSync(onPath))), PACKAGED_HOME] }]),
    { binary: join(PACKAGED_HOME, 'bin', 'grafana'), homes: [PACKAGED_HOME] },
  ];
  for (const { binary, homes } of candidates) {
    const home = homes.find(isHome);
    if (home !== undefined && isProgram(binary)) {
      const said = execFileSync(binary, ['--version'], { encoding: 'utf8', timeout: 30_000 });
      return { binary, home, version: /\d+\.\d+\.\d+/.exec(said)?.[0] ?? 'of unknown version' };
    }
  }
  return undefined;
}

export interface GrafanaOptions {
  readonly grafana: InstalledGrafana;
  /** Data, plugins and logs go below it; it is made where it is missing. */
  readonly folder: string;
  readonly plugins: string;
  readonly provisioning: string;
  readonly port: number;
  /** The path below which it is served, as behind a proxy that several programs share: `/grafana`. */
  readonly path?: string;
  /** More settings, as `GF_<SECTION>_<KEY>`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RunningGrafana {
  readonly url: string;
  readonly pid: number;
  /** What it logged; the end of it is what matters when something failed. */
  readonly log: () => string;
  /** Resolves when it has ended, with its exit code. */
  readonly ended: Promise<number | null>;
  readonly stop: () => Promise<void>;
}

/** Only what a program needs of this machine: no GF_ variable of another Grafana may reach this one. */
function environment(settings: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('GF_')
  );
  return { ...Object.fromEntries(own), ...settings };
}

/** Starts Grafana with the plugin and waits until it answers. It reaches for nothing outside this machine. */
export async function startGrafana(options: GrafanaOptions): Promise<RunningGrafana> {
  const { grafana, folder, port, path = '' } = options;
  const url = `http://127.0.0.1:${port}${path}`;
  // Another server there would answer in its place, and would be taken for it.
  if (!(await isFree(port))) {
    throw new Error(`Grafana cannot start: port ${port} is taken. Stop what uses it, or name another port.`);
  }
  const logFile = join(folder, 'grafana.log');
  mkdirSync(join(folder, 'data'), { recursive: true });
  const child = spawn(grafana.binary, ['server', '--homepath', grafana.home], {
    cwd: grafana.home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment({
      GF_PATHS_DATA: join(folder, 'data'),
      GF_PATHS_LOGS: join(folder, 'log'),
      GF_PATHS_PLUGINS: options.plugins,
      GF_PATHS_PROVISIONING: options.provisioning,
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_SERVER_HTTP_PORT: String(port),
      GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: UNSIGNED_PLUGINS.join(','),
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
      GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
      GF_PLUGINS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_NEWS_NEWS_FEED_ENABLED: 'false',
      GF_SECURITY_DISABLE_GRAVATAR: 'true',
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_AUTH_ANONYMOUS_ORG_ROLE: 'Admin',
      ...(path !== '' && { GF_SERVER_ROOT_URL: `${url}/`, GF_SERVER_SERVE_FROM_SUB_PATH: 'true' }),
      ...options.settings,
    }),
  });
  const file = createWriteStream(logFile);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });

  let code: number | null | undefined;
  const ended = new Promise<number | null>((done) => {
    const end = (status: number | null): void => {
      code = status;
      file.end(() => done(status));
    };
    child.on('error', () => end(127));
    child.on('exit', end);
  });
  // Whatever happens to whoever started it, it goes with them.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(kill, 15_000);
    await ended;
    clearTimeout(timer);
    process.removeListener('exit', kill);
  };

  const log = (): string => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  // The first start makes the database, which takes a slow machine a while.
  const until = Date.now() + 180_000;
  for (;;) {
    if (code !== undefined || Date.now() > until) {
      await stop();
      const why = code === undefined ? 'it did not answer within three minutes' : `it ended with ${code}`;
      throw new Error(`Grafana did not start: ${why}.\n${log().slice(-4_000)}`);
    }
    const healthy = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5_000) }).then(
      async (response) => response.ok && ((await response.json()) as { database?: string }).database === 'ok',
      () => false
    );
    if (healthy) {
      return { url, pid: child.pid ?? 0, log, ended, stop };
    }
    await new Promise((done) => setTimeout(done, 500));
  }
}
