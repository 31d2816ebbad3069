import { TidemarkError } from '../../errors';
import { logqlText } from '../logql';
import type { Direction, LokiApi, Span } from './api';
import { halving } from './halving';
import { limitOf, type ServerLimits } from './limits';
import { countedAt, merged, unseen, unseenOfFirst, type Line } from './line';

export interface LinesOptions {
  readonly direction: Direction;
  /** Stop after so many lines. */
  readonly limit: number;
  /** About how many lines there are, where that is known: it decides how the range is cut. */
  readonly expected: number | undefined;
}

/** What there is to tell once the reading has ended. */
export interface LinesReport {
  readonly lines: number;
  readonly bytes: number;
  readonly pages: number;
  /** There are more lines than `limit`. */
  readonly cut: boolean;
  readonly notices: readonly string[];
}

/** A page of lines that are too long to be taken becomes a smaller one, and then a smaller one still. */
const SMALLEST_PAGE = 100;

/**
 * How full a page is meant to be: a guess that is a little too low costs another page, while each of them costs Loki
 * much the same. Where a log is even, a page of 5,000 differs by some seventy lines.
 */
const FILL = 0.93;

/** Where only a line or two are wanted, looking for them in slivers would take longer. */
const FEW = 200;

/** Pages under way at once: one is read here while the next ones are read there. */
const AHEAD = 4;

/** A first look, where nobody knows how dense the log is. */
const FIRST_NS = 900_000_000_000;

const SHORTEST_NS = 1_000_000;

/** How far one instant is divided before it is given up: into a million million parts. */
const MOST_HALVINGS = 40;

/** A part of the range that is still to be read. */
interface Part extends Span {
  /** Lines at its first instant that have been given out already, and how often. */
  readonly given?: ReadonlyMap<string, number>;
}

interface Page {
  readonly lines: readonly Line[];
  readonly full: boolean;
  readonly bytes: number;
  readonly notices: readonly string[];
}

/**
 * Reads the lines of a query, page after page, and neither loses nor repeats one.
 *
 * The range is cut into parts that hold less than a page each, as far as the density of the log is known, so that
 * several can be read at once and none twice. Where a part holds more, the next page begins at the last instant of the
 * one before, and the lines of that instant which were given out already are left out. Where one instant alone holds
 * more than a page, its lines are told apart by their ends.
 */
export class LineReading {
  private readonly told = { lines: 0, bytes: 0, pages: 0, cut: false };
  private readonly notices = new Set<string>();
  /** Lines in a nanosecond, by the pages so far. */
  private density: number | undefined;
  private lengthNs = FIRST_NS;
  /** Smaller than that of the server where its pages were too large to be taken. */
  private page = Infinity;
  private longestNs = Infinity;

  constructor(
    private readonly api: LokiApi,
    private readonly limits: ServerLimits,
    private readonly query: string,
    /** Stretches of the log one after the other, in order of time; what lies between them holds no line. */
    private readonly spans: readonly Span[],
    private readonly options: LinesOptions
  ) {
    const { expected } = options;
    const length = spans.reduce((sum, { from, to }) => sum + Number(to - from), 0);
    this.density = expected === undefined ? undefined : Math.max(expected, 1) / Math.max(length, 1);
  }

  report(): LinesReport {
    return { ...this.told, notices: [...this.notices] };
  }

