import type { EventKind } from '../../../model';
import { TidemarkError } from '../../errors';
import { isSampled } from '../../events/sampling';
import type { EventByKind, EventQuestion, EventReading, EventReport, PredictionEvent, ReadOptions } from '../events';
import { streamSelector } from '../logql';
import type { CallContext, TimeRange } from '../upstream';
import { spanOf, type LokiApi } from './api';
import { decoder, OddValues } from './decode';
import { planEvents } from './eventPlan';
import type { ServerLimits } from './limits';
import { LineReading, type LinesReport } from './lines';
import { LONG_MS, occupied } from './occupied';
import { NOTHING_KNOWN, type Schemas } from './schema';
import { sizeOf } from './size';
import { cutText, unreadableText } from './words';

/** Beyond it nobody could wait for the answer, whoever asks; a caller that wants fewer says so. */
const MOST_LINES = 5_000_000;

const NOTHING_READ: LinesReport = { lines: 0, bytes: 0, pages: 0, cut: false, notices: [] };

/** @throws TidemarkError `bad_query`. */
export function checkRange({ from, to }: TimeRange): void {
  if (!(to > from)) {
    throw new TidemarkError('bad_query', 'The time range is empty: its end must be later than its start.');
  }
}

/** One reading of events, from the first page on. */
export class Reading<K extends EventKind> implements EventReading<EventByKind[K]> {
  private lines: LinesReport = NOTHING_READ;
  private reading: LineReading | undefined;
  private executed: readonly string[] = [];
  private unreadable = 0;
  private sampled = 0;
  private readonly odd = new OddValues();

  constructor(
    private readonly question: EventQuestion<K>,
    private readonly range: TimeRange,
    private readonly context: CallContext,
    private readonly options: ReadOptions,
    readonly api: LokiApi,
    private readonly schemas: Schemas,
    readonly limits: ServerLimits
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<ReadonlyArray<EventByKind[K]>, void> {
    checkRange(this.range);
    const { signal } = this.context;
    const { direction = 'forward', limit = MOST_LINES, sampling } = this.options;
    const stretches = limit <= this.limits.page ? [this.range] : await this.stretches(signal);
    // What the last ones look like is known soonest; where there are none, nothing of them is.
    const last = stretches.at(-1);
    const schema = last === undefined ? NOTHING_KNOWN : await this.schemas.of(this.question.source, last, this.context);
    const plan = planEvents(this.question, schema);
    this.executed = [plan.query];
    if (schema.none === true && stretches.length === 1) {
      return;
    }
    const expected =
      last === undefined || limit <= this.limits.page ? undefined : await this.expected(plan.selector, signal);
    const reading = new LineReading(this.api, this.limits, plan.query, stretches.map(spanOf), {
      direction,
      limit: sampling === undefined ? limit : MOST_LINES,
      expected,
    });
    this.reading = reading;
    const decode = decoder(this.question, this.odd.note);
    for await (const lines of reading.read(signal)) {
      const events: Array<EventByKind[K]> = [];
      for (const line of lines) {
        const view = plan.view(line);
        if (view === undefined) {
          this.unreadable += 1;
        } else {
          const event = decode(view, line.nanoseconds);
          if (sampling === undefined || isSampled(event as Partial<PredictionEvent>, sampling)) {
            events.push(event);
          }
        }
      }
      this.sampled += events.length;
      if (events.length > 0) {
        yield events;
      }
    }
  }

  report(): EventReport {
    const { lines, cut, notices } = this.reading?.report() ?? this.lines;
    const { parser, fields } = this.question.source;
    return {
      executed: this.executed,
      notices: [
        ...notices,
        ...(this.unreadable === 0 ? [] : [unreadableText(this.unreadable, lines, parser)]),
        ...(cut ? [cutText(lines)] : []),
        ...this.odd.notices(fields),
      ],
      lines,
      unreadable: this.unreadable,
      cut,
    };
  }

  /** Where to look: all of the range, or, of a long one that holds few lines, the days that hold any. */
  private async stretches(signal: AbortSignal): Promise<readonly TimeRange[]> {
    const { range, limits } = this;
    if (range.to - range.from <= LONG_MS) {
      return [range];
    }
    const { source } = this.question;
    if (range.to - range.from <= limits.longestMs && (await this.schemas.isEmpty(source, range, signal))) {
      return [];
    }
    const selector = streamSelector(source.matchers);
    const size = await sizeOf(this, selector, range, signal);
    return size === undefined || size.entries > limits.page ? [range] : occupied(this, selector, range, signal);
  }

  /** A guess from the index; where Loki keeps none, the pages tell how dense the log is. */
  private async expected(selector: string, signal: AbortSignal): Promise<number | undefined> {
    return (await sizeOf(this, selector, this.range, signal))?.entries;
  }
}
