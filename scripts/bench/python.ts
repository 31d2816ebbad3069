import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../lib/build';

const FOLDER = join(ROOT, '.cache', 'peers');
const REQUIREMENTS = join(ROOT, 'scripts', 'bench', 'peers', 'requirements.txt');
const PYTHON = join(FOLDER, 'bin', 'python');

/** Why the peers cannot run here; the bench then skips them, loudly. */
export class NoPeers extends Error {}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    const last = (stderr ?? '').trim().split('\n').slice(-3).join(' ');
    throw new NoPeers(`\`${command} ${args.join(' ')}\` failed: ${error?.message ?? last}`);
  }
  return stdout;
}

/**
 * The path of a Python of the bench's own, with the peers in the versions asked for. Made once, and anew when the
 * versions change. Throws `NoPeers` where there is no Python, or nothing can be installed.
 */
export function pythonWithPeers(say: (line: string) => void): string {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  const stamp = join(FOLDER, 'requirements.sha256');
  if (existsSync(PYTHON) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return PYTHON;
  }
  run('python3', ['--version']);
  say('Installing the peers into .cache/peers (a few minutes, once) ...');
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  run('python3', ['-m', 'venv', FOLDER]);
  run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]);
  writeFileSync(stamp, wanted);
  return PYTHON;
}

export interface Peer {
  /** Does a job once; milliseconds on its own clock, without what passing the answer on takes. */
  run: (job: string) => Promise<{ readonly ms: number; readonly result: unknown }>;
  stop: () => Promise<void>;
}

/** Starts the peers' process on the files of a folder. */
export function startPeer(python: string, folder: string, features: number): Peer {
  const script = join(ROOT, 'scripts', 'bench', 'peers', 'peer.py');
  // Each on one core: the engine has one, too.
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const child: ChildProcess = spawn(python, [script, folder, String(features)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) {
    throw new NoPeers('the peer has no pipes');
  }
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    run: async (job) => {
      stdin.write(`${job}\n`);
      const { value, done } = await lines.next();
      if (done) {
        throw new NoPeers(`the peer ended on the job "${job}": its own words stand above`);
      }
      return JSON.parse(value) as { ms: number; result: unknown };
    },
    stop: async () => {
      stdin.end();
      await exited;
    },
  };
}
