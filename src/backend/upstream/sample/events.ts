import { EVENT_KINDS, TELEMETRY, type EventKind, type FeatureInfo } from '../../../model';
import { LINES, MODELS, SLOT_MS, type Json, type ReadField } from '../../../scenario';
import { inSample } from '../../events/sampling';
import type { UpstreamDeps } from '../deps';
import type {
  EventByKind,
  EventQuestion,
  EventReading,
  EventReport,
  EventUpstream,
  ReadOptions,
  Sampling,
} from '../events';
import type { EventSource } from '../eventSource';
import { fieldsOf } from '../loki/schema';
import { compileMatcher } from '../matching';
import { alignedSteps } from '../question';
import type { Answered, CallContext, Matcher, TimeRange } from '../upstream';
import { whyNothing } from '../whyNothing';
import type { Labels } from './layout';
import { countText, linesText } from './logText';
import { labelsTest } from './plan';
import { asText, nameReader, pathReader } from './readFields';
import { sampleSchema } from './schema';
import { SLOTS, slotsIn } from './slots';
import { countLabels, tell, type StreamTest, type Timed } from './told';
import { eventMaker } from './toEvent';

/** Events of a batch; a slot may have more than one. */
const BATCH = 1000;

/** The labels of a stream, in full: a label that is not there is an empty string to a matcher. */
function streamTest(matchers: readonly Matcher[]): StreamTest {
  return labelsTest(matchers);
}

/** As Loki is asked: by role, lines of the other one are not even made. */
function streamMatchers<K extends EventKind>({ event, source, filters }: EventQuestion<K>): readonly Matcher[] {
  const own = event === 'prediction' ? filters.filter(({ label }) => label === TELEMETRY.roleLabel) : [];
  return [...source.matchers, ...own];
}

/** Whether the sample's lines can be read at all: they are JSON. */
function readable({ parser }: EventSource): boolean {
  return parser === 'json';
}

function filterTest<K extends EventKind>({ event, source, filters }: EventQuestion<K>): (line: Timed<K>) => boolean {
  const tests = filters.map((matcher) => ({
    read: nameReader(event, matcher.label, source),
    test: compileMatcher(matcher),
  }));
  return ({ told }) => tests.every(({ read, test }) => test(asText(read(told))));
}

function samplingTest<K extends EventKind>(
  { event, source }: EventQuestion<K>,
  sampling: Sampling | undefined
): (line: Timed<K>) => boolean {
  if (sampling === undefined || sampling.fraction >= 1) {
    return () => true;
  }
  const read: ReadField<K> = pathReader(event, source.fields[sampling.by], source);
  return ({ told }) => {
    const id: Json | undefined = read(told);
    return typeof id === 'string' && inSample(id, sampling.fraction);
  };
}

/** One reading of the sample's log. */
class SampleReading<K extends EventKind> implements EventReading<EventByKind[K]> {
  private lines = 0;
  private unreadable = 0;
  private cut = false;

  constructor(
    private readonly question: EventQuestion<K>,
    private readonly range: TimeRange,
    private readonly now: number,
    private readonly signal: AbortSignal,
    private readonly options: ReadOptions
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<ReadonlyArray<EventByKind[K]>> {
    const { question, range, now, signal } = this;
    const { direction = 'forward', limit = Infinity, sampling } = this.options;
    const passes = filterTest(question);
    const sampled = samplingTest(question, sampling);
    const make = eventMaker(question);
    const canRead = readable(question.source);
    const stream = streamTest(streamMatchers(question));
    let left = limit;
    for await (const lines of tell(question.event, SLOTS, { range, direction, stream, now, signal })) {
      let batch: Array<EventByKind[K]> = [];
      for (const line of lines) {
        if (!canRead) {
          this.lines += 1;
          this.unreadable += 1;
        } else if (passes(line)) {
          this.lines += 1;
          if (!sampled(line)) {
            continue;
          }
          if (left <= 0) {
            this.cut = true;
            break;
          }
          left -= 1;
          batch.push(make(line));
          if (batch.length >= BATCH) {
            yield batch;
            batch = [];
          }
        }
      }
      if (batch.length > 0) {
        yield batch;
      }
      if (this.cut) {
        return;
      }
    }
  }

  report(): EventReport {
    const { lines, unreadable, cut } = this;
    const notices =
      unreadable > 0
        ? [`${unreadable} lines cannot be read: the sample writes JSON. Set the model's logs.parser to json.`]
        : [];
    return { executed: [linesText(this.question)], notices, lines, unreadable, cut };
  }
}

/** The log of the built-in sample: the same requests as its metrics count, as lines. */
export class SampleEvents implements EventUpstream {
  readonly product = 'Built-in sample';

  constructor(private readonly deps: Pick<UpstreamDeps, 'now'>) {}

  read<K extends EventKind>(
    question: EventQuestion<K>,
    range: TimeRange,
    { signal }: CallContext,
    options: ReadOptions = {}
  ): EventReading<EventByKind[K]> {
    return new SampleReading(question, range, this.deps.now(), signal, options);
  }

  async count(question: EventQuestion, range: TimeRange, { signal }: CallContext): Promise<Answered<number>> {
    const now = this.deps.now();
    const executed = countText({ ...question, groupBy: [] }, range.to - range.from);
    if (question.event === 'prediction' && question.filters.length === 0) {
      return { value: await this.countWhole(question, range, now, signal), executed, notices: [] };
    }
    if (question.event === 'label' && question.filters.length === 0) {
      const stream = streamTest(question.source.matchers);
      return { value: await countLabels(SLOTS, { range, stream, now, signal }), executed, notices: [] };
    }
    return { value: await this.visit(question, range, now, signal, () => undefined), executed, notices: [] };
  }

