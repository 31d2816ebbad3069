/** The demo as a person starts it: it says where it answers, is scraped, and ends when it is told to. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/build';
import { freePort } from '../../scripts/lib/server';
import { PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const bun = join(ROOT, 'node_modules', 'bun', 'bin', 'bun.exe');
const started: ChildProcess[] = [];

afterAll(() => started.forEach((child) => child.kill('SIGKILL')));

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  readonly output: () => string;
}

function run(args: readonly string[]): { readonly child: ChildProcess; readonly output: () => string } {
  const child = spawn(bun, [join(ROOT, 'demo', 'main.ts'), ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return { child, output: () => output };
}

async function start(...args: readonly string[]): Promise<Running> {
  const port = await freePort();
  const running = run(['--port', String(port), ...args]);
  const url = `http://127.0.0.1:${port}`;
  while (!running.output().includes(url)) {
    expect(running.child.exitCode).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { ...running, url };
}

const text = async (url: string): Promise<string> => (await fetch(url)).text();

async function predictions(url: string): Promise<number> {
  const lines = (await text(`${url}/metrics`)).match(/^model_predictions_total\{.*\} (\d+)$/gm) ?? [];
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

describe('npm run demo', () => {
  it('serves, plays and ends on SIGTERM with 0', async () => {
    const { url, child, output } = await start('--start', '30m');
    expect(await text(`${url}/healthz`)).toContain('ok');
    while ((await predictions(url)) < 500) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(output()).toContain('Ended.');
  });

  it('ends as soon where its log is away', async () => {
    const { child, output } = await start('--start', '8d', '--loki', `http://127.0.0.1:${await freePort()}`);
    while (!output().includes('trying again')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(output()).toMatch(/Ended: 0 lines pushed, [1-9]\d* let go/);
  });

  it('says what is wrong with an option, and lists them on request', async () => {
    const wrong = run(['--speed', 'fast']);
    expect(await once(wrong.child, 'close')).toEqual([2, null]);
    expect(wrong.output()).toContain('--speed fast');
    const help = run(['--help']);
    expect(await once(help.child, 'close')).toEqual([0, null]);
    expect(help.output()).toContain('--structured-metadata');
  });
});

describeWith(PROMETHEUS, 'the metrics of the demo', () => {
  it('are what promtool takes for well made', async () => {
    const { url, child } = await start('--start', '30m');
    while ((await predictions(url)) < 500) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const metrics = await text(`${url}/metrics`);
    expect(metrics).toContain('model_feature_bucket{');
    execFileSync('promtool', ['check', 'metrics'], { input: metrics });
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
});
