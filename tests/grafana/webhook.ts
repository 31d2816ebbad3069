import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One alert of a notification, as Grafana's webhook contact point sends it. */
export interface ReceivedAlert {
  readonly status: string;
  /** Since when it fires, and until when it did. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>> | null;
}

export interface Webhook {
  readonly url: string;
  /** Every alert that came, in the order in which they came. */
  readonly alerts: readonly ReceivedAlert[];
  readonly close: () => Promise<void>;
}

/** A team's end of the line: takes the notifications that Grafana sends to a webhook contact point. */
export async function startWebhook(): Promise<Webhook> {
  const alerts: ReceivedAlert[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      alerts.push(...(JSON.parse(body) as { alerts: ReceivedAlert[] }).alerts);
      response.end('ok');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    alerts,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
