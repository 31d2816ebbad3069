import type { ClassicBucket } from '../../../engine';
import type { LabelTest } from '../matching';
import { observedBuckets, observedCategories } from '../observation';
import type { DistributionQuestion, Observation, TimeRange } from '../upstream';
import { classNames, countsKept, missingOf, type Counter, type Counters } from './counters';
import type { SampleMetric } from './metrics';
import { binTest, type Layer, type Target } from './plan';
import { changedAt, type Phase } from './scenario';
import type { Series } from './series';

/** How the counters of a target grew in a stretch of time; undefined where none of its series was there. */
export type Observe = (target: Target, range: TimeRange) => Observation | undefined;

/** Reads the counters of a metric into the observations that an upstream would answer. */
export function observer(
  counters: Counters,
  metric: SampleMetric,
  { source }: DistributionQuestion,
  now: number
): Observe {
  const passes = binTest(metric, source.matchers);
  const label = source.categoryLabel;
  const grown = growthOf(counters, now);
  if (metric.kind === 'histogram') {
    return ({ layers }, range) => buckets(layers, range, grown, passes);
  }
  if (label === metric.binLabel || label === undefined) {
    return ({ layers }, range) => categories(layers, range, grown, passes);
  }
  // Any other label can serve as the category, too: each of its values is then a layer of its own.
  return ({ layers }, range) => {
    const byValue = layers.flatMap(({ feature, members }) =>
      members.map((member) => ({ name: member.labels[label] ?? '', layer: { feature, members: [member] } }))
    );
    const counts = new Map<string, number>();
    for (const { name, layer } of byValue) {
      addTo(counts, name, countPassing(layer, grown(layer, range), passes));
    }
    return counts.size === 0 ? undefined : observedCategories(counts);
  };
}

/** How many rows of a target came without a value; undefined where none of its series was there. */
export function missingObserver(
  counters: Counters,
  now: number
): (target: Target, range: TimeRange) => number | undefined {
  const grown = growthOf(counters, now);
  return ({ layers }, range) => {
    const counts = layers.flatMap((layer) => {
      const kept = grown(layer, range);
      return kept === undefined ? [] : [missingOf(layer.feature, kept)];
    });
    return counts.length === 0 ? undefined : counts.reduce((all, count) => all + count, 0);
  };
}

type Grown = (layer: Layer, range: TimeRange) => Float64Array | undefined;

/** A counter comes into being with its first count: one that never counted is not there, rather than zero. */
function addTo(counts: Map<string, number>, name: string, count: number): void {
  if (count > 0) {
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
}

function countPassing({ feature }: Layer, counts: Float64Array | undefined, passes: LabelTest): number {
  return classNames(feature).reduce((sum, name, i) => sum + (passes(name) ? (counts?.[i] ?? 0) : 0), 0);
}

/** Cumulative counts added up by bound, as `sum by (le)` does, whatever layouts meet in it. */
function buckets(layers: readonly Layer[], range: TimeRange, grown: Grown, passes: LabelTest): Observation | undefined {
  const byBound = new Map<string, ClassicBucket>();
  for (const layer of layers) {
    const counts = grown(layer, range);
    let below = 0;
    classNames(layer.feature).forEach((name, i) => {
      below += counts?.[i] ?? 0;
      if (counts !== undefined && passes(name)) {
        const le = name === '+Inf' ? Infinity : Number(name);
        byBound.set(name, { le, count: (byBound.get(name)?.count ?? 0) + below });
      }
    });
  }
  return byBound.size === 0 ? undefined : observedBuckets([...byBound.values()]);
}

function categories(
  layers: readonly Layer[],
  range: TimeRange,
  grown: Grown,
  passes: LabelTest
): Observation | undefined {
  const counts = new Map<string, number>();
  for (const layer of layers) {
    const classes = grown(layer, range);
    classNames(layer.feature).forEach((name, i) => addTo(counts, name, passes(name) ? (classes?.[i] ?? 0) : 0));
  }
  return counts.size === 0 ? undefined : observedCategories(counts);
}

/** A member's counters in each phase, looked up once a question, for a question may have thousands of windows. */
function growthOf(counters: Counters, now: number): Grown {
  const looked = new WeakMap<Series, Readonly<Record<Phase, Counter>>>();
  const change = changedAt(now);
  return ({ feature, members }, range) => {
    let grown: Float64Array | undefined;
    for (const series of members) {
      const from = Math.max(series.from, range.from);
      const to = Math.min(series.to, range.to);
      if (from >= to || series.country === undefined) {
        continue;
      }
      grown ??= new Float64Array(countsKept(feature));
      let both = looked.get(series);
      if (both === undefined) {
        both = counters.of(feature, series.country, series.stream);
        looked.set(series, both);
      }
      both.calm.add(grown, from, Math.min(to, change));
      both.changed.add(grown, Math.max(from, change), to);
    }
    return grown;
  };
}
