import http from 'node:http';
import https from 'node:https';
import type { Connection } from '../connection';
import type { Message, Reply, Wire } from './wire';

interface Sent {
  readonly response: Promise<http.IncomingMessage>;
  readonly request: http.ClientRequest;
}

/** Over `node:http`: Node's `fetch` takes no TLS settings. */
export class NodeWire implements Wire {
  private readonly agent: http.Agent;

  private readonly tls: Connection['tls'];

  constructor({ base, tls }: Pick<Connection, 'base' | 'tls'>, maxSockets: number) {
    this.tls = tls;
    const pool = { keepAlive: true, maxSockets };
    this.agent = base.protocol === 'https:' ? new https.Agent(pool) : new http.Agent(pool);
  }

  async send(message: Message, signal: AbortSignal): Promise<Reply> {
    for (let attempt = 0; ; attempt += 1) {
      const { request, response } = this.begin(message, signal);
      try {
        return replyOf(await response, signal);
      } catch (thrown) {
        // A kept-alive connection may have been closed by the other side in this very moment; we only ever read.
        if (signal.aborted || attempt > 0 || !request.reusedSocket) {
          throw thrown;
        }
      }
    }
  }

  private begin({ method, url, headers, body }: Message, signal: AbortSignal): Sent {
    signal.throwIfAborted();
    const payload = body === undefined ? undefined : Buffer.from(body, 'utf8');
    const length = payload === undefined ? {} : { 'content-length': String(payload.byteLength) };
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method,
      agent: this.agent,
      ...this.tls,
      headers: { ...headers, ...length },
    });
    const response = new Promise<http.IncomingMessage>((resolve, reject) => {
      const abort = (): void => {
        // First the reason: letting go of the connection reports an error of its own.
        reject(signal.reason);
        request.destroy();
      };
      signal.addEventListener('abort', abort, { once: true });
      request.once('response', (answer) => {
        signal.removeEventListener('abort', abort);
        resolve(answer);
      });
      // Stays after the answer: an error that nobody listens to would end the process.
      request.on('error', (error) => {
        signal.removeEventListener('abort', abort);
        reject(error);
      });
    });
    request.end(payload);
    return { request, response };
  }
}

function replyOf(response: http.IncomingMessage, signal: AbortSignal): Reply {
  return {
    status: response.statusCode ?? 0,
    header: (name) => {
      const value = response.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    body: bodyOf(response, signal),
  };
}

async function* bodyOf(response: http.IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const abort = (): void => {
    response.destroy(new Error('aborted'));
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    for await (const chunk of response) {
      yield chunk as Buffer;
    }
  } catch (thrown) {
    throw signal.aborted ? signal.reason : thrown;
  } finally {
    signal.removeEventListener('abort', abort);
    if (!response.complete) {
      response.destroy();
    }
  }
}
