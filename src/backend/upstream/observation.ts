import { fromCategoryCounts, fromClassicBuckets, type Answer, type ClassicBucket, type Histogram } from '../../engine';
import type { Observation } from './upstream';

function observation(answer: Answer<Histogram>): Observation {
  return answer.ok
    ? { kind: 'histogram', histogram: answer.value, repairs: answer.repairs }
    : { kind: 'unusable', message: answer.detail };
}

/** Cumulative buckets as an observation; what is no histogram is said, and leaves its neighbours whole. */
export function observedBuckets(buckets: readonly ClassicBucket[]): Observation {
  return observation(fromClassicBuckets(buckets));
}

/** Counts by category as an observation. */
export function observedCategories(counts: ReadonlyMap<string, number>): Observation {
  return observation(fromCategoryCounts(counts));
}
