import type { SourceKind } from '../../../model';
import { MODELS, oldestAt } from '../../../scenario';
import type { UpstreamDeps } from '../deps';
import { increaseQuery, sourceQuery } from '../promql';
import { alignedSteps, checkQuestion, wrongKind } from '../question';
import type {
  Answered,
  CallContext,
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
  UsageQuestion,
  UsageSeries,
} from '../upstream';
import { usagePlans } from '../usagePlans';
import { cutWindows } from '../windows';
import { samplesOf } from './gauge';
import type { Labels } from './layout';
import { METRICS, type SampleMetric } from './metrics';
import { growthOf, increaseObserver, observer } from './observe';
import { labelsTest, planOf, type Target } from './plan';
import { seriesOf } from './series';
import { SLOTS } from './slots';
import { busyQuestion, usageOf } from './usage';

/** The metric that a source names; none where there is no such metric, an error where it is of another kind. */
function metricOf(source: FeatureSource): SampleMetric | undefined {
  const metric = METRICS.find(({ name }) => name === source.metric);
  if (metric !== undefined && metric.kind !== source.kind) {
    if (source.kind === 'histogram') {
      throw wrongKind(source, 'plain');
    }
    throw wrongKind(source, metric.kind === 'histogram' || metric.kind === 'gauge' ? metric.kind : 'counter');
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
  return METRICS.filter(({ name }) => metric === undefined || name === metric)
    .flatMap((candidate) =>
      seriesOf(candidate, SLOTS, now)
        .filter(({ from, to }) => from < range.to && to > range.from)
        .flatMap(({ labels, content }) => {
          const { binLabel } = candidate;
          return binLabel === undefined || content.kind !== 'counted'
            ? [labels]
            : content.counted.classes.map((name) => ({ ...labels, [binLabel]: name }));
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

  constructor(private readonly deps: Pick<UpstreamDeps, 'now'>) {}

  async distributions(
    question: DistributionQuestion,
    range: TimeRange,
    { signal }: CallContext
  ): Promise<Answered<readonly ObservedFeature[]>> {
    checkQuestion(question, range);
    const now = this.deps.now();
    const grown = growthOf(SLOTS, now);
    const rows = await this.eachTarget(question, range, now, signal, (target, metric) => {
      if (metric.kind === 'gauge') {
        const values = target.members.flatMap((member) => samplesOf(member, range, SLOTS, now).values);
        return values.length === 0 ? undefined : { kind: 'samples' as const, values };
      }
      return observer(target, metric, question, grown)(range);
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
    stepMs: number,
    { signal }: CallContext
  ): Promise<Answered<readonly ObservedFeatureOverTime[]>> {
    const all = { from: range.from - windowMs, to: range.to };
    checkQuestion(question, all);
    const now = this.deps.now();
    const times = stepTimes(range, stepMs);
    const grown = growthOf(SLOTS, now);
    const rows = await this.eachTarget(question, all, now, signal, (target, metric) => {
      if (metric.kind === 'gauge') {
        const samples = target.members.map((member) => samplesOf(member, all, SLOTS, now));
        const windows = cutWindows(samples, range, windowMs, stepMs);
        return windows.map(({ time, values }) => ({ time, observation: { kind: 'samples' as const, values } }));
      }
      const observe = observer(target, metric, question, grown);
      return compact(
        times.map((time) => {
          const observation = observe({ from: time - windowMs, to: time });
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

  async increases(
    question: CounterQuestion,
    range: TimeRange,
    { signal }: CallContext
  ): Promise<Answered<readonly Increase[]>> {
    const now = this.deps.now();
    const targets = await this.counterTargets(question, range, now, signal);
    const grown = growthOf(SLOTS, now);
    const value = targets.flatMap((target) => {
      const count = increaseObserver(target, grown)(range);
      return count === undefined ? [] : [{ feature: target.feature, group: target.group, count }];
    });
    return { value, executed: increaseQuery(question, range.to - range.from), notices: [] };
  }

  async increasesOverTime(
    question: CounterQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    { signal }: CallContext
  ): Promise<Answered<readonly IncreaseOverTime[]>> {
    const now = this.deps.now();
    const times = stepTimes(range, stepMs);
    const targets = await this.counterTargets(question, { from: range.from - windowMs, to: range.to }, now, signal);
    const grown = growthOf(SLOTS, now);
    const value = targets.map((target) => {
      const observe = increaseObserver(target, grown);
      return {
        feature: target.feature,
        group: target.group,
        points: times.flatMap((time) => {
          const count = observe({ from: time - windowMs, to: time });
          return count === undefined ? [] : [{ time, count }];
        }),
      };
    });
    return {
      value: value.filter(({ points }) => points.length > 0),
      executed: increaseQuery(question, windowMs),
      notices: [],
    };
  }

  async usage(
    question: UsageQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    context: CallContext
  ): Promise<Answered<readonly UsageSeries[]>> {
    const busy = await this.distributionsOverTime(busyQuestion(question), range, windowMs, stepMs, context);
    // What a server would be asked: the names of its exporters, and the same joins.
    const [plan] = usagePlans(question, windowMs);
    return { value: usageOf(question.usage, busy.value, windowMs), executed: plan?.query ?? '', notices: [] };
  }

  async health(): Promise<{ readonly product: string; readonly version: string }> {
    return { product: this.product, version: '1' };
  }

  async metrics(kind: SourceKind): Promise<readonly string[]> {
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

  private async counterTargets(
    question: CounterQuestion,
    range: TimeRange,
    now: number,
    signal: AbortSignal
  ): Promise<readonly Target[]> {
    const metric = METRICS.find(({ name, kind }) => name === question.source.metric && kind === 'counter');
    if (metric === undefined) {
      return [];
    }
    const targets = planOf(metric, question, SLOTS, now);
    const counting = prepare(targets, range, now, signal);
    if (counting !== undefined) {
      await counting;
    }
    return targets;
  }

  private async eachTarget<T>(
    question: DistributionQuestion,
    range: TimeRange,
    now: number,
    signal: AbortSignal,
    read: (target: Target, metric: SampleMetric) => T | undefined
  ): Promise<ReadonlyArray<{ readonly target: Target; readonly value: T }>> {
    const metric = metricOf(question.source);
    if (metric === undefined) {
      return [];
    }
    const targets = planOf(metric, question, SLOTS, now);
    const counting = prepare(targets, range, now, signal);
    if (counting !== undefined) {
      await counting;
    }
    return compact(
      targets.map((target) => {
        const value = read(target, metric);
        return value === undefined ? undefined : { target, value };
      })
    );
  }
}

/** Counts the rows of all models that are asked for; undefined where they are counted already. */
function prepare(
  targets: readonly Target[],
  range: TimeRange,
  now: number,
  signal: AbortSignal
): Promise<unknown> | undefined {
  const asked = MODELS.filter((model) => targets.some(({ members }) => members.some((one) => one.model === model)));
  const counting = compact(asked.map((model) => SLOTS.prepare(model, range, now, signal)));
  return counting.length === 0 ? undefined : Promise.all(counting);
}

function answer<T>(value: T, { source, features, groupBy }: DistributionQuestion, windowMs: number): Answered<T> {
  return { value, executed: sourceQuery(source, features, groupBy, windowMs), notices: [] };
}

export function createSampleUpstream(deps: Pick<UpstreamDeps, 'now'>): Upstream {
  return new SampleUpstream(deps);
}
