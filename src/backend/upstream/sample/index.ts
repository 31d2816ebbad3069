import type { UpstreamDeps } from '../deps';
import { increaseQuery, sourceQuery } from '../promql';
import { alignedSteps, checkQuestion, wrongKind } from '../question';
import type {
  Answered,
  CounterQuestion,
  DistributionQuestion,
  FeatureSource,
  Increase,
  IncreaseOverTime,
  Matcher,
  ObservedFeature,
  ObservedFeatureOverTime,
  TimeRange,
  Upstream,
} from '../upstream';
import { cutWindows } from '../windows';
import { classNames, Counters } from './counters';
import { samplesOf } from './gauge';
import { METRICS, MISSING, type SampleMetric } from './metrics';
import { missingObserver, observer } from './observe';
import { labelsTest, planOf, type Labels, type Target } from './plan';
import { oldestAt, seriesOf } from './series';

/** The metric that a source names; none where there is no such metric, an error where it is of another kind. */
function metricOf(source: FeatureSource): SampleMetric | undefined {
  const metric = METRICS.find(({ name }) => name === source.metric);
  if (metric !== undefined && metric.kind !== source.kind) {
    if (source.kind === 'histogram') {
      throw wrongKind(source, 'plain');
    }
    throw wrongKind(source, metric.kind === 'category' ? 'counter' : metric.kind);
  }
  return metric;
}

function stepTimes(range: TimeRange, stepMs: number): readonly number[] {
  const { first, count } = alignedSteps(range, stepMs);
  return Array.from({ length: count }, (_, step) => first + step * stepMs);
}

function compact<T>(items: ReadonlyArray<T | undefined>): readonly T[] {
  return items.filter((item) => item !== undefined);
}

/** All sets of labels that match, those of the bins included. */
function labelSets(
  metric: string | undefined,
  matchers: readonly Matcher[],
  range: TimeRange,
  now: number
): readonly Labels[] {
  const matches = labelsTest(matchers);
  return [...METRICS, MISSING]
    .filter(({ name }) => metric === undefined || name === metric)
    .flatMap((candidate) =>
      seriesOf(candidate, now)
        .filter(({ from, to }) => from < range.to && to > range.from)
        .flatMap(({ labels, feature }) => {
          const { binLabel } = candidate;
          return binLabel === undefined
            ? [labels]
            : classNames(feature).map((name) => ({ ...labels, [binLabel]: name }));
        })
    )
    .filter(matches);
}

/**
 * The built-in sample: the scenario, as an upstream would answer it, without a server. It counts, and does nothing
 * else: scores, alignment and smoothing are the engine's, as for any upstream.
 */
export class SampleUpstream implements Upstream {
  readonly product = 'Built-in sample';
  private readonly counters = new Counters();

  constructor(private readonly deps: Pick<UpstreamDeps, 'now'>) {}

  async distributions(question: DistributionQuestion, range: TimeRange): Promise<Answered<readonly ObservedFeature[]>> {
    checkQuestion(question, range);
    const now = this.deps.now();
    const rows = this.eachTarget(question, now, (target, metric) => {
      if (metric.kind === 'gauge') {
        const values = target.layers.flatMap(({ members }) =>
          members.flatMap((member) => samplesOf(member, range, now).values)
        );
        return values.length === 0 ? undefined : { kind: 'samples' as const, values };
      }
      return observer(this.counters, metric, question, now)(target, range);
    });
    return answer(
      rows.map(({ target: { feature, group }, value }) => ({ feature, group, observation: value })),
      question,
      range.to - range.from
    );
  }

  async distributionsOverTime(
    question: DistributionQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number
  ): Promise<Answered<readonly ObservedFeatureOverTime[]>> {
    checkQuestion(question, { from: range.from - windowMs, to: range.to });
    const now = this.deps.now();
    const times = stepTimes(range, stepMs);
    const rows = this.eachTarget(question, now, (target, metric) => {
      if (metric.kind === 'gauge') {
        const all = { from: range.from - windowMs, to: range.to };
        const samples = target.layers.flatMap(({ members }) => members.map((member) => samplesOf(member, all, now)));
        const windows = cutWindows(samples, range, windowMs, stepMs);
        return windows.map(({ time, values }) => ({ time, observation: { kind: 'samples' as const, values } }));
      }
      const observe = observer(this.counters, metric, question, now);
      return compact(
        times.map((time) => {
          const observation = observe(target, { from: time - windowMs, to: time });
          return observation === undefined ? undefined : { time, observation };
        })
      );
    });
    return answer(
      rows
        .filter(({ value }) => value.length > 0)
        .map(({ target: { feature, group }, value }) => ({ feature, group, points: value })),
      question,
      windowMs
    );
  }

  async increases(question: CounterQuestion, range: TimeRange): Promise<Answered<readonly Increase[]>> {
    const observe = missingObserver(this.counters, this.deps.now());
    const value = this.counterTargets(question).flatMap((target) => {
      const count = observe(target, range);
      return count === undefined ? [] : [{ feature: target.feature, group: target.group, count }];
    });
    return { value, executed: increaseQuery(question, range.to - range.from), notices: [] };
  }

  async increasesOverTime(
    question: CounterQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number
  ): Promise<Answered<readonly IncreaseOverTime[]>> {
    const observe = missingObserver(this.counters, this.deps.now());
    const times = stepTimes(range, stepMs);
    const value = this.counterTargets(question).map((target) => ({
      feature: target.feature,
      group: target.group,
      points: times.flatMap((time) => {
        const count = observe(target, { from: time - windowMs, to: time });
        return count === undefined ? [] : [{ time, count }];
      }),
    }));
    return {
      value: value.filter(({ points }) => points.length > 0),
      executed: increaseQuery(question, windowMs),
      notices: [],
    };
  }

  async health(): Promise<{ readonly product: string; readonly version: string }> {
    return { product: this.product, version: '1' };
  }

  async metrics(kind: FeatureSource['kind']): Promise<readonly string[]> {
    return METRICS.filter((metric) => metric.kind === kind).map(({ name }) => name);
  }

  async labelNames(
    metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange
  ): Promise<readonly string[]> {
    const names = labelSets(metric, matchers, range, this.deps.now()).flatMap((labels) => Object.keys(labels));
    return [...new Set(names)].filter((name) => name !== '__name__' && name !== 'le').sort();
  }

  async labelValues(
    label: string,
    metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange
  ): Promise<readonly string[]> {
    const values = labelSets(metric, matchers, range, this.deps.now()).map((labels) => labels[label]);
    return [...new Set(compact(values))].sort();
  }

  async oldest(): Promise<number | undefined> {
    return oldestAt(this.deps.now());
  }

  private counterTargets(question: CounterQuestion): readonly Target[] {
    return question.source.metric === MISSING.name ? planOf(MISSING, question, this.deps.now()) : [];
  }

  private eachTarget<T>(
    question: DistributionQuestion,
    now: number,
    read: (target: Target, metric: SampleMetric) => T | undefined
  ): ReadonlyArray<{ readonly target: Target; readonly value: T }> {
    const metric = metricOf(question.source);
    return metric === undefined
      ? []
      : compact(
          planOf(metric, question, now).map((target) => {
            const value = read(target, metric);
            return value === undefined ? undefined : { target, value };
          })
        );
  }
}

function answer<T>(value: T, { source, features, groupBy }: DistributionQuestion, windowMs: number): Answered<T> {
  return { value, executed: sourceQuery(source, features, groupBy, windowMs), notices: [] };
}

export function createSampleUpstream(deps: Pick<UpstreamDeps, 'now'>): Upstream {
  return new SampleUpstream(deps);
}
