import type { TidemarkError } from '../../errors';
import { compileFeaturePatterns, compileMatcher } from '../../upstream/matching';
import { alignedSteps } from '../../upstream/question';
import type {
  Answered,
  CounterQuestion,
  DistributionQuestion,
  Increase,
  Observation,
  ObservedFeature,
  TimeRange,
  Upstream,
} from '../../upstream/upstream';

interface Seen {
  readonly metric: string;
  readonly feature: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** It is seen in windows whose end lies in here; without it, always. */
  readonly when?: TimeRange;
}

/** What one series group saw: at any time, or only in windows that end in a stretch of time. */
export interface Entry extends Seen {
  readonly observation: Observation;
}

/** How much a counter grew in each window. */
export interface CounterEntry extends Seen {
  readonly count: number;
}

export function numeric(edges: readonly number[], counts: readonly number[]): Observation {
  return { kind: 'histogram', histogram: { kind: 'numeric', edges, counts }, repairs: [] };
}

/** A native histogram: counts by the index of their bucket, which in schema 0 ends at a power of two. */
export function native(schema: number, positive: ReadonlyArray<readonly [index: number, count: number]>): Observation {
  const count = positive.reduce((all, [, one]) => all + one, 0);
  return {
    kind: 'native',
    native: { kind: 'exponential', schema, zeroThreshold: 0, zeroCount: 0, positive, negative: [], count },
  };
}

export function categorical(counts: Readonly<Record<string, number>>): Observation {
  return {
    kind: 'histogram',
    histogram: { kind: 'categorical', categories: Object.keys(counts), counts: Object.values(counts) },
    repairs: [],
  };
}

interface Row {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
}

/** What is seen at each step, sorted by feature and group. */
function overTime<T extends Row>(
  range: TimeRange,
  stepMs: number,
  at: (time: number) => readonly T[]
): ReadonlyArray<Row & { readonly points: Array<Omit<T, keyof Row> & { readonly time: number }> }> {
  const { first, count } = alignedSteps(range, stepMs);
  const byKey = new Map<string, Row & { points: Array<Omit<T, keyof Row> & { readonly time: number }> }>();
  for (let i = 0; i < count; i++) {
    const time = first + i * stepMs;
    for (const { feature, group, ...seen } of at(time)) {
      const key = JSON.stringify([feature, group]);
      const series = byKey.get(key) ?? { feature, group, points: [] };
      series.points.push({ time, ...seen });
      byKey.set(key, series);
    }
  }
  return [...byKey.values()];
}

type AnyQuestion = DistributionQuestion | CounterQuestion;

/**
 * An upstream over a table of entries, for the tests of the rooms above it: it matches labels and features as a real
 * one does, and remembers what it was asked.
 */
export function tableUpstream(
  entries: readonly Entry[],
  {
    oldest,
    notices = [],
    faults = {},
    counters = [],
  }: {
    oldest?: number;
    notices?: string[];
    faults?: Record<string, TidemarkError>;
    counters?: readonly CounterEntry[];
  } = {}
): Upstream & { readonly asked: Array<{ question: AnyQuestion; range: TimeRange }> } {
  const asked: Array<{ question: AnyQuestion; range: TimeRange }> = [];

  const matching = <T extends Seen>(table: readonly T[], { source, features }: AnyQuestion): readonly T[] => {
    const wanted = compileFeaturePatterns(features);
    return table.filter(
      ({ metric, feature, labels = {} }) =>
        metric === source.metric &&
        wanted(feature) &&
        source.matchers.every((matcher) => compileMatcher(matcher)(labels[matcher.label] ?? ''))
    );
  };
  const seenAt = <T extends Seen>(table: readonly T[], question: AnyQuestion, end: number) =>
    matching(table, question)
      .filter(({ when }) => when === undefined || (end > when.from && end <= when.to))
      .map((entry) => ({
        entry,
        feature: entry.feature,
        group: Object.fromEntries(question.groupBy.map((label) => [label, entry.labels?.[label] ?? ''])),
      }));
  const at = (question: DistributionQuestion, end: number): ObservedFeature[] =>
    seenAt(entries, question, end).map(({ feature, group, entry }) => ({
      feature,
      group,
      observation: entry.observation,
    }));
  const grown = (question: CounterQuestion, end: number): Increase[] =>
    seenAt(counters, question, end).map(({ feature, group, entry }) => ({ feature, group, count: entry.count }));
  const note = (question: AnyQuestion, range: TimeRange): void => {
    asked.push({ question, range });
    const fault = faults[question.source.metric];
    if (fault !== undefined) {
      throw fault;
    }
  };
  const answer = <T>(question: AnyQuestion, value: T): Answered<T> => ({
    value,
    executed: `all of ${question.source.metric}`,
    notices,
  });

  return {
    product: 'Table',
    asked,
    async distributions(question, range) {
      note(question, range);
      return answer(question, at(question, range.to));
    },
    async distributionsOverTime(question, range, _windowMs, stepMs) {
      note(question, range);
      return answer(
        question,
        overTime(range, stepMs, (time) => at(question, time))
      );
    },
    async increases(question, range) {
      note(question, range);
      return answer(question, grown(question, range.to));
    },
    async increasesOverTime(question, range, _windowMs, stepMs) {
      note(question, range);
      return answer(
        question,
        overTime(range, stepMs, (time) => grown(question, time))
      );
    },
    async health() {
      return { product: 'Table', version: '1' };
    },
    async metrics() {
      return [...new Set(entries.map(({ metric }) => metric))];
    },
    async labelNames() {
      return [...new Set(entries.flatMap(({ labels = {} }) => Object.keys(labels)))];
    },
    async labelValues(label, metric) {
      const fitting = entries.filter((entry) => metric === undefined || entry.metric === metric);
      return [
        ...new Set(fitting.map(({ feature, labels = {} }) => (label === 'feature' ? feature : (labels[label] ?? '')))),
      ];
    },
    async oldest() {
      return oldest;
    },
  };
}
