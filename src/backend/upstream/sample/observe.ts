import type { ClassicBucket } from '../../../engine';
import { oldestAt, SLOT_MS, type ScenarioModel } from '../../../scenario';
import type { LabelTest } from '../matching';
import { observedBuckets, observedCategories } from '../observation';
import type { DistributionQuestion, Observation, TimeRange } from '../upstream';
import type { SampleMetric } from './metrics';
import { binTest, layersOf, type Layer, type Target } from './plan';
import type { Slots } from './slots';
import { countsAt } from './tally';

/** What was observed of a target in a stretch of time; undefined where none of its series was there. */
export type Observe<T = Observation> = (range: TimeRange) => T | undefined;

/** Reads the counts of a target into the observations that an upstream would answer. Their slots have been counted. */
export function observer(
  target: Target,
  metric: SampleMetric,
  { source }: DistributionQuestion,
  grown: Grown
): Observe {
  const passes = binTest(metric, source.matchers);
  const label = source.categoryLabel;
  const layers = layersOf(target);
  if (metric.kind === 'histogram') {
    return (range) => buckets(layers, range, grown, passes);
  }
  if (label === metric.binLabel || label === undefined) {
    return (range) => categories(layers, range, grown, passes);
  }
  // Any other label can serve as the category, too: each of its values is then a layer of its own.
  const byValue = layers.flatMap(({ counted, members }) =>
    members.map((member) => ({ name: member.labels[label] ?? '', layer: { counted, members: [member] } }))
  );
  return (range) => {
    const counts = new Map<string, number>();
    for (const { name, layer } of byValue) {
      addTo(counts, name, countPassing(layer, grown(layer, range), passes));
    }
    return counts.size === 0 ? undefined : observedCategories(counts);
  };
}

/** How much the plain counters of a target grew. */
export function increaseObserver(target: Target, grown: Grown): Observe<number> {
  const layers = layersOf(target);
  return (range) => {
    const counts = layers.flatMap((layer) => {
      const kept = grown(layer, range);
      return kept === undefined ? [] : [...kept];
    });
    return counts.length === 0 ? undefined : counts.reduce((all, count) => all + count, 0);
  };
}

/** How much the counts of a layer grew in a stretch of time. */
export type Grown = (layer: Layer, range: TimeRange) => Float64Array | undefined;

/** A counter comes into being with its first count: one that never counted is not there, rather than zero. */
function addTo(counts: Map<string, number>, name: string, count: number): void {
  if (count > 0) {
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
}

function countPassing({ counted }: Layer, counts: Float64Array | undefined, passes: LabelTest): number {
  return counted.classes.reduce((sum, name, i) => sum + (passes(name) ? (counts?.[i] ?? 0) : 0), 0);
}

/** Cumulative counts added up by bound, as `sum by (le)` does, whatever layouts meet in it. */
function buckets(layers: readonly Layer[], range: TimeRange, grown: Grown, passes: LabelTest): Observation | undefined {
  const byBound = new Map<string, ClassicBucket>();
  for (const layer of layers) {
    const counts = grown(layer, range);
    let below = 0;
    layer.counted.classes.forEach((name, i) => {
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
    layer.counted.classes.forEach((name, i) => addTo(counts, name, passes(name) ? (classes?.[i] ?? 0) : 0));
  }
  return counts.size === 0 ? undefined : observedCategories(counts);
}

/**
 * Adds up the slots of a stretch of time. Of a slot that is cut, rows count as if they had come evenly. One serves all
 * targets of a question: what it has looked up is then looked up once.
 */
export function growthOf(slots: Slots, now: number): Grown {
  const countsOf = countsBySlot(slots, now);
  const oldest = oldestAt(now);
  return ({ counted, members }, range) => {
    let grown: Float64Array | undefined;
    for (const series of members) {
      const { model, role, content } = series;
      const from = Math.max(series.from, range.from, oldest);
      const to = Math.min(series.to, range.to, now);
      if (from >= to || content.kind !== 'counted') {
        continue;
      }
      grown ??= new Float64Array(counted.classes.length);
      const start = countsAt(slots.of(model).layout, role, content.country) + counted.offset;
      for (let begin = Math.floor(from / SLOT_MS) * SLOT_MS; begin < to; begin += SLOT_MS) {
        const counts = countsOf(model, begin / SLOT_MS);
        const part = (Math.min(to, begin + SLOT_MS) - Math.max(from, begin)) / SLOT_MS;
        for (let i = 0; i < grown.length; i += 1) {
          grown[i] = (grown[i] ?? 0) + part * (counts[start + i] ?? 0);
        }
      }
    }
    return grown;
  };
}

/** The counts of slots, looked up once a question, for a question may have thousands of windows. */
function countsBySlot(slots: Slots, now: number): (model: ScenarioModel, slot: number) => Uint16Array {
  const first = Math.floor(oldestAt(now) / SLOT_MS);
  const byModel = new Map<ScenarioModel, Uint16Array[]>();
  return (model, slot) => {
    let looked = byModel.get(model);
    if (looked === undefined) {
      looked = [];
      byModel.set(model, looked);
    }
    return (looked[slot - first] ??= slots.of(model).tally(slot, now).counts);
  };
}
