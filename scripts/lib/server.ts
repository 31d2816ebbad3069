import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

/** A program that serves on loopback out of a folder of its own. */
export interface ServerOptions {
  /** What it is called in messages. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Its working folder; goes when it stops. */
  readonly folder: string;
  readonly ready: () => Promise<boolean>;
}

export interface RunningServer {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** A port on loopback that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether nobody listens on this port of loopback. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Starts it, waits until it is ready, and throws with the end of its log where it is not. */
export async function startServer({ name, program, args, folder, ready }: ServerOptions): Promise<RunningServer> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString('utf8')).slice(-4_000);
  });
  let ended: string | undefined;
  const end = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ended = error.message;
      resolve();
    });
    child.once('exit', (code, signal) => {
      ended = `it ended with ${code ?? signal}`;
      resolve();
    });
  });
  // Nothing may outlive whoever started it, not even when that fails.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(kill, STOP_WITHIN_MS);
    await end;
    clearTimeout(timer);
    process.removeListener('exit', kill);
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + READY_WITHIN_MS;
  while (!(await ready())) {
    if (ended !== undefined || Date.now() > until) {
      const why = ended ?? `it was not ready within ${READY_WITHIN_MS / 1000} s`;
      await stop();
      throw new Error(`${name} did not start: ${why}\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { pid: child.pid ?? Number.NaN, stop };
}
