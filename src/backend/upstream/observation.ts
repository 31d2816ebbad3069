import {
  fromCategoryCounts,
  fromClassicBuckets,
  fromPrometheusNative,
  nativeRelativeError,
  total,
  type Answer,
  type ClassicBucket,
  type Histogram,
  type PrometheusNativeHistogram,
} from '../../engine';
import type { Observation } from './upstream';

function observation(answer: Answer<Histogram>): Observation {
  return answer.ok
    ? { kind: 'histogram', histogram: answer.value, repairs: answer.repairs }
    : { kind: 'unusable', message: answer.detail };
}

/** Whether anything at all was seen. What cannot be used was seen: it is an error of another kind. */
export function sawSomething(observation: Observation): boolean {
  switch (observation.kind) {
    case 'histogram':
      return total(observation.histogram) > 0;
    case 'native':
      return observation.native.count > 0;
    case 'samples':
      return observation.values.length > 0;
    case 'unusable':
      return true;
  }
}

/** Cumulative buckets as an observation; what is no histogram is said, and leaves its neighbours whole. */
export function observedBuckets(buckets: readonly ClassicBucket[]): Observation {
  return observation(fromClassicBuckets(buckets));
}

/** A native histogram as Prometheus' HTTP API has it; one that cannot be read is said, and leaves its neighbours whole. */
export function observedNative(given: PrometheusNativeHistogram): Observation {
  const answer = fromPrometheusNative(given);
  return answer.ok ? { kind: 'native', native: answer.value } : { kind: 'unusable', message: answer.detail };
}

/** How closely the values of native histograms are known, in words; the coarsest of them decides. */
export function nativeResolution(observations: readonly Observation[]): string | undefined {
  const schemas = observations.flatMap((one) =>
    one.kind === 'native' && one.native.kind === 'exponential' ? [one.native.schema] : []
  );
  if (schemas.length === 0) {
    return undefined;
  }
  const coarsest = schemas.reduce((least, schema) => Math.min(least, schema));
  const percent = Number((100 * nativeRelativeError(coarsest)).toPrecision(3));
  return `Native histograms: each value is known to ${percent} % of its size (schema ${coarsest}).`;
}

/** Counts by category as an observation. */
export function observedCategories(counts: ReadonlyMap<string, number>): Observation {
  return observation(fromCategoryCounts(counts));
}
