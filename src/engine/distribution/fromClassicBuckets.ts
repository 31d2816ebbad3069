import { type Answer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';
import { faultOfCounts } from './validate';
import type { NumericHistogram } from './histogram';

/** One `_bucket` series: how many observations are at most `le`. `+Inf` is `Infinity`. */
export interface ClassicBucket {
  readonly le: number;
  readonly count: number;
}

/**
 * Neighbours that differ by less than this share of their size are equal: rates that were summed carry noise in their
 * last digits, and a bin of 1e-13 observations would be an empty bin that no longer looks empty. Prometheus uses the
 * same number for its quantiles.
 */
const ROUNDING = 1e-12;

/**
 * A numeric histogram from Prometheus' classic, cumulative buckets, in any order.
 *
 * Follows Prometheus: buckets of the same bound are added (`le="1"` and `le="1.0"`), a count below its predecessor is
 * raised to it and said so, and without `+Inf` there is no histogram. Counts may be fractions. All zeros are a
 * histogram, an empty one. NaN, infinite counts, a bound that is NaN or -Inf: no answer. O(n log n) for the sort.
 *
 * @example
 * fromClassicBuckets([{ le: 10, count: 3 }, { le: 20, count: 8 }, { le: Infinity, count: 9 }]).value
 * // => { kind: 'numeric', edges: [10, 20], counts: [3, 5, 1] }
 */
export function fromClassicBuckets(buckets: readonly ClassicBucket[]): Answer<NumericHistogram> {
  if (buckets.length === 0) {
    return noAnswer('no_buckets', 'There are no buckets: check the metric name, the selector and the window.');
  }
  for (const { le, count } of buckets) {
    if (Number.isNaN(le) || le === -Infinity) {
      return noAnswer('invalid_bound', `A bucket bound is ${le}: le must be a number or +Inf.`);
    }
    if (!Number.isFinite(count)) {
      return noAnswer('invalid_count', `The bucket le="${le}" counts ${count}: look for a broken exporter.`);
    }
  }
  const sorted = [...buckets].sort((a, b) => (a.le < b.le ? -1 : a.le > b.le ? 1 : 0));
  if (sorted[sorted.length - 1]?.le !== Infinity) {
    return noAnswer('no_inf_bucket', 'There is no le="+Inf" bucket, so the total is unknown: keep it in the selector.');
  }

  const edges: number[] = [];
  const cumulative: number[] = [];
  let duplicates = 0;
  for (const { le, count } of sorted) {
    if (cumulative.length > 0 && (edges[cumulative.length - 1] ?? Infinity) === le) {
      cumulative[cumulative.length - 1] = (cumulative[cumulative.length - 1] as number) + count;
      duplicates++;
      continue;
    }
    if (le !== Infinity) {
      edges.push(le);
    }
    cumulative.push(count);
  }
  if (edges.length === 0) {
    return noAnswer('too_few_bins', 'There is only the +Inf bucket: give the histogram at least one finite bound.');
  }

  const counts: number[] = [];
  let before = 0;
  let dropped = 0;
  let largestDrop = 0;
  let negative = 0;
  let negativeTotal = 0;
  for (const count of cumulative) {
    if (count < 0) {
      negative++;
      negativeTotal += count;
    } else if (count < before * (1 - ROUNDING)) {
      dropped++;
      largestDrop = Math.max(largestDrop, before - count);
    }
    const difference = count - before;
    const noise = difference <= ROUNDING * before;
    counts.push(noise ? 0 : difference);
    before = noise ? before : count;
  }

  const repairs: Repair[] = [];
  if (duplicates > 0) {
    repairs.push({ kind: 'duplicate_bounds_added', bounds: duplicates });
  }
  if (negative > 0) {
    repairs.push({ kind: 'negative_counts_clipped', bins: negative, total: negativeTotal });
  }
  if (dropped > 0) {
    repairs.push({ kind: 'forced_monotone', buckets: dropped, largestDrop });
  }
  return faultOfCounts(counts) ?? answered<NumericHistogram>({ kind: 'numeric', edges, counts }, repairs);
}