  /** Pages of lines, in the order of the direction. */
  async *read(signal: AbortSignal): AsyncGenerator<readonly Line[], void> {
    const ended = new AbortController();
    const both = AbortSignal.any([signal, ended.signal]);
    // In the order of the direction; the first few are being asked for.
    const spans = this.options.direction === 'forward' ? this.spans : [...this.spans].reverse();
    const parts: Array<{ readonly part: Part; readonly page?: Promise<Page | 'again'> }> = spans.map((part) => ({
      part,
    }));
    try {
      for (let head = parts[0]; head !== undefined; head = parts[0]) {
        for (let i = 0; i < Math.min(this.ahead(), parts.length); i++) {
          const waiting = parts[i];
          if (waiting !== undefined && waiting.page === undefined) {
            const [part, ...rest] = this.cutOff(waiting.part);
            const page = this.ask(this.query, part, both);
            // It may fail while another one is waited for; its turn tells of it.
            page.catch(() => undefined);
            parts.splice(i, 1, { part, page }, ...rest.map((later) => ({ part: later })));
          }
        }
        const [{ part, page: asked } = head] = parts;
        const page = (await asked) ?? 'again';
        if (page === 'again') {
          parts[0] = { part };
          continue;
        }
        const remainder = yield* this.give(part, page, both);
        if (this.told.cut) {
          return;
        }
        parts.splice(0, 1, ...(remainder === undefined ? [] : [{ part: remainder }]));
      }
    } finally {
      ended.abort(new TidemarkError('cancelled', 'Nobody reads on.'));
    }
  }

  private ahead(): number {
    return this.options.limit <= this.pageSize() ? 1 : AHEAD;
  }

  private pageSize(): number {
    return Math.min(this.page, this.limits.page);
  }

  /** The piece of a part that is likely to fit into one page, and what is left of it. */
  private cutOff(part: Part): readonly [Part, ...Part[]] {
    const { density, options } = this;
    const wanted = FILL * Math.min(this.pageSize(), Math.max(options.limit, FEW));
    const fitting = density === undefined ? this.lengthNs : wanted / density;
    const length = BigInt(
      Math.ceil(Math.max(SHORTEST_NS, Math.min(fitting, this.longestNs, this.limits.longestMs * 1e6)))
    );
    if (part.to - part.from <= length) {
      return [part];
    }
    return options.direction === 'forward'
      ? [
          { ...part, to: part.from + length },
          { from: part.from + length, to: part.to },
        ]
      : [
          { ...part, from: part.to - length },
          { from: part.from, to: part.to - length },
        ];
  }

  /** One page; `again` where a limit was met that a smaller question keeps. */
  private async ask(query: string, { from, to }: Span, signal: AbortSignal): Promise<Page | 'again'> {
    const { direction } = this.options;
    // One more than wanted tells whether there are more.
    const limit = Math.min(this.pageSize(), this.options.limit - this.told.lines + 1);
    const page = async (start: bigint): Promise<Page> => {
      const { data, notices } = await this.api.lines(query, { from: start, to }, { limit, direction }, signal);
      const lines = merged(data, direction);
      const bytes = lines.reduce((sum, { text }) => sum + text.length, 0);
      return { lines, full: lines.length >= limit, bytes, notices };
    };
    try {
      // Loki 3.7.6 passes over a chunk that ends where a question begins, and so loses the lines of that instant: a
      // question begins a nanosecond before what it is about.
      const early = await page(from - 1n);
      const before = String(from - 1n);
      const [first, last] = [early.lines[0], early.lines.at(-1)];
      const lines =
        first?.nanoseconds === before || last?.nanoseconds === before
          ? early.lines.filter(({ nanoseconds }) => nanoseconds !== before)
          : early.lines;
      return early.full && lines.length < early.lines.length ? await page(from) : { ...early, lines };
    } catch (thrown) {
      if (!signal.aborted && this.learn(thrown, limit, Number(to - from))) {
        return 'again';
      }
      throw thrown;
    }
  }

  /** The same, until an answer is small enough: of one instant, there is no smaller question. */
  private async askUntil(query: string, span: Span, signal: AbortSignal): Promise<Page> {
    for (;;) {
      const page = await this.ask(query, span, signal);
      if (page !== 'again') {
        return page;
      }
    }
  }

  /** Whether the next question can be made smaller than the one that was refused. */
  private learn(thrown: unknown, limit: number, lengthNs: number): boolean {
    if (limitOf(thrown)?.kind === 'bytes') {
      this.longestNs = Math.min(this.longestNs, lengthNs / 2);
      return lengthNs > SHORTEST_NS;
    }
    if (thrown instanceof TidemarkError && thrown.code === 'upstream_too_large') {
      this.page = Math.min(this.page, Math.floor(limit / 4));
      return this.page >= SMALLEST_PAGE;
    }
    return this.limits.learn(thrown, { lines: limit, ms: lengthNs / 1e6 });
  }

