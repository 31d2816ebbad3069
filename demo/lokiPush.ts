import { setTimeout as sleep } from 'node:timers/promises';

/** One line for Loki. */
export interface Entry {
  readonly stream: Readonly<Record<string, string>>;
  /** Nanoseconds since the epoch, as text: a number has not enough digits. */
  readonly ns: string;
  readonly line: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface LokiPushOptions {
  /** Of Loki, without the path. */
  readonly url: string;
  readonly tenant?: string | undefined;
  readonly say: (text: string) => void;
  /** Lines wait so long for company; milliseconds. */
  readonly waitMs?: number;
  /** A batch that holds so many bytes waits no longer. Loki takes 4 MB at a time by default. */
  readonly batchBytes?: number;
  /** Where lines wait while Loki is away; beyond it the oldest are let go, and counted. */
  readonly mostWaiting?: number;
  /** The first wait after a failure; it doubles up to half a minute. */
  readonly retryMs?: number;
}

const LONGEST_RETRY_MS = 30_000;
const LONGEST_PUSH_MS = 15_000;
const SAY_MS = 10_000;

/** Nanoseconds as Loki reads them, of milliseconds with a fraction. */
export function nanoseconds(ms: number): string {
  const whole = Math.floor(ms);
  return `${whole}${String(Math.min(999_999, Math.round((ms - whole) * 1e6))).padStart(6, '0')}`;
}

interface Batch {
  readonly body: string;
  readonly lines: number;
}

/** The body of `POST /loki/api/v1/push`: lines by stream, in the order in which they came. */
export function pushBody(entries: readonly Entry[]): string {
  const streams = new Map<string, { stream: Entry['stream']; values: unknown[][] }>();
  for (const { stream, ns, line, metadata } of entries) {
    const key = JSON.stringify(stream);
    const kept = streams.get(key) ?? { stream, values: [] };
    kept.values.push(metadata === undefined ? [ns, line] : [ns, line, metadata]);
    streams.set(key, kept);
  }
  return JSON.stringify({ streams: [...streams.values()] });
}

/**
 * Pushes lines to Loki in batches, one at a time, so that a stream stays in order. What Loki cannot take now is tried
 * again, later and later; what it will never take (a line that is too old, say) is let go, and counted.
 */
export class LokiPush {
  /** Lines that Loki took, and lines that were let go. */
  readonly counts = { pushed: 0, dropped: 0 };
  private waiting: Entry[] = [];
  private bytes = 0;
  private inFlight = false;
  private unsaid = 0;
  private sayFrom = 0;
  private readonly closing = new AbortController();
  private readonly running: Promise<void>;
  private wake: () => void = () => undefined;
  private readonly url: string;
  private readonly waitMs: number;
  private readonly batchBytes: number;
  private readonly mostWaiting: number;
  private readonly retryMs: number;

  constructor(private readonly options: LokiPushOptions) {
    this.url = `${options.url.replace(/\/+$/, '')}/loki/api/v1/push`;
    this.waitMs = options.waitMs ?? 1_000;
    this.batchBytes = options.batchBytes ?? 1_000_000;
    this.mostWaiting = options.mostWaiting ?? 200_000;
    this.retryMs = options.retryMs ?? 500;
    this.running = this.run();
  }

  add(entry: Entry): void {
    this.waiting.push(entry);
    this.bytes += entry.line.length;
    if (this.waiting.length > this.mostWaiting) {
      const least = this.waiting.splice(0, Math.ceil(this.mostWaiting / 10));
      this.bytes -= least.reduce((sum, { line }) => sum + line.length, 0);
      this.drop(least.length, 'they waited for too long');
    }
    if (this.bytes >= this.batchBytes) {
      this.wake();
    }
  }

  /** Resolves once few enough lines wait, or the signal is aborted: for one who could write faster than Loki reads. */
  async room(signal: AbortSignal): Promise<void> {
    const stop = AbortSignal.any([signal, this.closing.signal]);
    while (this.waiting.length > this.mostWaiting / 10 && !stop.aborted) {
      await sleep(20, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  /** Pushes what waits, if that takes no longer than `graceMs`, and ends. */
  async close(graceMs = 5_000): Promise<void> {
    const { signal } = this.closing;
    this.wake();
    const late = sleep(graceMs, undefined, { signal }).catch(() => undefined);
    while (this.waiting.length > 0 || this.inFlight) {
      const done = await Promise.race([late.then(() => true), sleep(20).then(() => false)]);
      this.wake();
      if (done) {
        break;
      }
    }
    this.closing.abort();
    this.wake();
    await this.running;
    this.drop(this.waiting.length, this.waiting.length > 0 ? 'the demo has ended' : 'see above');
  }

  /** Says it at most every ten seconds: a demo that is started again pushes much that Loki has already. */
  private drop(lines: number, why: string): void {
    this.counts.dropped += lines;
    this.unsaid += lines;
    const now = performance.now();
    if (this.unsaid > 0 && (now >= this.sayFrom || this.closing.signal.aborted)) {
      this.options.say(`${this.unsaid} lines were not pushed to Loki: ${why}.`);
      this.unsaid = 0;
      this.sayFrom = now + SAY_MS;
    }
  }

  private take(): Batch {
    let bytes = 0;
    let count = 0;
    while (count < this.waiting.length && bytes < this.batchBytes) {
      bytes += this.waiting[count]?.line.length ?? 0;
      count += 1;
    }
    this.bytes -= bytes;
    return { body: pushBody(this.waiting.splice(0, count)), lines: count };
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      if (this.bytes < this.batchBytes) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, this.waitMs);
          this.wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        this.wake = () => undefined;
      }
      if (this.waiting.length > 0 && !signal.aborted) {
        this.inFlight = true;
        await this.push(this.take());
        this.inFlight = false;
      }
    }
  }

  private async push({ body, lines }: Batch): Promise<void> {
    const { signal } = this.closing;
    for (let wait = this.retryMs; ; wait = Math.min(LONGEST_RETRY_MS, 2 * wait)) {
      const failure = await this.attempt(body);
      if (failure === undefined) {
        this.counts.pushed += lines;
        return;
      }
      if (!failure.again || signal.aborted) {
        const ignored = Math.min(lines, failure.ignored ?? lines);
        this.counts.pushed += lines - ignored;
        this.drop(ignored, failure.why);
        return;
      }
      this.options.say(`Loki did not take ${lines} lines (${failure.why}); trying again in ${wait / 1000} s.`);
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  private async attempt(body: string): Promise<Failure | undefined> {
    const { tenant } = this.options;
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }) },
        body,
        signal: AbortSignal.timeout(LONGEST_PUSH_MS),
      });
      // Read to its end in any case, so that the connection can be used again.
      const text = (await response.text()).trim();
      return response.ok ? undefined : failureOf(response.status, text);
    } catch (thrown) {
      return { why: thrown instanceof Error ? thrown.message : String(thrown), again: true };
    }
  }
}

interface Failure {
  readonly why: string;
  /** Worth another try. */
  readonly again: boolean;
  /** How many lines Loki ignored, where it took the others and says so. */
  readonly ignored?: number;
}

function failureOf(status: number, text: string): Failure {
  const ignored = [...text.matchAll(/total ignored: (\d+) out of \d+/g)].map(([, lines]) => Number(lines));
  return {
    why: `${status} ${text.slice(0, 300)}`,
    again: status === 429 || status >= 500,
    ...(ignored.length === 0 ? {} : { ignored: ignored.reduce((sum, lines) => sum + lines, 0) }),
  };
}
