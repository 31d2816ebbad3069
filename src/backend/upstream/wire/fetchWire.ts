import type { Connection } from '../connection';
import type { Message, Reply, Wire } from './wire';

/** What Bun's `fetch` takes beside what the standard has: https://bun.com/docs/runtime/networking/fetch */
interface BunRequestInit extends RequestInit {
  /** False: the body comes as it was sent. */
  readonly decompress?: boolean;
  readonly tls?: Omit<Connection['tls'], 'servername'> & { readonly serverName?: string };
}

/**
 * Bun's `fetch` alone would go through a proxy of the environment, even to this machine, while every host here is one
 * of the settings: Grafana hands its own such variables on to its plugins.
 */
function goStraight(): void {
  process.env['NO_PROXY'] = process.env['no_proxy'] = '*';
}

/** Over Bun's `fetch`, which takes two thirds of the processor time of its `node:http` for the pages of a log. */
export class FetchWire implements Wire {
  private readonly tls: NonNullable<BunRequestInit['tls']>;
  private answered = false;

  constructor({ servername, ...tls }: Connection['tls']) {
    this.tls = { ...tls, ...(servername === undefined ? {} : { serverName: servername }) };
    goStraight();
  }

  async send(message: Message, signal: AbortSignal): Promise<Reply> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const reply = await this.begin(message, signal);
        this.answered = true;
        return reply;
      } catch (thrown) {
        if (signal.aborted) {
          throw signal.reason;
        }
        // Whether a connection was kept from before, it does not tell; one may be where there was an answer.
        if (attempt > 0 || !this.answered) {
          throw thrown;
        }
      }
    }
  }

  private async begin({ method, url, headers, body }: Message, signal: AbortSignal): Promise<Reply> {
    signal.throwIfAborted();
    const ended = new AbortController();
    const init: BunRequestInit = {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      decompress: false,
      ...(url.protocol === 'https:' ? { tls: this.tls } : {}),
      signal: AbortSignal.any([signal, ended.signal]),
    };
    const response = await fetch(url, init);
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: bodyOf(response, signal, () => ended.abort()),
    };
  }
}

async function* bodyOf(response: Response, signal: AbortSignal, letGo: () => void): AsyncGenerator<Uint8Array, void> {
  let complete = false;
  try {
    signal.throwIfAborted();
    const reader = response.body?.getReader();
    for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
      yield next.value;
    }
    complete = true;
  } catch (thrown) {
    throw signal.aborted ? signal.reason : thrown;
  } finally {
    if (!complete) {
      letGo();
    }
  }
}