  /** Gives out what is new in a page; answers what is left of its part. */
  private async *give(part: Part, page: Page, signal: AbortSignal): AsyncGenerator<readonly Line[], Part | undefined> {
    const { direction } = this.options;
    const [first] = page.lines;
    const last = page.lines.at(-1);
    this.observe(part, page);
    if (!page.full || first === undefined || last === undefined) {
      yield* this.emit(unseenOfFirst(page.lines, part.given));
      return undefined;
    }
    const instant = BigInt(last.nanoseconds);
    if (first.nanoseconds === last.nanoseconds) {
      yield* this.readInstant(instant, page, part.given, signal);
      const rest = direction === 'forward' ? { from: instant + 1n, to: part.to } : { from: part.from, to: instant };
      return rest.to > rest.from ? rest : undefined;
    }
    yield* this.emit(unseenOfFirst(page.lines, part.given));
    const given = countedAt(page.lines, last.nanoseconds);
    return direction === 'forward'
      ? { from: instant, to: part.to, given }
      : { from: part.from, to: instant + 1n, given };
  }

  private *emit(lines: readonly Line[]): Generator<readonly Line[]> {
    const left = this.options.limit - this.told.lines;
    this.told.cut = lines.length > left;
    const wanted = this.told.cut ? lines.slice(0, left) : lines;
    this.told.lines += wanted.length;
    if (wanted.length > 0) {
      yield wanted;
    }
  }

  private observe({ from, to }: Span, { lines, full, bytes, notices }: Page): void {
    this.told.pages += 1;
    this.told.bytes += bytes;
    notices.forEach((notice) => this.notices.add(notice));
    const [start, end] = [lines[0]?.nanoseconds, lines.at(-1)?.nanoseconds];
    if (start === undefined || end === undefined) {
      this.density = this.density === undefined ? undefined : this.density / 16;
      this.lengthNs *= 16;
      return;
    }
    if (full && start === end) {
      // A single instant tells nothing of the time around it.
      return;
    }
    const length = full ? Math.abs(Number(BigInt(end) - BigInt(start))) : Number(to - from);
    const seen = lines.length / Math.max(length, 1);
    // Of a burst and a lull the geometric mean: one burst must not cut the hours after it into slivers.
    this.density = this.density === undefined ? seen : Math.sqrt(this.density * seen);
  }

  /** All lines of an instant that holds more than a page: half of them, and the other half, as often as needed. */
  private async *readInstant(
    instant: bigint,
    page: Page,
    given: ReadonlyMap<string, number> | undefined,
    signal: AbortSignal
  ): AsyncGenerator<readonly Line[], void> {
    const left = new Map(given);
    const open: Array<{ readonly query: string; readonly page: Page; readonly depth: number }> = [
      { query: this.query, page, depth: 0 },
    ];
    for (let one = open.pop(); one !== undefined && !this.told.cut; one = open.pop()) {
      const halves = one.depth < MOST_HALVINGS ? halving(one.page.lines.map(({ text }) => text)) : undefined;
      if (!one.page.full || halves === undefined) {
        if (one.page.full) {
          this.notices.add(
            `At ${new Date(Number(instant / 1_000_000n)).toISOString()} there are more lines of one instant than Loki gives at once, and they cannot be told apart: ${one.page.lines.length} of them were read.`
          );
        }
        yield* this.emit(unseen(one.page.lines, left));
        continue;
      }
      for (const half of halves) {
        const query = `${one.query} |~ ${logqlText(half)}`;
        const next = await this.askUntil(query, { from: instant, to: instant + 1n }, signal);
        this.told.pages += 1;
        this.told.bytes += next.bytes;
        open.push({ query, page: next, depth: one.depth + 1 });
      }
    }
  }
}
