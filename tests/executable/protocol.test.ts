/** The built executable from outside, as Grafana meets it: handshake, every RPC, its log, and its end. */
import { status } from '@grpc/grpc-js';
import { execFile, spawn } from 'node:child_process';
import { EXECUTABLE } from '../../scripts/lib/build';
import {
  decodeFrame,
  grafanaEnvironment,
  pluginContext,
  startPlugin,
  type PluginProcess,
} from '../../scripts/lib/pluginProcess';
import { HealthCheckResponse_ServingStatus } from '../../src/backend/rpc/generated/health';
import { SubscribeStreamResponse_Status } from '../../src/backend/rpc/generated/backend';
import { always, serve } from './http';

const HOUR = 3_600_000;
const sample = { jsonData: { prometheus: { sample: true } } };

function lastHour(refId: string, json: unknown) {
  const to = Date.now();
  return { refId, json, from: to - HOUR, to };
}

/** Promises what a client's callback gives. */
function answered<T>(ask: (done: (error: Error | null, answer: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
}

describe('started as Grafana starts it', () => {
  let plugin: PluginProcess;
  beforeAll(async () => {
    plugin = await startPlugin();
  });
  afterAll(async () => {
    await plugin.stop();
  });

  it('says where it listens, on the loopback interface alone', () => {
    expect(plugin.handshake).toMatch(/^1\|2\|tcp\|127\.0\.0\.1:\d+\|grpc$/);
  });

  it('is healthy under the name that the plugin host asks for', async () => {
    const { health } = plugin.clients;
    const answer = await answered<{ status: number }>((done) => health.check({ service: 'plugin' }, done));
    expect(answer.status).toBe(HealthCheckResponse_ServingStatus.SERVING);
  });

  it('answers queries with Arrow frames, each query on its own', async () => {
    const answers = await plugin.queryData(sample, [
      lastHour('A', { queryType: 'drift', model: 'fraud', features: ['amount'], scores: ['psi'] }),
      lastHour('B', '{ not json'),
      lastHour('C', { queryType: 'distribution', model: 'fraud', features: ['amount'] }),
      lastHour('D', { queryType: 'drift_over_time', model: 'fraud', features: ['amount'], scores: ['psi'] }),
    ]);
    const names = Object.entries(answers).map(([refId, { status, frames }]) => [
      refId,
      status,
      frames.map((frame) => decodeFrame(frame).name),
    ]);
    expect(names.sort()).toEqual([
      ['A', 200, ['drift']],
      ['B', 400, []],
      ['C', 200, ['distribution']],
      ['D', 200, ['amount psi']],
    ]);
  });

  it('answers an alert rule with one value a label set', async () => {
    const { A } = await plugin.queryData(
      sample,
      [lastHour('A', { queryType: 'drift', model: 'fraud', scores: ['psi'] })],
      { headers: { FromAlert: 'true' } }
    );
    const frames = (A?.frames ?? []).map(decodeFrame);
    expect(frames.length).toBeGreaterThan(5);
    expect(
      frames.every(({ meta, rows, fields }) => meta['type'] === 'numeric-multi' && rows === 1 && fields.length === 1)
    ).toBe(true);
    const labels = frames.map(({ fields }) => JSON.stringify(fields[0]?.labels));
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('checks health', async () => {
    expect(await plugin.checkHealth(sample)).toMatchObject({
      status: 'OK',
      message: expect.stringContaining('Built-in sample'),
      details: { product: 'Built-in sample' },
    });
  });

  it('answers resources as JSON', async () => {
    const { status, headers, body } = await plugin.callResource(sample, 'models');
    expect([status, headers['Content-Type']]).toEqual([200, ['application/json']]);
    expect(JSON.parse(body.toString())).toEqual(
      ['fraud', 'parcel_eta'].map((id) => ({ id, title: id, origin: 'discovered' }))
    );
  });

  it('tells its metrics in the text format of Prometheus', async () => {
    const text = await plugin.collectMetrics();
    expect(text).toContain('tidemark_queries_total{kind="drift",status="ok"}');
    expect(text).toMatch(/^tidemark_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
    const resident = Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
    expect(resident).toBeGreaterThan(20e6);
    expect(resident).toBeLessThan(150e6);
  });

  it('says politely that it has no streams', async () => {
    const ask = { pluginContext: pluginContext(sample), path: 'x', data: Buffer.alloc(0), headers: {} };
    const { stream } = plugin.clients;
    const answer = await answered<{ status: number }>((done) => stream.subscribeStream(ask, done));
    expect(answer.status).toBe(SubscribeStreamResponse_Status.NOT_FOUND);
    const failed = await new Promise<{ code?: number }>((resolve) => stream.runStream(ask).once('error', resolve));
    expect(failed.code).toBe(status.UNIMPLEMENTED);
  });

  it('survives a hundred requests at once, good and bad', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        plugin.queryData(sample, [
          lastHour('A', i % 3 === 0 ? '[[[' : { queryType: 'drift', model: i % 3 === 1 ? 'fraud' : 'none' }),
        ])
      )
    );
    expect(answers.map(({ A }) => A?.status)).toEqual(Array.from({ length: 100 }, (_, i) => [400, 200, 404][i % 3]));
  });

  it('logs lines that Grafana can read, and each refusal with its code', () => {
    const lines = plugin
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ '@level': 'info', '@message': 'ready' });
    for (const line of lines) {
      expect(line['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    }
    expect(lines.map(({ code }) => code)).toEqual(expect.arrayContaining(['bad_query', 'unknown_model']));
    expect(lines.filter((line) => line['@level'] === 'error')).toEqual([]);
  });

  it('has written nothing but the handshake to stdout', () => {
    expect(plugin.stdout()).toBe(`${plugin.handshake}\n`);
  });
});

describe('its end', () => {
  /** How long an upstream is waited for that does not answer. */
  const UNDER_WAY_MS = 25_000;

  async function endsBy(
    how: (plugin: PluginProcess) => unknown
  ): Promise<{ code: number | null; ms: number; plugin: PluginProcess }> {
    const plugin = await startPlugin();
    const silent = await serve(() => undefined);
    // Something is under way that would last.
    const running = plugin
      .queryData({ jsonData: { prometheus: { url: silent.url } } }, [
        lastHour('A', { queryType: 'drift', model: 'fraud' }),
      ])
      .catch((error: unknown) => error);
    while (silent.requests.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const started = performance.now();
    await how(plugin);
    const code = await plugin.exited;
    const ms = performance.now() - started;
    await running;
    await silent.close();
    return { code, ms, plugin };
  }

  it.each([
    ['SIGTERM', (plugin: PluginProcess) => process.kill(plugin.pid, 'SIGTERM')],
    ['SIGINT', (plugin: PluginProcess) => process.kill(plugin.pid, 'SIGINT')],
    ['the shutdown call of the plugin host', (plugin: PluginProcess) => plugin.stop()],
  ])('comes with %s, in order, and does not wait for what is under way', async (_how, how) => {
    const { code, ms, plugin } = await endsBy(how);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(UNDER_WAY_MS / 2);
    expect(plugin.stdout()).toBe(`${plugin.handshake}\n`);
  });
});

describe('left alone', () => {
  it('ends by itself when the process that started it was killed', async () => {
    // A stand-in for Grafana: it starts the plugin, tells its id, and is killed.
    const script = `
      const { spawn } = require('node:child_process');
      const plugin = spawn(process.argv[1], [], { env: JSON.parse(process.argv[2]), stdio: ['ignore', 'pipe', 'ignore'] });
      plugin.stdout.once('data', () => console.log(plugin.pid));
      setInterval(() => undefined, 1000);
    `;
    const parent = spawn(process.execPath, ['-e', script, EXECUTABLE, JSON.stringify(grafanaEnvironment())]);
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (text: Buffer) => resolve(Number(text)))
    );
    const runs = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    expect(runs()).toBe(true);
    parent.kill('SIGKILL');
    const started = performance.now();
    while (runs() && performance.now() - started < 60_000) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(runs()).toBe(false);
  });
});

describe('started by something else', () => {
  const run = (env: Record<string, string>): Promise<{ code: unknown; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      execFile(EXECUTABLE, [], { env, timeout: 10_000 }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : error.code, stdout, stderr })
      );
    });

  it('tells a person what to do instead, and ends with 1', async () => {
    const { code, stdout, stderr } = await run({});
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Grafana starts it by itself');
  });

  it('says why it cannot serve a host that wants mutual TLS', async () => {
    const { code, stderr } = await run({ ...grafanaEnvironment(), PLUGIN_CLIENT_CERT: 'x' });
    expect([code, stderr.includes('PLUGIN_CLIENT_CERT')]).toEqual([1, true]);
  });
});

describe('secrets', () => {
  it('stand in no log line, no answer and no metric', async () => {
    const plugin = await startPlugin();
    const secret = 'hunter2-hunter2';
    const refusing = await serve(always(401, JSON.stringify({ error: `bad credentials ${secret}` })));
    const url = refusing.url.replace('http://', `http://someone:${secret}@`);
    const answers: unknown[] = [];
    for (const prometheus of [
      { url: refusing.url, auth: 'basic', user: 'someone' },
      { url, auth: 'none' },
      { url: `http://someone:${secret}@127.0.0.1:1` },
      { url: `${secret}:not a url` },
    ]) {
      const source = { jsonData: { prometheus }, secrets: { prometheusPassword: secret } };
      const { A } = await plugin.queryData(source, [lastHour('A', { queryType: 'drift', model: 'fraud' })]);
      answers.push(A, await plugin.checkHealth(source), (await plugin.callResource(source, 'models')).body.toString());
    }
    answers.push(await plugin.collectMetrics());
    await plugin.stop();
    await refusing.close();
    expect(refusing.requests.length).toBeGreaterThan(0);
    expect(JSON.stringify(answers)).not.toContain(secret);
    expect(plugin.stderr()).not.toContain(secret);
  });
});
