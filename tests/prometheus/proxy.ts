import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Proxy {
  readonly url: string;
  readonly requests: http.IncomingMessage[];
  readonly close: () => Promise<void>;
}

/**
 * Passes on to a real upstream what `admit` lets pass (below a path prefix, if one is given), and notes it.
 *
 * @param tls to be asked over HTTPS.
 */
export async function proxyTo(
  target: string,
  admit: (request: http.IncomingMessage) => boolean,
  prefix = '',
  tls?: https.ServerOptions
): Promise<Proxy> {
  const requests: http.IncomingMessage[] = [];
  const listener: http.RequestListener = (request, response) => {
    requests.push(request);
    if (!admit(request) || request.url?.startsWith(prefix) !== true) {
      response.writeHead(401).end();
      return;
    }
    const { method, headers } = request;
    const onward = http.request(`${target}${request.url.slice(prefix.length)}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };
  const server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}${prefix}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
