import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** What a request was, with its body read. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly params: URLSearchParams;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly Seen[];
  /** How many connections were opened so far. */
  connections(): number;
  /** Waits until no request is open any more: true where that came within two seconds. */
  idle(): Promise<boolean>;
  close(): Promise<void>;
}

export type Handler = (seen: Seen, response: http.ServerResponse) => void;

/** A real HTTP or HTTPS server on a loopback port of its own. */
export async function startServer(handler: Handler, tls?: https.ServerOptions): Promise<TestServer> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  let open = 0;
  const listener: http.RequestListener = (request, response) => {
    open += 1;
    response.once('close', () => (open -= 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://local');
      const form = Buffer.concat(chunks).toString('utf8');
      const one: Seen = {
        method: request.method ?? '',
        path: url.pathname,
        headers: request.headers,
        params: new URLSearchParams(form === '' ? url.search : form),
      };
      seen.push(one);
      handler(one, response);
    });
  };
  const server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  server.on('connection', (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    seen,
    connections: () => opened,
    idle: async () => {
      for (let i = 0; i < 200 && open > 0; i += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return open === 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}

/** Answers JSON. */
export function json(response: http.ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