  async countOverTime(
    question: EventQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    { signal }: CallContext
  ): ReturnType<EventUpstream['countOverTime']> {
    const groups = new Map<string, { readonly group: Labels; readonly times: number[] }>();
    const readers = question.groupBy.map((name) => [name, nameReader(question.event, name, question.source)] as const);
    const all = { from: range.from - windowMs, to: range.to };
    await this.visit(question, all, this.deps.now(), signal, ({ time, told }) => {
      const values = readers.map(([, read]) => asText(read(told)));
      const key = JSON.stringify(values);
      let entry = groups.get(key);
      if (entry === undefined) {
        entry = { group: Object.fromEntries(readers.map(([name], i) => [name, values[i] ?? ''])), times: [] };
        groups.set(key, entry);
      }
      entry.times.push(time);
    });
    const value = [...groups.values()].map(({ group, times }) => ({
      group,
      points: countWindows(times, range, windowMs, stepMs),
    }));
    return { value, executed: countText(question, windowMs), notices: [] };
  }

  explain(question: EventQuestion): Promise<string | undefined> {
    return whyNothing(question, {
      labelValues: (label, matchers) => this.labelValues(label, matchers),
      labelNames: () => this.labelNames([]),
      schema: () => Promise.resolve(sampleSchema(question.event, question.source)),
    });
  }

  async health(): Promise<{ readonly product: string; readonly version: string }> {
    return { product: this.product, version: '1' };
  }

  async labelNames(matchers: readonly Matcher[]): Promise<readonly string[]> {
    return [...new Set(streams(matchers).flatMap((labels) => Object.keys(labels)))].sort();
  }

  async labelValues(label: string, matchers: readonly Matcher[]): Promise<readonly string[]> {
    return [...new Set(streams(matchers).flatMap((labels) => labels[label] ?? []))].sort();
  }

  async fields(source: EventSource): Promise<readonly FeatureInfo[]> {
    const kinds = new Set(streams(source.matchers).map(({ event }) => event));
    return fieldsOf({
      fields: EVENT_KINDS.filter((kind) => kinds.has(kind)).flatMap((kind) => sampleSchema(kind, source).fields),
    });
  }

  /** Of slots that lie inside, the count is known once their rows have been counted. */
  private async countWhole(
    question: EventQuestion,
    range: TimeRange,
    now: number,
    signal: AbortSignal
  ): Promise<number> {
    const stream = streamTest(question.source.matchers);
    const end = Math.min(range.to, now);
    const [first, last] = [Math.ceil(range.from / SLOT_MS), Math.floor(end / SLOT_MS)];
    if (first >= last) {
      return this.visit(question, range, now, signal, () => undefined);
    }
    const inside = { from: first * SLOT_MS, to: last * SLOT_MS };
    let count = 0;
    for (const model of MODELS) {
      const roles = (['live', 'shadow'] as const).filter((role) =>
        stream({ model: model.id, role, event: question.event })
      );
      if (roles.length > 0) {
        await SLOTS.prepare(model, inside, now, signal);
        for (const slot of slotsIn(inside, now)) {
          const { lines } = SLOTS.of(model).tally(slot, now);
          count += roles.reduce((sum, role) => sum + lines[role], 0);
        }
      }
    }
    for (const edge of [
      { from: range.from, to: inside.from },
      { from: inside.to, to: end },
    ]) {
      count += edge.from < edge.to ? await this.visit(question, edge, now, signal, () => undefined) : 0;
    }
    return count;
  }

  /** Passes by all lines that match, and counts them. */
  private async visit<K extends EventKind>(
    question: EventQuestion<K>,
    range: TimeRange,
    now: number,
    signal: AbortSignal,
    see: (line: Timed<K>) => void
  ): Promise<number> {
    const passes = filterTest(question);
    const stream = streamTest(question.source.matchers);
    let count = 0;
    for await (const lines of tell(question.event, SLOTS, { range, direction: 'forward', stream, now, signal })) {
      for (const line of lines) {
        if (passes(line)) {
          count += 1;
          see(line);
        }
      }
    }
    return count;
  }
}

/** All streams of the sample that match. */
function streams(matchers: readonly Matcher[]): readonly Labels[] {
  const passes = labelsTest(matchers);
  return MODELS.flatMap(({ id }) =>
    EVENT_KINDS.flatMap((event) =>
      'role' in LINES[event].stream
        ? ['live', 'shadow'].map((role): Labels => ({ model: id, role, event }))
        : [{ model: id, event }]
    )
  ).filter(passes);
}

/** Counts times, which are in order, in windows that end at each step; a window without any has no point. */
function countWindows(
  times: readonly number[],
  range: TimeRange,
  windowMs: number,
  stepMs: number
): ReadonlyArray<{ readonly time: number; readonly count: number }> {
  const { first, count } = alignedSteps(range, stepMs);
  const points: Array<{ time: number; count: number }> = [];
  for (let step = 0, from = 0, to = 0; step < count; step += 1) {
    const time = first + step * stepMs;
    while (from < times.length && (times[from] ?? Infinity) <= time - windowMs) {
      from += 1;
    }
    while (to < times.length && (times[to] ?? Infinity) <= time) {
      to += 1;
    }
    if (to > from) {
      points.push({ time, count: to - from });
    }
  }
  return points;
}

export function createSampleEvents(deps: Pick<UpstreamDeps, 'now'>): EventUpstream {
  return new SampleEvents(deps);
}
