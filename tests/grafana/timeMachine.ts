import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An upstream as it is at another time than ours. */
export interface TimeMachine {
  readonly url: string;
  /** Lets its clock be so many milliseconds behind ours; it goes on as ours does. */
  readonly goBack: (ms: number) => void;
  readonly close: () => Promise<void>;
}

type Unit = 'seconds' | 'nanoseconds';

const INSTANTS = ['time', 'start', 'end'];

async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Instants as Loki writes them have more digits than a number. */
function moved(text: string, byMs: number, unit: Unit): string {
  return unit === 'nanoseconds' && /^\d{16,}$/.test(text)
    ? String(BigInt(text) + BigInt(byMs) * 1_000_000n)
    : String(Number(text) + byMs / 1000);
}

function movedParameters(text: string, byMs: number, unit: Unit): string {
  const parameters = new URLSearchParams(text);
  for (const name of INSTANTS) {
    const value = parameters.get(name);
    if (value !== null) {
      parameters.set(name, moved(value, byMs, unit));
    }
  }
  return parameters.toString();
}

/** In answers, an instant begins a pair: `[1773234000, "12"]` of a series, `["1773234000000000000", "..."]` of a line. */
const PAIR = /\[\s*("?)(\d{10}(?:\.\d+)?|\d{19})\1\s*,\s*"/g;

/**
 * Stands before a Prometheus or a Loki, and moves every instant that is asked for and that is answered: a Grafana that
 * reads through it lives at any time of a story, while its own clock shows ours. Days of waiting are a call.
 */
export async function startTimeMachine(target: string, unit: Unit): Promise<TimeMachine> {
  let awayMs = 0;
  const pass = async (request: IncomingMessage): Promise<Response> => {
    // One request stays at one time.
    const away = awayMs;
    const { pathname, search } = new URL(request.url ?? '/', target);
    const method = request.method ?? 'GET';
    const asked = await bodyOf(request);
    const body = method === 'POST' ? { body: movedParameters(asked, -away, unit) } : {};
    const answer = await fetch(`${target}${pathname}?${movedParameters(search, -away, unit)}`, {
      method,
      headers: { 'content-type': request.headers['content-type'] ?? 'text/plain' },
      ...body,
    });
    const text = await answer.text();
    const told = text.replace(PAIR, (pair, _, instant: string) => pair.replace(instant, moved(instant, away, unit)));
    return new Response(told, { status: answer.status, headers: { 'content-type': 'application/json' } });
  };
  const server = createServer((request, response) => {
    pass(request).then(
      async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(await answer.text());
      },
      () => response.destroy()
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    goBack: (ms) => {
      awayMs = ms;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
