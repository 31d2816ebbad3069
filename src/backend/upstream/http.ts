import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TidemarkError } from '../errors';
import { type Connection } from './connection';
import type { UpstreamDeps } from './deps';
import { connectionFailure, notJson, redirectFailure, statusFailure, tooLarge, tooSlow } from './failure';
import { Semaphore } from './semaphore';
import { SingleFlight } from './singleFlight';

export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, beginning with a slash. */
  readonly path: string;
  /** In the query of a GET; form-encoded in the body of a POST, which has no limit of length. */
  readonly params: ReadonlyArray<readonly [string, string]>;
  /** Headers that say how the answer shall be written; the same question always has the same. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What it is called in the plugin's metrics. */
  readonly operation: string;
}

export interface HttpLimits {
  /** Of the answer, as it is after decompression. */
  readonly maxBytes: number;
  readonly maxConcurrent: number;
}

export const DEFAULT_LIMITS: HttpLimits = { maxBytes: 64 * 1024 * 1024, maxConcurrent: 10 };

/** An error page is read as far as a message could reach. */
const ERROR_BYTES = 64 * 1024;
const MAX_REDIRECTS = 3;

interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

interface Message {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** What was told of one exchange so far, for the metrics. */
interface Meter {
  bytes: number;
}

/**
 * Asks one upstream over HTTP, and answers JSON or a TidemarkError that says what to change.
 *
 * It stands on node:http, the ground that Node and Bun share: their `fetch` take TLS settings in different ways.
 */
export class HttpClient {
  private readonly places: Semaphore;
  private readonly flights: SingleFlight<unknown>;
  private readonly agent: http.Agent;

  constructor(
    private readonly connection: Connection,
    private readonly deps: UpstreamDeps,
    private readonly limits: HttpLimits = DEFAULT_LIMITS
  ) {
    this.places = new Semaphore(limits.maxConcurrent);
    this.flights = new SingleFlight((result) => deps.observer.cache(result));
    const pool = { keepAlive: true, maxSockets: limits.maxConcurrent };
    this.agent = connection.base.protocol === 'https:' ? new https.Agent(pool) : new http.Agent(pool);
  }

  /** The JSON of the answer, unchecked. Who asks the same at the same time shares the answer: do not change it. */
  async json(question: HttpQuestion, signal: AbortSignal): Promise<unknown> {
    const form = new URLSearchParams(question.params.map(([name, value]) => [name, value])).toString();
    const key = `${question.method} ${question.path} ${form}`;
    try {
      return await this.flights.ask(key, signal, (shared) => this.exchange(question, form, shared));
    } catch (thrown) {
      throw signal.aborted ? abortError(signal) : thrown;
    }
  }

