import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { TidemarkError } from '../errors';
import { Bodies } from './body';
import type { Connection } from './connection';
import type { UpstreamDeps } from './deps';
import { connectionFailure, notJson, redirectFailure, statusFailure, tooLarge, tooSlow } from './failure';
import { Semaphore } from './semaphore';
import { SingleFlight } from './singleFlight';
import { FetchWire } from './wire/fetchWire';
import { NodeWire } from './wire/nodeWire';
import type { Message, Reply, Wire } from './wire/wire';

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

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | undefined;
  readonly body: string;
}

/** What was told of one exchange so far, for the metrics. */
interface Meter {
  bytes: number;
}

const gunzipped = promisify(gunzip);

/** Of two megabytes it takes a quarter of the time that a `Buffer` takes. */
const UTF8 = new TextDecoder();

/** The way that costs least in this runtime. */
function wireTo(connection: Connection, { maxConcurrent }: HttpLimits): Wire {
  return 'Bun' in globalThis ? new FetchWire(connection.tls) : new NodeWire(connection, maxConcurrent);
}

/** Asks one upstream over HTTP, and answers JSON or a TidemarkError that says what to change. */
export class HttpClient {
  private readonly places: Semaphore;
  private readonly flights: SingleFlight<unknown>;
  private readonly wire: Wire;
  private readonly bodies = new Bodies();

  constructor(
    private readonly connection: Connection,
    private readonly deps: UpstreamDeps,
    private readonly limits: HttpLimits = DEFAULT_LIMITS
  ) {
    this.places = new Semaphore(limits.maxConcurrent);
    this.flights = new SingleFlight((result) => deps.observer.cache(result));
    this.wire = wireTo(connection, limits);
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

  private parse({ status, contentType, body }: Answer): unknown {
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
  private async follow(question: HttpQuestion, form: string, signal: AbortSignal, meter: Meter): Promise<Answer> {
    const { base } = this.connection;
    let url = new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}${question.path}`);
    let method = question.method;
    for (let hop = 0; ; hop += 1) {
      if (method === 'GET' && hop === 0) {
        url.search = form;
      }
      const body = method === 'POST' ? form : undefined;
      const headers = { ...this.headers(question), ...(body === undefined ? {} : FORM) };
      const answer = await this.send({ method, url, body, headers }, signal, meter);
      const { status, location } = answer;
      if (status < 300 || status > 399 || location === undefined) {
        return answer;
      }
      const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
      if (target?.origin !== base.origin || hop === MAX_REDIRECTS) {
        throw redirectFailure(location, this.connection);
      }
      url = target;
      method = status === 307 || status === 308 ? method : 'GET';
    }
  }

  private headers({ headers = {} }: HttpQuestion): Readonly<Record<string, string>> {
    return {
      'user-agent': 'tidemark',
      ...headers,
      ...this.connection.headers,
      accept: 'application/json',
      'accept-encoding': 'gzip',
    };
  }

  private async send(message: Message, signal: AbortSignal, meter: Meter): Promise<Answer> {
    try {
      const reply = await this.wire.send(message, signal);
      return {
        status: reply.status,
        contentType: reply.header('content-type') ?? '',
        location: reply.header('location'),
        body: await this.read(reply, meter),
      };
    } catch (thrown) {
      if (signal.aborted) {
        throw signal.reason;
      }
      throw thrown instanceof TidemarkError ? thrown : connectionFailure(thrown, this.connection);
    }
  }

  /** Reads the body up to the limit: what is longer is an error of its own, but for an error page, which is cut. */
  private async read({ status, header, body }: Reply, meter: Meter): Promise<string> {
    const succeeded = status >= 200 && status <= 299;
    const limit = succeeded ? this.limits.maxBytes : ERROR_BYTES;
    const collected = this.bodies.take();
    try {
      for await (const chunk of body) {
        meter.bytes += chunk.byteLength;
        collected.add(chunk);
        if (collected.size > limit) {
          if (succeeded) {
            throw tooLarge(limit, this.connection);
          }
          break;
        }
      }
      const read = collected.bytes(limit);
      const isPacked = /\bgzip\b/i.test(header('content-encoding') ?? '');
      return UTF8.decode(isPacked ? await this.unpacked(read, succeeded) : read);
    } finally {
      this.bodies.giveBack(collected);
    }
  }

  private async unpacked(packed: Buffer, succeeded: boolean): Promise<Buffer> {
    const { maxBytes } = this.limits;
    try {
      return await gunzipped(packed, { maxOutputLength: maxBytes });
    } catch (thrown) {
      if (!succeeded) {
        // Of an error that cannot be read, its status tells enough.
        return Buffer.alloc(0);
      }
      throw isTooLong(thrown) ? tooLarge(maxBytes, this.connection) : thrown;
    }
  }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' } as const;

/** How Node, and Bun in its manner, tell that more would come out of a compressed text than it may. */
function isTooLong(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE';
}

function abortError(signal: AbortSignal): TidemarkError {
  return signal.reason instanceof TidemarkError
    ? signal.reason
    : new TidemarkError('cancelled', 'The query was cancelled by who asked it.', { cause: signal.reason });
}
