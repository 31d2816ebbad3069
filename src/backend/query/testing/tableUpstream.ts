import type { TidemarkError } from '../../errors';
import { compileFeaturePatterns, compileMatcher } from '../../upstream/matching';
import { alignedSteps } from '../../upstream/question';
import type {
  Answered,
  DistributionQuestion,
  Observation,
  ObservedFeature,
  TimeRange,
  Upstream,
} from '../../upstream/upstream';

/** What one series group saw: at any time, or only in windows that end in a stretch of time. */
export interface Entry {
  readonly metric: string;
  readonly feature: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly observation: Observation;
  /** It is seen in windows whose end lies in here; without it, always. */
  readonly when?: TimeRange;
}

export function numeric(edges: readonly number[], counts: readonly number[]): Observation {
  return { kind: 'histogram', histogram: { kind: 'numeric', edges, counts }, repairs: [] };
}

export function categorical(counts: Readonly<Record<string, number>>): Observation {
  return {
    kind: 'histogram',
    histogram: { kind: 'categorical', categories: Object.keys(counts), counts: Object.values(counts) },
    repairs: [],
  };
}

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
  }: { oldest?: number; notices?: string[]; faults?: Record<string, TidemarkError> } = {}
): Upstream & { readonly asked: Array<{ question: DistributionQuestion; range: TimeRange }> } {
  const asked: Array<{ question: DistributionQuestion; range: TimeRange }> = [];

  const matching = ({ source, features }: DistributionQuestion): readonly Entry[] => {
    const wanted = compileFeaturePatterns(features);
    return entries.filter(
      ({ metric, feature, labels = {} }) =>
        metric === source.metric &&
        wanted(feature) &&
        source.matchers.every((matcher) => compileMatcher(matcher)(labels[matcher.label] ?? ''))
    );
  };
  const at = (question: DistributionQuestion, end: number): ObservedFeature[] =>
    matching(question)
      .filter(({ when }) => when === undefined || (end > when.from && end <= when.to))
      .map(({ feature, labels = {}, observation }) => ({
        feature,
        group: Object.fromEntries(question.groupBy.map((label) => [label, labels[label] ?? ''])),
        observation,
      }));
  const note = (question: DistributionQuestion, range: TimeRange): void => {
    asked.push({ question, range });
    const fault = faults[question.source.metric];
    if (fault !== undefined) {
      throw fault;
    }
  };
  const answer = <T>(question: DistributionQuestion, value: T): Answered<T> => ({
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
      const { first, count } = alignedSteps(range, stepMs);
      const byKey = new Map<string, ObservedFeature & { points: Array<{ time: number; observation: Observation }> }>();
      for (let i = 0; i < count; i++) {
        const time = first + i * stepMs;
        for (const row of at(question, time)) {
          const key = JSON.stringify([row.feature, row.group]);
          const series = byKey.get(key) ?? { ...row, points: [] };
          series.points.push({ time, observation: row.observation });
          byKey.set(key, series);
        }
      }
      return answer(question, [...byKey.values()]);
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
