import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/build';

const READY = /^The Tidemark preview is ready: (http:\/\/\S+)$/m;
/** A first start builds what is missing. */
const START_MS = 180_000;

export interface Preview {
  readonly url: string;
  /** All that it printed. */
  readonly output: () => string;
  /** The process that `npm start` begins with. */
  readonly pid: number;
  /** Asks it to stop, and answers its exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

const DIRECTLY = [process.execPath, join(ROOT, 'scripts', 'run.mjs'), 'start'] as const;
export const BY_NPM = ['npm', 'start', '--'] as const;

function run(args: readonly string[], env: Readonly<Record<string, string>>, command: readonly string[] = DIRECTLY) {
  const [file = '', ...first] = command;
  const child: ChildProcess = spawn(file, [...first, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exited = new Promise<number | null>((done) => child.once('close', done));
  return { child, exited, output: () => text };
}

/** Runs what `npm start` runs, on a free port, until it says that it is ready. */
export async function startPreview(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  command?: readonly string[]
): Promise<Preview> {
  const { child, exited, output } = run(['--port', '0', ...args], env, command);
  const url = await new Promise<string>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`the preview is not ready:\n${output()}`)), START_MS);
    const look = (): void => {
      const match = READY.exec(output());
      if (match?.[1] !== undefined) {
        clearTimeout(timer);
        done(match[1]);
      }
    };
    child.stdout?.on('data', look);
    void exited.then((code) => {
      clearTimeout(timer);
      fail(new Error(`the preview ended with ${code}:\n${output()}`));
    });
  });
  return {
    url,
    output,
    pid: child.pid ?? -1,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
  };
}

/** A start that is meant to fail: what it printed, and its exit code. */
export async function failToStart(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const { exited, output } = run(args, {});
  return { code: await exited, output: output() };
}

/** A provisioning folder of its own, gone with `remove`. */
export function provision(yaml: string): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-provisioning-'));
  mkdirSync(join(folder, 'datasources'));
  writeFileSync(join(folder, 'datasources', 'tidemark.yaml'), yaml);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
