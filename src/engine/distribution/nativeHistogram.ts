import { type Answer, type NoAnswer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';
import { faultOfCounts, faultOfEdges } from './validate';

/** A populated bucket of a native histogram: its index in the schema, and how many observations it holds. */
export type NativeBucket = readonly [index: number, count: number];

/**
 * A native histogram of Prometheus with exponential buckets. With b = 2^(2^-schema), bucket i of `positive` is
 * `(b^(i-1), b^i]`, bucket i of `negative` is `[-b^i, -b^(i-1))`, and the zero bucket is `[-zeroThreshold,
 * zeroThreshold]`.
 */
export interface ExponentialHistogram {
  readonly kind: 'exponential';
  /** From -4 (a bucket spans a factor of 65,536) to 8 (a factor of 1.0027). */
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  /** In rising order of their indices; empty ones may be left out. */
  readonly positive: readonly NativeBucket[];
  /** By the size of the values: the bucket next to zero has the lowest index. */
  readonly negative: readonly NativeBucket[];
  /** All observations: those that were NaN are in it, and in no bucket. */
  readonly count: number;
}

/** A native histogram of Prometheus with custom bounds (schema -53): classic buckets in a native sample. */
export interface CustomHistogram {
  readonly kind: 'custom';
  /** Finite, strictly rising: `k` bounds make `k + 1` buckets, as in a `NumericHistogram`. */
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly count: number;
  /**
   * The bounds were read off populated buckets: more may lie where there are no observations, and there any bound is
   * exact.
   */
  readonly sparse?: boolean;
}

export type NativeHistogram = ExponentialHistogram | CustomHistogram;

/** The schemas of exponential buckets that Prometheus writes. */
export const COARSEST_SCHEMA = -4;
export const FINEST_SCHEMA = 8;

/** A threshold that was written from a table of bounds may differ from ours in the last digit, and is the same. */
export const SAME_BOUND = 1e-12;

/** Rates that were summed carry noise in their last digits: so much of the count is no observation. */
const ROUNDING = 1e-9;

/**
 * The upper bound b^index of a positive bucket; what lies beyond the doubles is Infinity, for there nothing but
 * infinite observations can be told apart. The same bound is the same double in every schema. O(1).
 *
 * @example
 * [nativeBound(3, 0), nativeBound(1, 1), nativeBound(1, -4)] // => [8, Math.SQRT2, 65536]
 */
export function nativeBound(index: number, schema: number): number {
  const exponent = index * 2 ** -schema;
  const whole = Math.floor(exponent);
  // The fraction is exact, so that a power of two is one, and a bound of schema 8 is the bound of schema 7.
  return whole >= 1024 ? Infinity : 2 ** (exponent - whole) * 2 ** Math.max(whole, -1100);
}

/**
 * How far off a value may be that is only known by its bucket, if the best single number stands for it: (b - 1) / (b +
 * 1) of its size. O(1).
 *
 * @example
 * nativeRelativeError(0) // => 1 / 3
 */
export function nativeRelativeError(schema: number): number {
  const base = 2 ** (2 ** -schema);
  return (base - 1) / (base + 1);
}

/** The index of a bucket in a coarser schema: pairs merge, i to ceil(i / 2), once a step. */
export function coarserIndex(index: number, steps: number): number {
  return Math.ceil(index / 2 ** steps);
}

function faultOfBuckets(buckets: readonly NativeBucket[]): NoAnswer | null {
  const odd = buckets.find(([index]) => !Number.isSafeInteger(index));
  return odd === undefined
    ? null
    : noAnswer('invalid_bound', `A bucket of the native histogram has the index ${odd[0]}: it must be a whole number.`);
}

/** What is wrong with a native histogram, or null. O(buckets). */
export function faultOfNative(native: NativeHistogram): NoAnswer | null {
  if (native.kind === 'custom') {
    if (native.counts.length !== native.bounds.length + 1) {
      return noAnswer(
        'invalid_edges',
        `${native.bounds.length} custom bounds need ${native.bounds.length + 1} counts (the last is above them all), and there are ${native.counts.length}.`
      );
    }
    return faultOfEdges(native.bounds) ?? faultOfCounts([...native.counts, native.count]);
  }
  const { schema, zeroThreshold, zeroCount, positive, negative, count } = native;
  if (!Number.isInteger(schema) || schema < COARSEST_SCHEMA || schema > FINEST_SCHEMA) {
    return noAnswer(
      'invalid_schema',
      `The native histogram has schema ${schema}: from ${COARSEST_SCHEMA} to ${FINEST_SCHEMA} are known, and custom bounds.`
    );
  }
  if (!(zeroThreshold >= 0 && zeroThreshold < Infinity)) {
    return noAnswer('invalid_bound', `The zero bucket reaches to ${zeroThreshold}: it must be a finite number from 0.`);
  }
  return (
    faultOfBuckets(positive) ??
    faultOfBuckets(negative) ??
    faultOfCounts([zeroCount, count, ...positive.map(([, held]) => held), ...negative.map(([, held]) => held)])
  );
}

/** Populated buckets alone, in rising order, with equal indices added up. */
export function tidyBuckets(buckets: Iterable<NativeBucket>): readonly NativeBucket[] {
  const held = new Map<number, number>();
  for (const [index, count] of buckets) {
    if (count > 0) {
      held.set(index, (held.get(index) ?? 0) + count);
    }
  }
  return [...held].sort(([a], [b]) => a - b);
}

/** All observations that lie in a bucket. */
export function inBuckets(native: NativeHistogram): number {
  const add = (all: number, one: number): number => all + one;
  return native.kind === 'custom'
    ? native.counts.reduce(add, 0)
    : [...native.negative, ...native.positive].reduce((all, [, count]) => all + count, native.zeroCount);
}

/**
 * A native histogram in order: counts below zero taken as zero, buckets sorted, and how many observations were NaN,
 * all said. O(buckets log buckets).
 */
export function tidyNative<N extends NativeHistogram>(
  native: N
): Answer<{ readonly native: N; readonly missing: number }> {
  const fault = faultOfNative(native);
  if (fault !== null) {
    return fault;
  }
  const repairs: Repair[] = [];
  const given =
    native.kind === 'custom'
      ? native.counts
      : [native.zeroCount, ...native.positive.map(([, held]) => held), ...native.negative.map(([, held]) => held)];
  const below = given.filter((count) => count < 0);
  if (below.length > 0) {
    const total = below.reduce((all, count) => all + count, 0);
    repairs.push({ kind: 'negative_counts_clipped', bins: below.length, total });
  }
  const tidy: NativeHistogram =
    native.kind === 'custom'
      ? { ...native, counts: native.counts.map((count) => Math.max(0, count)) }
      : {
          ...native,
          zeroCount: Math.max(0, native.zeroCount),
          positive: tidyBuckets(native.positive),
          negative: tidyBuckets(native.negative),
        };
  const held = inBuckets(tidy);
  const apart = native.count - held;
  const rounding = ROUNDING * Math.max(held, native.count);
  if (apart > rounding) {
    repairs.push({ kind: 'nan_observations', count: apart });
  } else if (-apart > rounding && below.length === 0) {
    repairs.push({ kind: 'count_below_buckets', count: native.count, buckets: held });
  }
  return answered({ native: tidy as N, missing: apart > rounding ? apart : 0 }, repairs);
}
