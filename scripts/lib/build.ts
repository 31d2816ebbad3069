import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The root of the repository. */
export const ROOT = resolve(import.meta.dirname, '..', '..');

/** Something that `npm start`, `npm test` or `npm run grafana` need before they can begin. */
export interface BuildPart {
  readonly name: string;
  /** Files and folders, from the root, whose contents decide the result. */
  readonly inputs: readonly string[];
  /** Those under them that do not. */
  readonly ignores: (path: string) => boolean;
  /** The file, from the root, that the build writes. */
  readonly output: string;
  /** The script of package.json that builds it. */
  readonly script: string;
}

const isTest = (path: string): boolean => /\.test\.tsx?$|\/testing\//.test(path);

/** The name of the executable on this machine, as Grafana looks for it: in Go's words for system and processor. */
export function executableName(platform: string = process.platform, arch: string = process.arch): string {
  const system = platform === 'win32' ? 'windows' : platform;
  const processor = arch === 'x64' ? 'amd64' : arch;
  return `gpx_tidemark_${system}_${processor}${system === 'windows' ? '.exe' : ''}`;
}

/** The executable of this machine, where the build leaves it. */
export const EXECUTABLE = join(ROOT, 'dist', executableName());

export const FRONTEND: BuildPart = {
  name: 'frontend',
  inputs: [
    'src',
    'webpack.config.ts',
    'scripts/webpack',
    '.config',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
  ],
  ignores: (path) => path.startsWith('src/backend/') || isTest(path),
  output: 'dist/module.js',
  script: 'build:frontend',
};

export const BACKEND: BuildPart = {
  name: 'backend',
  inputs: [
    'src/engine',
    'src/model',
    'src/replay',
    'src/scenario',
    'src/backend',
    'scripts/buildBackend.ts',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
  ],
  ignores: isTest,
  output: join('dist', executableName()),
  script: 'build:backend',
};

/** The preview's host. It is no part of the plugin and stands in a `dist` of its own. */
export const PREVIEW: BuildPart = {
  name: 'preview',
  inputs: ['preview/build.ts', 'preview/host', 'scripts/buildPreview.ts', 'package.json', 'package-lock.json'],
  ignores: isTest,
  output: 'preview/dist/main.js',
  script: 'build:preview',
};

export const PARTS: readonly BuildPart[] = [FRONTEND, BACKEND, PREVIEW];

function* filesUnder(path: string): Generator<string> {
  const full = join(ROOT, path);
  if (!existsSync(full)) {
    return;
  }
  if (statSync(full).isFile()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(full).sort()) {
    yield* filesUnder(join(path, entry));
  }
}

/**
 * Contents, not dates: a checkout of another commit and a file saved while the build ran are both seen, and a file
 * that was only touched is not built again.
 */
function digest(part: BuildPart): string {
  const hash = createHash('sha256');
  for (const input of part.inputs) {
    for (const file of filesUnder(input)) {
      if (!part.ignores(file)) {
        hash
          .update(`${file}\0`)
          .update(readFileSync(join(ROOT, file)))
          .update('\0');
      }
    }
  }
  return hash.digest('hex');
}

const stampFile = (part: BuildPart): string => join(ROOT, '.cache', 'build', `${part.name}.json`);

/** The output as it stood when it was built; another build over it (`npm run dev`) makes it another one. */
function outputMark(part: BuildPart): string | undefined {
  const file = join(ROOT, part.output);
  if (!existsSync(file)) {
    return undefined;
  }
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
}

/** Whether what stands in `dist` was built from what stands in the sources now. */
export function isFresh(part: BuildPart): boolean {
  const mark = outputMark(part);
  if (mark === undefined || !existsSync(stampFile(part))) {
    return false;
  }
  const stamp = JSON.parse(readFileSync(stampFile(part), 'utf8')) as { inputs?: string; output?: string };
  return stamp.output === mark && stamp.inputs === digest(part);
}

const lockFolder = join(ROOT, '.cache', 'build', 'lock');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Two builds into one `dist` would leave neither: the second waits for the first. */
async function withLock<T>(log: (line: string) => void, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(lockFolder), { recursive: true });
  const holder = join(lockFolder, 'pid');
  for (let said = false; ;) {
    try {
      mkdirSync(lockFolder);
      break;
    } catch {
      const pid = existsSync(holder) ? Number(readFileSync(holder, 'utf8')) : 0;
      // Without a pid the holder is just about to write it, unless it died between the two; give it a moment.
      const age = existsSync(lockFolder) ? Date.now() - statSync(lockFolder).mtimeMs : 0;
      if ((pid > 0 && !isAlive(pid)) || (pid === 0 && age > 5_000)) {
        rmSync(lockFolder, { recursive: true, force: true });
        continue;
      }
      if (!said) {
        log('Another build is under way; waiting for it.');
        said = true;
      }
      await new Promise((done) => setTimeout(done, 500));
    }
  }
  try {
    writeFileSync(holder, String(process.pid));
    return await work();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

function runScript(script: string): Promise<{ code: number; output: string }> {
  return new Promise((done, fail) => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const child = spawn(npm, ['run', '--silent', script], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** A build that failed, with everything it said. */
export class BuildError extends Error {
  readonly output: string;

  constructor(part: BuildPart, output: string) {
    super(`npm run ${part.script} failed.`);
    this.name = 'BuildError';
    this.output = output;
  }
}

/**
 * Builds what is missing or stale, and says what it does through `log`, a line each.
 *
 * @throws BuildError with the build's own words where one fails.
 */
export async function ensureBuilt(
  log: (line: string) => void,
  parts: readonly BuildPart[] = PARTS
): Promise<readonly BuildPart[]> {
  if (parts.every(isFresh)) {
    return [];
  }
  return withLock(log, async () => {
    const built: BuildPart[] = [];
    for (const part of parts) {
      // Asked again under the lock: the other build may have done the work.
      if (isFresh(part)) {
        continue;
      }
      const start = Date.now();
      log(`Building the ${part.name} ...`);
      const inputs = digest(part);
      const { code, output } = await runScript(part.script);
      const mark = outputMark(part);
      if (code !== 0 || mark === undefined) {
        throw new BuildError(part, output);
      }
      writeFileSync(stampFile(part), JSON.stringify({ inputs, output: mark }));
      log(`Built ${relative(ROOT, join(ROOT, part.output))} in ${((Date.now() - start) / 1000).toFixed(1)} s.`);
      built.push(part);
    }
    return built;
  });
}
