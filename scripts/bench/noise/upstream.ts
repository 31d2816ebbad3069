import type { EventUpstream } from '../../../src/backend/upstream/events';
import { compileFeaturePatterns } from '../../../src/backend/upstream/matching';
import { alignedSteps } from '../../../src/backend/upstream/question';
import type { Observation, TimeRange, Upstream } from '../../../src/backend/upstream/upstream';
import { tableEvents } from '../../../src/backend/query/testing/tableEvents';
import { tableUpstream } from '../../../src/backend/query/testing/tableUpstream';
import { TELEMETRY } from '../../../src/model';
import type { Counted, Traffic } from './traffic';

/** The slots whose sums are the ends of a stretch of time, as far as there is traffic. */
function slotsOf({ start, slotMs, slots }: Traffic, { from, to }: TimeRange): readonly [number, number] {
  const at = (time: number): number => Math.max(0, Math.min(slots, Math.round((time - start) / slotMs)));
  return [at(from), at(to)];
}

function seen({ edges, categories, bins, sums }: Counted, from: number, to: number): Observation | undefined {
  const counts = Array.from({ length: bins }, (_, i) => (sums[to * bins + i] ?? 0) - (sums[from * bins + i] ?? 0));
  if (counts.every((count) => count === 0)) {
    return undefined;
  }
  if (edges !== undefined) {
    return { kind: 'histogram', histogram: { kind: 'numeric', edges, counts }, repairs: [] };
  }
  // A counter of a category is there once it has been counted.
  const known = (categories ?? []).map((category, i) => [category, counts[i] ?? 0] as const).filter(([, n]) => n > 0);
  return {
    kind: 'histogram',
    histogram: { kind: 'categorical', categories: known.map(([name]) => name), counts: known.map(([, n]) => n) },
    repairs: [],
  };
}

/** What a metrics store would answer of the traffic of one model: the same questions as a Prometheus gets. */
export function trafficUpstream(traffic: Traffic): Upstream {
  const answered = <T>(value: T) => ({ value, executed: '', notices: [] });
  const of = (metric: string): readonly Counted[] =>
    traffic.features.filter(({ edges }) => (metric === TELEMETRY.feature) === (edges !== undefined));
  return {
    ...tableUpstream([]),
    product: 'Traffic',
    async distributions({ source, features }, range) {
      const wanted = compileFeaturePatterns(features);
      const [from, to] = slotsOf(traffic, range);
      return answered(
        of(source.metric)
          .filter(({ name }) => wanted(name))
          .flatMap((one) => {
            const observation = seen(one, from, to);
            return observation === undefined ? [] : [{ feature: one.name, group: {}, observation }];
          })
      );
    },
    async increases({ features }, range) {
      const wanted = compileFeaturePatterns(features);
      const [from, to] = slotsOf(traffic, range);
      return answered(
        traffic.features
          .filter(({ name }) => wanted(name))
          .map(({ name, missing }) => ({
            feature: name,
            group: {},
            count: (missing[to] ?? 0) - (missing[from] ?? 0),
          }))
      );
    },
  };
}

/** What a log would answer to those who count its predictions. */
export function trafficEvents(traffic: Traffic): EventUpstream {
  const { predictions } = traffic;
  const between = (range: TimeRange): number => {
    const [from, to] = slotsOf(traffic, range);
    return (predictions[to] ?? 0) - (predictions[from] ?? 0);
  };
  return {
    ...tableEvents([]),
    product: 'Traffic',
    async count(_question, range) {
      return { value: between(range), executed: '', notices: [] };
    },
    async countOverTime(_question, range, windowMs, stepMs) {
      const { first, count } = alignedSteps(range, stepMs);
      const points = Array.from({ length: count }, (_, i) => {
        const time = first + i * stepMs;
        return { time, count: between({ from: time - windowMs, to: time }) };
      }).filter((point) => point.count > 0);
      return { value: [{ group: {}, points }], executed: '', notices: [] };
    },
  };
}
