import type { EventKind } from '../../../model';
import { isSampled } from '../../events/sampling';
import type {
  EventByKind,
  EventQuestion,
  EventReading,
  EventReport,
  EventUpstream,
  FieldValue,
  PredictionEvent,
  ReadOptions,
} from '../../upstream/events';
import { compileFeaturePatterns, compileMatcher } from '../../upstream/matching';
import { alignedSteps } from '../../upstream/question';
import type { TimeRange } from '../../upstream/upstream';

/** An event as a test writes it: what it leaves out is not there. */
export type GivenEvent = {
  readonly [K in EventKind]: { readonly event: K; readonly time: number } & Partial<Omit<EventByKind[K], 'group'>>;
}[EventKind];

const EMPTY = {
  prediction: {
    predictionId: undefined,
    requestId: undefined,
    version: '1',
    role: 'live',
    prediction: undefined,
    confidence: undefined,
    probabilities: undefined,
    latencyMs: undefined,
    error: undefined,
    features: {},
  },
  label: { predictionId: undefined, label: undefined },
  model: {
    version: '1',
    role: 'live',
    stage: undefined,
    hyperparameters: {},
    trainingData: undefined,
    runUrl: undefined,
  },
  pipeline: {
    job: undefined,
    runId: undefined,
    status: undefined,
    durationS: undefined,
    rows: undefined,
    error: undefined,
  },
} as const satisfies { readonly [K in EventKind]: Omit<EventByKind[K], 'group' | 'time' | 'event'> };

function named(event: GivenEvent, name: string): string {
  const features = 'features' in event ? (event.features ?? {}) : {};
  const fields: Readonly<Record<string, unknown>> = { ...features, ...event };
  const value = fields[name];
  return value === undefined || value === null ? '' : String(value);
}

/**
 * A log over a table of events, for the tests of the rooms above it: it filters, groups, samples and orders as a real
 * one does, and remembers what it was asked. The matchers of the stream are taken to fit.
 */
export function tableEvents(
  table: readonly GivenEvent[],
  { batch = 2, notices = [] }: { batch?: number; notices?: readonly string[] } = {}
): EventUpstream & { readonly asked: Array<{ question: EventQuestion; range: TimeRange; options: ReadOptions }> } {
  const asked: Array<{ question: EventQuestion; range: TimeRange; options: ReadOptions }> = [];

  const matching = (question: EventQuestion, { from, to }: TimeRange): readonly GivenEvent[] => {
    const tests = question.filters.map((matcher) => ({ label: matcher.label, test: compileMatcher(matcher) }));
    return table
      .filter(
        (event) =>
          event.event === question.event &&
          event.time > from &&
          event.time <= to &&
          tests.every(({ label, test }) => test(named({ ...EMPTY[event.event], ...event } as GivenEvent, label)))
      )
      .sort((a, b) => a.time - b.time);
  };
  const groupOf = (event: GivenEvent, { groupBy }: EventQuestion): Readonly<Record<string, string>> =>
    Object.fromEntries(groupBy.map((name) => [name, named({ ...EMPTY[event.event], ...event } as GivenEvent, name)]));
  const shown = (
    { features: wanted, source }: EventQuestion,
    features: Readonly<Record<string, FieldValue>>
  ): Readonly<Record<string, FieldValue>> => {
    const passes = wanted === 'all' ? () => true : wanted.length === 0 ? () => false : compileFeaturePatterns(wanted);
    const isPrivate = (name: string) => source.privateFields.includes(`${source.fields.features}.${name}`);
    return Object.fromEntries(Object.entries(features).filter(([name]) => passes(name) && !isPrivate(name)));
  };
  const full = <K extends EventKind>(event: GivenEvent, question: EventQuestion<K>): EventByKind[K] => {
    const { features, ...rest } = event as Partial<PredictionEvent>;
    return {
      ...EMPTY[event.event],
      ...rest,
      group: groupOf(event, question),
      ...(event.event === 'prediction' ? { features: shown(question, features ?? {}) } : {}),
    } as unknown as EventByKind[K];
  };

  return {
    product: 'Table',
    asked,
    read<K extends EventKind>(
      question: EventQuestion<K>,
      range: TimeRange,
      _context: unknown,
      options: ReadOptions = {}
    ) {
      asked.push({ question, range, options });
      const { sampling, direction = 'forward', limit = Infinity } = options;
      const found = matching(question, range);
      const ordered = direction === 'forward' ? found : [...found].reverse();
      const events = ordered
        .filter((event) => sampling === undefined || isSampled(event as Partial<PredictionEvent>, sampling))
        .map((event) => full(event, question));
      const taken = events.slice(0, limit);
      const report: EventReport = {
        executed: [`all of ${question.event}`],
        notices,
        lines: found.length,
        unreadable: 0,
        cut: taken.length < events.length,
      };
      const reading: EventReading<EventByKind[K]> = {
        async *[Symbol.asyncIterator]() {
          for (let i = 0; i < taken.length; i += batch) {
            yield taken.slice(i, i + batch);
          }
        },
        report: () => report,
      };
      return reading;
    },
    async count(question, range) {
      return { value: matching(question, range).length, executed: `count of ${question.event}`, notices: [] };
    },
    async countOverTime(question, range, windowMs, stepMs) {
      const { first, count } = alignedSteps(range, stepMs);
      const groups = new Map<string, { group: Readonly<Record<string, string>>; points: Map<number, number> }>();
      for (let i = 0; i < count; i++) {
        const time = first + i * stepMs;
        for (const event of matching(question, { from: time - windowMs, to: time })) {
          const group = groupOf(event, question);
          const key = JSON.stringify(group);
          const entry = groups.get(key) ?? { group, points: new Map<number, number>() };
          entry.points.set(time, (entry.points.get(time) ?? 0) + 1);
          groups.set(key, entry);
        }
      }
      return {
        value: [...groups.values()].map(({ group, points }) => ({
          group,
          points: [...points].map(([time, n]) => ({ time, count: n })),
        })),
        executed: `count of ${question.event}`,
        notices: [],
      };
    },
    async explain() {
      return undefined;
    },
    async health() {
      return { product: 'Table', version: '1' };
    },
    async labelNames() {
      return ['model', 'role', 'event'];
    },
    async labelValues(label) {
      return [...new Set(table.map((event) => named(event, label)))];
    },
    async fields() {
      return [];
    },
  };
}
