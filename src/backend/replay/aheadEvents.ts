import type { EventKind } from '../../model';
import type {
  EventByKind,
  EventQuestion,
  EventReading,
  EventReport,
  EventUpstream,
  ReadOptions,
} from '../upstream/events';
import type { CallContext, TimeRange } from '../upstream/upstream';

/** The log is read in stretches so long, which windows share. */
const BLOCK_MS = 6 * 3_600_000;

/** Events that are held of all stretches: some 200 MB. A window of more is read as if nobody had read before. */
const MOST_HELD = 300_000;

type AnyEvent = EventByKind[EventKind];

interface Block {
  readonly from: number;
  readonly question: string;
  /** What it counts, whatever comes with each event. */
  readonly counted: string;
  readonly read: Promise<{ readonly events: readonly AnyEvent[]; readonly report: EventReport } | undefined>;
  size: number;
}

const keyOf = (question: EventQuestion): string => JSON.stringify(question);
const countedKey = ({ event, source, filters }: EventQuestion): string => JSON.stringify([event, source, filters]);

/** From how many events on a window is not held. */
class TooMany extends Error {}

/**
 * A log that is asked for one window after the other, each a step later, and reads what they share once: windows of days
 * overlap in nearly all of their lines, and rules of a model ask the same of it.
 *
 * What is sampled, cut short, read backwards or larger than what may be held goes to the log itself, as do lines that
 * nobody could read, since a stretch knows of its lines alone.
 *
 * @param last where the last window ends: nothing is read beyond it.
 */
export class AheadEvents implements EventUpstream {
  readonly product: string;
  private blocks: Block[] = [];
  private held = 0;
  readonly features?: NonNullable<EventUpstream['features']>;
  readonly countOverTime: EventUpstream['countOverTime'];
  readonly explain: EventUpstream['explain'];
  readonly health: EventUpstream['health'];
  readonly labelNames: EventUpstream['labelNames'];
  readonly labelValues: EventUpstream['labelValues'];
  readonly fields: EventUpstream['fields'];

  constructor(
    private readonly events: EventUpstream,
    readonly last: number,
    /** Ends what is under way with the request that began it. */
    private signal: AbortSignal
  ) {
    this.product = events.product;
    this.countOverTime = events.countOverTime.bind(events);
    this.explain = events.explain.bind(events);
    this.health = events.health.bind(events);
    this.labelNames = events.labelNames.bind(events);
    this.labelValues = events.labelValues.bind(events);
    this.fields = events.fields.bind(events);
    if (events.features !== undefined) {
      this.features = events.features;
    }
  }

  /** The next request of the same replay goes on with what has been read. */
  during(signal: AbortSignal): void {
    this.signal = signal;
  }

  read<K extends EventKind>(
    question: EventQuestion<K>,
    range: TimeRange,
    context: CallContext,
    options: ReadOptions = {}
  ): EventReading<EventByKind[K]> {
    const { sampling, direction = 'forward', limit } = options;
    const whole = direction === 'forward' && limit === undefined && (sampling === undefined || sampling.fraction >= 1);
    if (!whole || !(range.to > range.from) || range.to > this.last) {
      return this.events.read(question, range, context, options);
    }
    const places = placesOf(range);
    return new SharedReading(
      places.map((place) => this.block(question, place).read) as ReadonlyArray<
        Promise<{ readonly events: ReadonlyArray<EventByKind[K]>; readonly report: EventReport } | undefined>
      >,
      range,
      () => this.events.read(question, range, context, options)
    );
  }

  /** Counted from what is held, where all of it is: a log would read each line again. */
  async count(question: EventQuestion, range: TimeRange, context: CallContext): ReturnType<EventUpstream['count']> {
    const counted = countedKey(question);
    const known = placesOf(range).map((place) =>
      this.blocks.find((block) => block.counted === counted && block.from === place * BLOCK_MS)
    );
    if (range.to <= this.last && range.to > range.from && known.every((block) => block !== undefined)) {
      const read = await Promise.all(known.map((block) => block.read));
      if (read.every((one) => one !== undefined)) {
        const value = read.reduce((sum, { events }) => sum + within(events, range).length, 0);
        return { value, executed: '', notices: [] };
      }
    }
    return this.events.count(question, range, context);
  }

