/**
 * Where the alerts of docker-compose.yaml go: takes what Grafana's webhook contact points send, prints it, and shows the
 * latest at `/`. The path is the team: `/risk`.
 */
import { createServer, type Server } from 'node:http';

/** One notification, as far as it is shown. */
interface Notification {
  readonly team: string;
  readonly title: string;
  readonly message: string;
}

const MOST = 100;

function notificationOf(path: string, body: string): Notification | undefined {
  try {
    const { title, message } = JSON.parse(body) as { title?: unknown; message?: unknown };
    return typeof title === 'string' && typeof message === 'string'
      ? { team: path.slice(1), title, message }
      : undefined;
  } catch {
    return undefined;
  }
}

const textOf = ({ team, title, message }: Notification): string => `To ${team}: ${title}\n${message.trim()}\n`;

/** @param print where each notification goes as it comes. */
export function createReceiver(print: (text: string) => void): Server {
  const latest: Notification[] = [];
  return createServer((request, response) => {
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.end(request.url === '/healthz' ? 'ok' : latest.map(textOf).join('\n'));
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const told = notificationOf(request.url ?? '/', body);
      if (told === undefined) {
        response.statusCode = 400;
        response.end('send the JSON of a webhook contact point of Grafana, with title and message');
        return;
      }
      latest.unshift(told);
      latest.splice(MOST);
      print(textOf(told));
      response.end('ok');
    });
  });
}