  /** One question, with its deadline, its place in line, and its numbers. */
  private async exchange(question: HttpQuestion, form: string, shared: AbortSignal): Promise<unknown> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(tooSlow(this.connection)), this.connection.timeoutMs);
    const signal = AbortSignal.any([shared, deadline.signal]);
    const meter: Meter = { bytes: 0 };
    let leave: (() => void) | undefined;
    let outcome: 'ok' | 'error' | 'cancelled' = 'error';
    const started = performance.now();
    try {
      leave = await this.places.enter(signal);
      const reply = await this.follow(question, form, signal, meter);
      const json = this.parse(reply);
      outcome = 'ok';
      return json;
    } catch (thrown) {
      outcome = shared.aborted ? 'cancelled' : 'error';
      throw signal.aborted ? abortError(signal) : thrown;
    } finally {
      clearTimeout(timer);
      leave?.();
      this.deps.observer.exchanged({
        operation: question.operation,
        outcome,
        seconds: (performance.now() - started) / 1000,
        bytes: meter.bytes,
      });
    }
  }

  private parse({ status, headers, body }: Reply): unknown {
    const contentType = headers['content-type'] ?? '';
    if (status < 200 || status > 299) {
      throw statusFailure(status, body, contentType, this.connection);
    }
    try {
      return JSON.parse(body);
    } catch (cause) {
      throw notJson(body, contentType, this.connection, cause);
    }
  }

  /** Follows redirects on the same host alone: to another one, neither the question nor a credential goes. */
  private async follow(question: HttpQuestion, form: string, signal: AbortSignal, meter: Meter): Promise<Reply> {
    const { base } = this.connection;
    let url = new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}${question.path}`);
    let method = question.method;
    for (let hop = 0; ; hop += 1) {
      if (method === 'GET' && hop === 0) {
        url.search = form;
      }
      const body = method === 'POST' ? form : undefined;
      const reply = await this.send({ method, url, body, headers: question.headers ?? {} }, signal, meter);
      const location = reply.headers.location;
      if (reply.status < 300 || reply.status > 399 || location === undefined) {
        return reply;
      }
      const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
      if (target?.origin !== base.origin || hop === MAX_REDIRECTS) {
        throw redirectFailure(location, this.connection);
      }
      url = target;
      method = reply.status === 307 || reply.status === 308 ? method : 'GET';
    }
  }

  private async send(message: Message, signal: AbortSignal, meter: Meter): Promise<Reply> {
    for (let attempt = 0; ; attempt += 1) {
      let request: http.ClientRequest | undefined;
      try {
        const response = await this.open(message, signal, (made) => (request = made));
        const status = response.statusCode ?? 0;
        const limit = status >= 200 && status <= 299 ? this.limits.maxBytes : ERROR_BYTES;
        const text = await this.read(response, limit, status >= 200 && status <= 299, signal, meter);
        return { status, headers: response.headers, body: text };
      } catch (thrown) {
        if (signal.aborted || thrown instanceof TidemarkError) {
          throw thrown;
        }
        // A kept-alive connection may have been closed by the other side in this very moment; we only ever read.
        if (attempt === 0 && request?.reusedSocket === true && meter.bytes === 0) {
          continue;
        }
        throw connectionFailure(thrown, this.connection);
      }
    }
  }

  private open(
    { method, url, body, headers }: Message,
    signal: AbortSignal,
    made: (request: http.ClientRequest) => void
  ): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const payload = body === undefined ? undefined : Buffer.from(body, 'utf8');
      const request = (url.protocol === 'https:' ? https : http).request(url, {
        method,
        agent: this.agent,
        ...this.connection.tls,
        headers: {
          'user-agent': 'tidemark',
          ...headers,
          ...this.connection.headers,
          accept: 'application/json',
          'accept-encoding': 'gzip',
          ...(payload === undefined
            ? {}
            : {
                'content-type': 'application/x-www-form-urlencoded',
                'content-length': String(payload.byteLength),
              }),
        },
      });
      made(request);
      const abort = (): void => {
        request.destroy();
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      request.once('response', (response) => {
        signal.removeEventListener('abort', abort);
        resolve(response);
      });
      // Stays after the answer: an error that nobody listens to would end the process.
      request.on('error', (error) => {
        signal.removeEventListener('abort', abort);
        reject(error);
      });
      request.end(payload);
    });
  }

  /** Reads the body as text, and lets go of the connection at the limit or when the signal says so. */
  private read(
    response: http.IncomingMessage,
    limit: number,
    strict: boolean,
    signal: AbortSignal,
    meter: Meter
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      let body: Readable = response;
      const settle = (end: () => void): void => {
        signal.removeEventListener('abort', abort);
        end();
      };
      const stop = (error: unknown): void =>
        settle(() => {
          // First the reason: letting go of the connection reports an error of its own at once.
          reject(error);
          response.destroy();
        });
      const abort = (): void => stop(signal.reason);
      const finish = (): void => settle(() => resolve(Buffer.concat(chunks).toString('utf8')));
      const take = (chunk: Buffer): void => {
        const room = limit - size;
        size += chunk.byteLength;
        chunks.push(chunk.byteLength > room ? chunk.subarray(0, Math.max(0, room)) : chunk);
        if (size > limit) {
          if (strict) {
            stop(tooLarge(limit, this.connection));
          } else {
            finish();
            response.destroy();
          }
        }
      };
      response.on('data', (chunk: Buffer) => {
        meter.bytes += chunk.byteLength;
      });
      if (/\bgzip\b/i.test(response.headers['content-encoding'] ?? '')) {
        body = response.pipe(createGunzip());
      }
      signal.addEventListener('abort', abort, { once: true });
      body.on('data', take);
      body.once('end', finish);
      body.on('error', stop);
      response.on('error', stop);
      response.once('aborted', () => stop(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
      if (signal.aborted) {
        abort();
      }
    });
  }
}

function abortError(signal: AbortSignal): TidemarkError {
  return signal.reason instanceof TidemarkError
    ? signal.reason
    : new TidemarkError('cancelled', 'The query was cancelled by who asked it.', { cause: signal.reason });
}
