import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Chat {
  readonly url: string;
  /** The bodies that came, in the order in which they came. */
  readonly posts: readonly string[];
  readonly close: () => Promise<void>;
}

/** Takes what Grafana sends to an incoming webhook of Slack or Mattermost, and answers as these do. */
export async function startChat(): Promise<Chat> {
  const posts: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      posts.push(body);
      response.end('ok');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/x`,
    posts,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
