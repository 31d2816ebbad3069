import { type Answer, answered, noAnswer } from '../answer';
import {
  COARSEST_SCHEMA,
  type CustomHistogram,
  type ExponentialHistogram,
  FINEST_SCHEMA,
  type NativeBucket,
  type NativeHistogram,
  nativeBound,
} from './nativeHistogram';

/**
 * A populated bucket as Prometheus' HTTP API writes it: whether its bounds belong to it (0: the upper one, 1: the lower
 * one, 2: neither, 3: both), its bounds, and its count. Numbers come as text, for JSON has no infinity.
 */
export type PrometheusBucket = readonly [
  rule: number,
  lower: string | number,
  upper: string | number,
  count: string | number,
];

/** The `<histogram>` of Prometheus' HTTP API. Without `buckets` it is empty, or all its observations were NaN. */
export interface PrometheusNativeHistogram {
  readonly count: string | number;
  readonly sum?: string | number;
  readonly buckets?: readonly PrometheusBucket[];
}

interface Read {
  readonly rule: number;
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

/** Prometheus' bounds come from a table; ours may differ in the last digit. */
const ALIKE = 1e-12;

/** The bound that Prometheus writes for the last bucket of regular numbers. */
const LARGEST = Number.MAX_VALUE;

function numberOf(text: string | number): number {
  if (typeof text === 'number') {
    return text;
  }
  const infinite = /^([+-]?)Inf$/i.exec(text);
  if (infinite !== null) {
    return infinite[1] === '-' ? -Infinity : Infinity;
  }
  return text.trim() === '' ? NaN : Number(text);
}

/** The index of the bucket that ends at this size in a schema; undefined where none does. */
function indexOf(size: number, schema: number): number | undefined {
  if (size >= LARGEST) {
    // The last bucket of regular numbers, and after it that of the infinite ones.
    return 1024 * 2 ** schema + (size === Infinity ? 1 : 0);
  }
  const index = Math.round(Math.log2(size) * 2 ** schema);
  return Math.abs(nativeBound(index, schema) - size) <= ALIKE * size ? index : undefined;
}

/** A bucket by the sizes of its values: `inner` is the bound next to zero. */
interface Sized {
  readonly inner: number;
  readonly outer: number;
  readonly count: number;
}

function bucketsIn(schema: number, sized: readonly Sized[], zeroThreshold: number): readonly NativeBucket[] | null {
  const buckets: NativeBucket[] = [];
  for (const { inner, outer, count } of sized) {
    const index = indexOf(outer, schema);
    if (index === undefined) {
      return null;
    }
    const starts = nativeBound(index - 1, schema);
    // Next to the zero bucket, a bucket starts where that ends. The last ones of all have no bound that is a double.
    const clipped = inner === zeroThreshold && starts <= inner * (1 + ALIKE);
    const whole = Math.abs(starts - inner) <= ALIKE * inner || (inner >= LARGEST && starts === Infinity);
    if (!clipped && !whole) {
      return null;
    }
    buckets.push([index, count]);
  }
  return buckets;
}

function exponential(read: readonly Read[], count: number): ExponentialHistogram | null {
  const zero = read.filter(({ lower, upper }) => lower === -upper);
  const positive = read
    .filter(({ lower, upper }) => lower >= 0 && upper > 0)
    .map((one): Sized => ({ inner: one.lower, outer: one.upper, count: one.count }));
  const negative = read
    .filter(({ lower, upper }) => lower < 0 && upper <= 0)
    .map((one): Sized => ({ inner: -one.upper, outer: -one.lower, count: one.count }));
  if (zero.length > 1 || zero.length + positive.length + negative.length < read.length) {
    return null;
  }
  // An empty zero bucket is not shown; then it ends where the buckets start, if it has any width at all.
  const nearest = [...positive, ...negative].reduce((least, { inner }) => Math.min(least, inner), Infinity);
  const zeroCount = zero[0]?.count ?? 0;
  for (const hidden of zero.length > 0 ? [false] : [false, true]) {
    const zeroThreshold = zero[0]?.upper ?? (hidden && nearest < LARGEST ? nearest : 0);
    for (let schema = FINEST_SCHEMA; schema >= COARSEST_SCHEMA; schema--) {
      const above = bucketsIn(schema, positive, zeroThreshold);
      const below = above === null ? null : bucketsIn(schema, negative, zeroThreshold);
      if (above !== null && below !== null) {
        return {
          kind: 'exponential',
          schema,
          zeroThreshold,
          zeroCount,
          positive: above,
          negative: [...below].reverse(),
          count,
        };
      }
    }
  }
  return null;
}

/** Buckets that fit no schema: their own bounds, with empty buckets between those that do not touch. */
function custom(read: readonly Read[], count: number): CustomHistogram {
  const bounds = [...new Set(read.flatMap(({ lower, upper }) => [lower + 0, upper + 0]))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const { upper, count: held } of read) {
    const at = upper === Infinity ? bounds.length : bounds.indexOf(upper + 0);
    counts[at] = (counts[at] as number) + held;
  }
  return { kind: 'custom', bounds, counts, count, sparse: true };
}

/**
 * A native histogram as Prometheus' HTTP API answers it, whose schema is not said there: it is read off the bounds.
 *
 * Bounds that are powers of 2^(2^-s) belong to the exponential schema s, the finest that fits them all; a lone zero
 * bucket fits the finest of all. Where the first bucket next to the zero bucket is cut by it, its other bound tells.
 * Bounds that fit no schema are custom ones, of which only those of populated buckets are known (`sparse`).
 *
 * Bounds or counts that are no numbers, buckets that overlap or run backwards: no answer. An empty histogram is one.
 * O(buckets) a schema.
 *
 * @example
 * fromPrometheusNative({ count: '42', buckets: [[3, '-0.25', '0.25', '3'], [0, '0.25', '0.5', '12'], [0, '0.5', '1', '27']] }).value
 * // => { kind: 'exponential', schema: 0, zeroThreshold: 0.25, zeroCount: 3, positive: [[-1, 12], [0, 27]], negative: [], count: 42 }
 */
export function fromPrometheusNative(given: PrometheusNativeHistogram): Answer<NativeHistogram> {
  const count = numberOf(given.count);
  if (!Number.isFinite(count)) {
    return noAnswer('invalid_count', `The native histogram counts ${given.count}: look for a broken exporter.`);
  }
  const read: Read[] = [];
  for (const [rule, lower, upper, held] of given.buckets ?? []) {
    const one = { rule, lower: numberOf(lower), upper: numberOf(upper), count: numberOf(held) };
    // Only the zero bucket of width 0 may end where it starts.
    const runs = one.lower < one.upper || (rule === 3 && one.lower === one.upper && one.lower === 0);
    if (!runs) {
      return noAnswer(
        'invalid_bound',
        `A native bucket reaches from ${lower} to ${upper}: its bounds must be rising numbers.`
      );
    }
    if (!Number.isFinite(one.count)) {
      return noAnswer(
        'invalid_count',
        `The native bucket from ${lower} to ${upper} counts ${held}: look for a broken exporter.`
      );
    }
    read.push(one);
  }
  read.sort((a, b) => (a.lower === b.lower ? a.upper - b.upper : a.lower - b.lower));
  const overlapping = read.findIndex((one, i) => i > 0 && one.lower < (read[i - 1] as Read).upper);
  if (overlapping > 0) {
    const { lower, upper } = read[overlapping] as Read;
    return noAnswer(
      'invalid_bound',
      `The native bucket from ${lower} to ${upper} overlaps the one before: ask for the histogram of one series.`
    );
  }
  return answered<NativeHistogram>(exponential(read, count) ?? custom(read, count));
}