  private block<K extends EventKind>(question: EventQuestion<K>, place: number): Block {
    const from = place * BLOCK_MS;
    const key = keyOf(question);
    const known = this.blocks.find((block) => block.question === key && block.from === from);
    if (known !== undefined) {
      return known;
    }
    const to = Math.min(from + BLOCK_MS, this.last);
    const grow = (size: number): void => {
      made.size += size;
      this.held += size;
      this.makeRoom(made);
    };
    const read = this.readBlock(question, { from, to }, grow).then(
      (stretch) => {
        if (stretch === undefined) {
          this.held -= made.size;
          made.size = 0;
        }
        return stretch;
      },
      (thrown: unknown) => {
        // Whoever asks next may have more luck.
        this.drop(made);
        throw thrown;
      }
    );
    const made: Block = { from, question: key, counted: countedKey(question), size: 0, read };
    this.blocks.push(made);
    return made;
  }

  private drop(block: Block): void {
    this.held -= block.size;
    block.size = 0;
    this.blocks = this.blocks.filter((one) => one !== block);
  }

  /** Undefined where it cannot be held, or not be shared. */
  private async readBlock<K extends EventKind>(
    question: EventQuestion<K>,
    range: TimeRange,
    grow: (size: number) => void
  ): Promise<{ readonly events: readonly AnyEvent[]; readonly report: EventReport } | undefined> {
    const reading = this.events.read(question, range, { signal: this.signal });
    const events: AnyEvent[] = [];
    try {
      for await (const batch of reading) {
        events.push(...batch);
        grow(batch.length);
      }
    } catch (thrown) {
      if (thrown instanceof TooMany) {
        return undefined;
      }
      throw thrown;
    }
    const report = reading.report();
    return report.cut || report.unreadable > 0 ? undefined : { events, report };
  }

  /** The earliest stretches lie behind: windows go forward. */
  private makeRoom(growing: Block): void {
    while (this.held > MOST_HELD) {
      const [oldest] = this.blocks
        .filter((block) => block !== growing && block.size > 0)
        .sort((a, b) => a.from - b.from);
      if (oldest === undefined) {
        throw new TooMany();
      }
      this.drop(oldest);
    }
  }
}

/** Stretches that a window overlaps; a window has its end, and not its beginning. */
function placesOf({ from, to }: TimeRange): readonly number[] {
  const first = Math.floor(from / BLOCK_MS);
  const count = Math.max(0, Math.ceil(to / BLOCK_MS) - first);
  return Array.from({ length: count }, (_, i) => first + i);
}

const within = <E extends AnyEvent>(events: readonly E[], { from, to }: TimeRange): readonly E[] =>
  events.filter(({ time }) => time > from && time <= to);

type Stretch<E> = { readonly events: readonly E[]; readonly report: EventReport } | undefined;

class SharedReading<E extends AnyEvent> implements EventReading<E> {
  private lines = 0;
  private executed: readonly string[] = [];
  private notices: readonly string[] = [];
  private alone: EventReading<E> | undefined;

  constructor(
    private readonly stretches: ReadonlyArray<Promise<Stretch<E>>>,
    private readonly range: TimeRange,
    private readonly ask: () => EventReading<E>
  ) {
    // Whoever gives up before it comes to one is told by the first that failed.
    stretches.forEach((one) => one.catch(() => undefined));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly E[], void> {
    const read = await Promise.all(this.stretches);
    if (read.some((one) => one === undefined)) {
      this.alone = this.ask();
      yield* this.alone;
      return;
    }
    for (const stretch of read) {
      const events = within(stretch?.events ?? [], this.range);
      this.lines += events.length;
      this.executed = [...new Set([...this.executed, ...(stretch?.report.executed ?? [])])];
      this.notices = [...new Set([...this.notices, ...(stretch?.report.notices ?? [])])];
      if (events.length > 0) {
        yield events;
      }
    }
  }

  report(): EventReport {
    return (
      this.alone?.report() ?? {
        executed: this.executed,
        notices: this.notices,
        lines: this.lines,
        unreadable: 0,
        cut: false,
      }
    );
  }
}

/** How long what was read waits for the next request of the same replay. */
const KEPT_MS = 30_000;
const waiting = new WeakMap<EventUpstream, { readonly ahead: AheadEvents; readonly gone: NodeJS.Timeout }>();

/** The log, read ahead, with what an earlier request of the same replay has read of it; nobody else has it meanwhile. */
export function takeAhead(events: EventUpstream, last: number, signal: AbortSignal): AheadEvents {
  const known = waiting.get(events);
  waiting.delete(events);
  clearTimeout(known?.gone);
  if (known === undefined || known.ahead.last !== last) {
    return new AheadEvents(events, last, signal);
  }
  known.ahead.during(signal);
  return known.ahead;
}

/** Puts it back for the next one. */
export function keepAhead(events: EventUpstream, ahead: AheadEvents): void {
  clearTimeout(waiting.get(events)?.gone);
  const gone = setTimeout(() => waiting.delete(events), KEPT_MS);
  gone.unref();
  waiting.set(events, { ahead, gone });
}
