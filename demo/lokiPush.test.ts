import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { LokiPush, nanoseconds, type Entry } from './lokiPush';

interface Pushed {
  readonly headers: http.IncomingHttpHeaders;
  readonly streams: ReadonlyArray<{
    readonly stream: Readonly<Record<string, string>>;
    readonly values: ReadonlyArray<readonly unknown[]>;
  }>;
}

/** Speaks as Loki does, and answers what it is told to. */
async function standIn(answers: ReadonlyArray<readonly [number, string?]> = []) {
  const pushes: Pushed[] = [];
  let asked = 0;
  const server = http.createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) {
        body += String(chunk);
      }
      const [status, text = ''] = answers[asked] ?? [204];
      asked += 1;
      if (status === 204) {
        pushes.push({ headers: request.headers, streams: (JSON.parse(body) as Pushed).streams });
      }
      response.writeHead(status).end(text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    pushes,
    asked: () => asked,
    lines: () => pushes.flatMap(({ streams }) => streams.flatMap(({ values }) => values.map(([, line]) => line))),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const entry = (i: number, stream: Entry['stream'] = { event: 'prediction' }): Entry => ({
  stream,
  ns: nanoseconds(1_700_000_000_000 + i),
  line: `{"i":${i}}`,
});

const quick = { waitMs: 5, retryMs: 5 };
const said: string[] = [];
const say = (text: string): void => void said.push(text);

beforeEach(() => said.splice(0));

describe('pushing to Loki', () => {
  it('sends lines by stream, in order, with nanoseconds as text, and to its tenant', async () => {
    const loki = await standIn();
    const push = new LokiPush({ url: `${loki.url}/`, tenant: 'team-a', say, ...quick });
    push.add(entry(1));
    push.add(entry(2, { event: 'label' }));
    push.add({ ...entry(3), metadata: { version: '7' } });
    await push.close();
    await loki.close();
    expect(loki.pushes).toHaveLength(1);
    expect(loki.pushes[0]?.headers['x-scope-orgid']).toBe('team-a');
    expect(loki.pushes[0]?.streams).toEqual([
      {
        stream: { event: 'prediction' },
        values: [
          ['1700000000001000000', '{"i":1}'],
          ['1700000000003000000', '{"i":3}', { version: '7' }],
        ],
      },
      { stream: { event: 'label' }, values: [['1700000000002000000', '{"i":2}']] },
    ]);
    expect(push.counts).toEqual({ pushed: 3, dropped: 0 });
  });

  it('keeps the order over batches, and loses none at its end', async () => {
    const loki = await standIn();
    const push = new LokiPush({ url: loki.url, say, waitMs: 5, batchBytes: 100 });
    for (let i = 0; i < 200; i += 1) {
      push.add(entry(i));
    }
    await push.close();
    await loki.close();
    expect(loki.lines()).toEqual(Array.from({ length: 200 }, (_, i) => `{"i":${i}}`));
    expect(loki.pushes.length).toBeGreaterThan(10);
  });

  it('tries again what Loki cannot take now, and keeps the lines that come meanwhile', async () => {
    const loki = await standIn([[429, 'too many'], [503], [500]]);
    const push = new LokiPush({ url: loki.url, say, ...quick });
    push.add(entry(1));
    while (loki.asked() < 2) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    push.add(entry(2));
    await push.close();
    await loki.close();
    expect(loki.lines()).toEqual(['{"i":1}', '{"i":2}']);
    expect(push.counts).toEqual({ pushed: 2, dropped: 0 });
    expect(said[0]).toContain('429 too many');
  });

  it('lets go what Loki will never take, and counts it as Loki does', async () => {
    const refusal = "entry too far behind\nuser 'fake', total ignored: 1 out of 2 for stream: {}";
    const loki = await standIn([[400, refusal], [204], [400, 'no labels']]);
    const push = new LokiPush({ url: loki.url, say, ...quick });
    push.add(entry(1));
    push.add(entry(2));
    await new Promise((resolve) => setTimeout(resolve, 50));
    push.add(entry(3));
    await new Promise((resolve) => setTimeout(resolve, 50));
    push.add(entry(4));
    await push.close();
    await loki.close();
    expect(push.counts).toEqual({ pushed: 2, dropped: 2 });
    expect(said.join()).toContain('too far behind');
  });

  it('ends in time where Loki is away, and says how many lines are lost', async () => {
    const push = new LokiPush({ url: 'http://127.0.0.1:1', say, ...quick });
    push.add(entry(1));
    push.add(entry(2));
    await push.close(100);
    expect(push.counts).toEqual({ pushed: 0, dropped: 2 });
  });

  it('lets the oldest go where too many wait, and makes whoever asks for room wait until there is some', async () => {
    const loki = await standIn([[503], [503]]);
    const push = new LokiPush({ url: loki.url, say, waitMs: 5, retryMs: 40, mostWaiting: 100, batchBytes: 10 });
    for (let i = 0; i < 150; i += 1) {
      push.add(entry(i));
    }
    const { signal } = new AbortController();
    await push.room(signal);
    expect(loki.lines().length).toBeGreaterThan(50);
    await push.close();
    await loki.close();
    expect(push.counts.pushed + push.counts.dropped).toBe(150);
    expect(push.counts.dropped).toBeGreaterThanOrEqual(50);
    expect(loki.lines().at(-1)).toBe('{"i":149}');
  });

  it('lets nobody wait for room who is to stop', async () => {
    const push = new LokiPush({ url: 'http://127.0.0.1:1', say, mostWaiting: 20, ...quick });
    Array.from({ length: 20 }, (_, i) => push.add(entry(i)));
    const stopping = new AbortController();
    const room = push.room(stopping.signal);
    stopping.abort();
    await room;
    await push.close(10);
  });
});

describe('nanoseconds', () => {
  it('have all digits of a millisecond and its fraction', () => {
    expect(nanoseconds(1_795_632_628_620)).toBe('1795632628620000000');
    expect(nanoseconds(1_795_632_628_620.5)).toBe('1795632628620500000');
    expect(nanoseconds(1_795_632_628_619.9999999)).toMatch(/^17956326286(19999|20000)/);
  });
});
