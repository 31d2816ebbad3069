import type { Repair } from '../repair';
import {
  type ExponentialHistogram,
  type NativeBucket,
  SAME_BOUND,
  coarserIndex,
  nativeBound,
  nativeRelativeError,
  tidyBuckets,
} from './nativeHistogram';

/**
 * The same counts in a coarser schema, exactly: each step merges pairs of buckets. A finer one is no change.
 * O(buckets).
 *
 * @example
 * reduceSchema(
 *   { kind: 'exponential', schema: 1, zeroThreshold: 0, zeroCount: 0, positive: [[1, 4], [2, 5]], negative: [], count: 9 },
 *   0
 * ).positive // => [[1, 9]]
 */
export function reduceSchema(native: ExponentialHistogram, schema: number): ExponentialHistogram {
  const steps = native.schema - schema;
  if (steps <= 0) {
    return native;
  }
  const merged = (buckets: readonly NativeBucket[]): readonly NativeBucket[] =>
    tidyBuckets(buckets.map(([index, count]) => [coarserIndex(index, steps), count] as const));
  return { ...native, schema, positive: merged(native.positive), negative: merged(native.negative) };
}

/** Whether a bucket starts where the zero bucket ends, or beyond. */
function startsOutside([index]: NativeBucket, schema: number, threshold: number): boolean {
  return nativeBound(index - 1, schema) >= threshold * (1 - SAME_BOUND);
}

/** The smallest threshold from the given one on that cuts no populated bucket. */
function uncut(native: ExponentialHistogram, threshold: number): number {
  let grown = threshold;
  for (const buckets of [native.positive, native.negative, native.positive]) {
    for (const bucket of buckets) {
      if (!startsOutside(bucket, native.schema, grown)) {
        grown = Math.max(grown, nativeBound(bucket[0], native.schema));
      }
    }
  }
  return grown;
}

/**
 * The same counts with a zero bucket that reaches at least to the threshold; where that would cut a populated bucket,
 * to the bound of it, as Prometheus has it. A smaller threshold is no change. O(buckets).
 *
 * @example
 * widenZero(
 *   { kind: 'exponential', schema: 0, zeroThreshold: 0, zeroCount: 1, positive: [[1, 4], [2, 5]], negative: [], count: 10 },
 *   1.5
 * ).zeroThreshold // => 2
 */
export function widenZero(native: ExponentialHistogram, threshold: number): ExponentialHistogram {
  if (threshold <= native.zeroThreshold) {
    return native;
  }
  const zeroThreshold = uncut(native, threshold);
  const outside = (bucket: NativeBucket): boolean => startsOutside(bucket, native.schema, zeroThreshold);
  const swallowed = [...native.positive, ...native.negative].filter((bucket) => !outside(bucket));
  return {
    ...native,
    zeroThreshold,
    zeroCount: swallowed.reduce((all, [, count]) => all + count, native.zeroCount),
    positive: native.positive.filter(outside),
    negative: native.negative.filter(outside),
  };
}

/** Native histograms in one schema, with one zero bucket. */
export interface Met {
  readonly all: readonly ExponentialHistogram[];
  readonly repairs: readonly Repair[];
}

/**
 * Brings native histograms to the coarsest of their schemas and to a zero bucket that holds all of theirs and cuts no
 * populated bucket; exact, and said. With `schema`, no finer than that. O(buckets) a round; a round widens the zero
 * bucket.
 */
export function meetNative(given: readonly ExponentialHistogram[], coarsest = Infinity): Met {
  const repairs: Repair[] = [];
  const schema = given.reduce((least, one) => Math.min(least, one.schema), coarsest);
  // The zero buckets meet before the schemas do, as in Prometheus: finer buckets let a smaller threshold be.
  let all = given;
  for (;;) {
    const threshold = all.reduce((most, one) => Math.max(most, one.zeroThreshold), 0);
    if (all.every((one) => one.zeroThreshold === threshold)) {
      break;
    }
    all = all.map((one) => widenZero(one, threshold));
  }
  const widest = all.reduce((most, one) => Math.max(most, one.zeroThreshold), 0);
  const narrowest = given.reduce((least, one) => Math.min(least, one.zeroThreshold), widest);
  const moved = all.reduce((sum, one, i) => sum + one.zeroCount - (given[i] as ExponentialHistogram).zeroCount, 0);
  if (moved > 0) {
    repairs.push({ kind: 'zero_bucket_widened', from: narrowest, to: widest, count: moved });
  }
  const finest = given.reduce((most, one) => Math.max(most, one.schema), schema);
  if (finest > schema) {
    repairs.push({
      kind: 'native_schema_reduced',
      from: finest,
      to: schema,
      relativeError: nativeRelativeError(schema),
    });
  }
  return { all: all.map((one) => reduceSchema(one, schema)), repairs };
}
