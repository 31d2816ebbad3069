/**
 * `bun tests/loki/record.ts`: asks the Loki of the PATH all that the scenarios ask, and writes down what it answered, so
 * that the same claims are tested where there is no Loki. Needed after a change of what we ask.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LIMITS, LOG } from '../../src/backend/upstream/testing/loki/log';
import {
  keyOf,
  recordingFile,
  requestOf,
  type Exchange,
  type Recording,
} from '../../src/backend/upstream/testing/loki/recording';
import { LOKI_SCENARIOS } from '../../src/backend/upstream/testing/loki/scenarios';
import { askLoki } from '../../src/backend/upstream/testing/loki/upstream';
import { startServer } from '../../src/backend/upstream/testing/server';
import { startLoki } from '../../scripts/lib/loki';

/** What differs from run to run, and nobody reads. */
function withoutStatistics(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('data' in body)) {
    return body;
  }
  const { data } = body;
  if (typeof data !== 'object' || data === null || !('stats' in data)) {
    return body;
  }
  const { stats: _, ...rest } = data;
  return { ...body, data: rest };
}

function readBody(text: string): unknown {
  try {
    return withoutStatistics(JSON.parse(text));
  } catch {
    return text;
  }
}

const loki = await startLoki({ limits: LIMITS });
try {
  await loki.push(LOG);
  const build = (await (await fetch(`${loki.url}/loki/api/v1/status/buildinfo`)).json()) as { version: string };
  const folder = dirname(recordingFile('any'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { title, run } of LOKI_SCENARIOS) {
    const exchanges = new Map<string, Exchange>();
    const between = await startServer((seen, response) => {
      const request = requestOf(seen);
      const params = new URLSearchParams(request.params);
      const post = seen.method === 'POST';
      const encoding = 'x-loki-response-encoding-flags';
      void fetch(`${loki.url}${seen.path}${post ? '' : `?${params}`}`, {
        method: seen.method,
        headers: { [encoding]: String(seen.headers[encoding] ?? '') },
        ...(post ? { body: params } : {}),
      }).then(async (answer) => {
        const contentType = answer.headers.get('content-type') ?? '';
        const body = readBody(await answer.text());
        exchanges.set(keyOf(request), { request, response: { status: answer.status, contentType, body } });
        response
          .writeHead(answer.status, { 'content-type': contentType })
          .end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    try {
      await run(askLoki({ url: between.url }).upstream);
      const recording: Recording = { loki: build.version, title, exchanges: [...exchanges.values()] };
      writeFileSync(recordingFile(title), `${JSON.stringify(recording, null, 1)}\n`);
      console.log(`${exchanges.size} exchanges: ${title}`);
    } catch (thrown) {
      console.error(`FAILED: ${title}`, thrown);
      process.exitCode = 1;
    } finally {
      await between.close();
    }
  }
} finally {
  await loki.stop();
}
