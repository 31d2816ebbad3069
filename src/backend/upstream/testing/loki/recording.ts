import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type Seen, type TestServer } from '../server';

/** One question and its answer, as they went over the wire. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly params: Readonly<Record<string, string>>;
  };
  readonly response: { readonly status: number; readonly contentType: string; readonly body: unknown };
}

/** What a real Loki has answered to a scenario. */
export interface Recording {
  /** The version that has answered. */
  readonly loki: string;
  readonly title: string;
  readonly exchanges: readonly Exchange[];
}

/** Recordings are data, and no JSON may stand below `src`: it would be shipped. */
const FOLDER = join(__dirname, '../../../../../tests/loki/recordings');

export function recordingFile(title: string): string {
  return join(
    FOLDER,
    `${title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 80)
      .replace(/-$/, '')}.json`
  );
}

export function keyOf({ method, path, params }: Exchange['request']): string {
  return JSON.stringify([method, path, Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

export function requestOf({ method, path, params }: Seen): Exchange['request'] {
  return { method, path, params: Object.fromEntries(params) };
}

/** A server that knows what a real Loki has answered, and nothing else. */
export async function replay(title: string): Promise<TestServer> {
  const recording = JSON.parse(readFileSync(recordingFile(title), 'utf8')) as Recording;
  const answers = new Map(recording.exchanges.map(({ request, response }) => [keyOf(request), response]));
  return startServer((seen, response) => {
    const key = keyOf(requestOf(seen));
    const known = answers.get(key);
    if (known === undefined) {
      // A question that is new: the recording no longer shows what we ask, and has to be made anew.
      response.writeHead(418, { 'content-type': 'text/plain' }).end(`not recorded (bun tests/loki/record.ts): ${key}`);
      return;
    }
    const body = typeof known.body === 'string' ? known.body : JSON.stringify(known.body);
    response.writeHead(known.status, { 'content-type': known.contentType }).end(body);
  });
}
