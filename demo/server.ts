import http from 'node:http';
import type { Demo } from './demo';
import { RequestError, type Predictor } from './predict';

const MOST_BYTES = 64 * 1024;

export interface DemoServer {
  readonly url: string;
  close(): Promise<void>;
}

function reply(response: http.ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

const json = (response: http.ServerResponse, status: number, body: unknown): void =>
  reply(response, status, 'application/json', `${JSON.stringify(body)}\n`);

async function bodyOf(request: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = chunk as Buffer;
    bytes += part.length;
    if (bytes > MOST_BYTES) {
      throw new RequestError(400, `The body is larger than ${MOST_BYTES} bytes.`);
    }
    chunks.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new RequestError(400, 'The body is no JSON.');
  }
}

/** Serves metrics, health and predictions. */
export function startServer(
  demo: Demo,
  predictor: Predictor,
  { host, port }: { readonly host: string; readonly port: number }
): Promise<DemoServer> {
  const routes: Readonly<
    Record<string, readonly [string, (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>]>
  > = {
    '/metrics': [
      'GET',
      async (_, response) =>
        reply(response, 200, demo.metrics.registry.contentType, await demo.metrics.registry.metrics()),
    ],
    '/healthz': ['GET', async (_, response) => json(response, 200, { status: 'ok' })],
    '/predict': ['POST', async (request, response) => json(response, 200, predictor.predict(await bodyOf(request)))],
  };
  const server = http.createServer((request, response) => {
    const [method, answer] = routes[(request.url ?? '').split('?')[0] ?? ''] ?? [];
    if (answer === undefined) {
      json(response, 404, { error: `There is ${Object.keys(routes).join(', ')}.` });
    } else if (request.method !== method) {
      response.setHeader('allow', method ?? '');
      json(response, 405, { error: `Use ${method}.` });
    } else {
      answer(request, response).catch((thrown: unknown) => {
        const known = thrown instanceof RequestError;
        json(response, known ? thrown.status : 500, {
          error: known ? thrown.message : 'The demo failed; see its log.',
        });
        if (!known) {
          console.error(thrown);
        }
      });
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
