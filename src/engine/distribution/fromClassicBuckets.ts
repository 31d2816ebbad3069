import type { Answer } from '../answer';
import type { NumericHistogram } from './histogram';

/** One `_bucket` series: how many observations are at most `le`. `+Inf` is `Infinity`. */
export interface ClassicBucket {
  readonly le: number;
  readonly count: number;
}

/** A numeric histogram from Prometheus' classic, cumulative buckets, in any order. */
export function fromClassicBuckets(buckets: readonly ClassicBucket[]): Answer<NumericHistogram> {
  throw new Error(`not built yet: ${buckets.length}`);
}
