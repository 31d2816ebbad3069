import {
  type ExponentialHistogram,
  type NativeBucket,
  FINEST_SCHEMA,
  coarserIndex,
  nativeBound,
  nativeRelativeError,
} from '../distribution/nativeHistogram';
import type { Repair } from '../repair';
import type { Samples } from './sides';

/** In the coarsest schema all doubles, of both signs, fit into so many. */
const FEWEST_BUCKETS = 300;

/** All values, while there are few; beyond that their counts by size. */
export type Collected =
  | { readonly kind: 'samples'; readonly values: Float64Array; readonly repairs: readonly Repair[] }
  | {
      readonly kind: 'sketch';
      readonly histogram: ExponentialHistogram;
      /** A value that is only known by its bucket is right to this part of its size. */
      readonly relativeError: number;
      readonly repairs: readonly Repair[];
    };

export interface Collector {
  /** Takes values in; NaN and infinities are counted apart. O(values). */
  readonly add: (values: Samples) => void;
  /** Takes in all that another one holds, which stays as it is: the same as adding its values. */
  readonly merge: (other: Collector) => void;
  readonly collected: () => Collected;
}

/** So close to a bound the logarithm, off in its last digits, may end on the wrong side of it. */
const NEXT_TO_A_BOUND = 1e-6;
/** Below it doubles have fewer digits, and bounds are off by more. */
const SMALLEST_NORMAL = 2 ** -1022;

/** The bucket of a positive value: `(b^(i-1), b^i]`. */
function indexOf(value: number, schema: number): number {
  const place = Math.log2(value) * 2 ** schema;
  let index = Math.ceil(place);
  if (Math.abs(place - Math.round(place)) > NEXT_TO_A_BOUND && value >= SMALLEST_NORMAL) {
    return index;
  }
  while (value > nativeBound(index, schema)) {
    index++;
  }
  while (value <= nativeBound(index - 1, schema)) {
    index--;
  }
  return index;
}

type Buckets = Map<number, number>;

function coarser(buckets: Buckets): Buckets {
  const merged: Buckets = new Map();
  for (const [index, count] of buckets) {
    const to = coarserIndex(index, 1);
    merged.set(to, (merged.get(to) ?? 0) + count);
  }
  return merged;
}

function inOrder(buckets: Buckets): readonly NativeBucket[] {
  return [...buckets].sort(([a], [b]) => a - b);
}

/**
 * Collects raw values in bounded memory: up to `limit` as they are, beyond that as a sketch, the exponential histogram
 * of Prometheus. Its buckets are counts, so that sketches of pods or hours add up exactly (`mergeNative`), compare with
 * `alignNative` and all scores on histograms, and say their error: a value is known to `relativeError` of its size. It
 * starts with the finest schema (0.14 %), and merges neighbours as soon as more than `buckets` are filled.
 *
 * The collector itself changes; what it answers does not.
 *
 * @example
 * (() => { const one = collector({ limit: 2 }); one.add([1, 2, 3]); return one.collected().kind; })() // => 'sketch'
 */
export function collector({
  limit = 100_000,
  buckets: most = 4096,
}: { readonly limit?: number; readonly buckets?: number } = {}): Collector {
  if (!(limit >= 0 && most >= FEWEST_BUCKETS)) {
    throw new RangeError(`a limit of ${limit} values and ${most} buckets: at least 0 and ${FEWEST_BUCKETS}`);
  }
  let raw: number[] | null = [];
  let schema = FINEST_SCHEMA;
  let positive: Buckets = new Map();
  let negative: Buckets = new Map();
  let zeros = 0;
  let count = 0;
  let notFinite = 0;

  const reduce = (to: number): void => {
    while (schema > to) {
      positive = coarser(positive);
      negative = coarser(negative);
      schema--;
    }
  };
  const put = (into: Buckets, index: number, more: number): void => {
    const held = into.get(index);
    into.set(index, (held ?? 0) + more);
    if (held !== undefined) {
      return;
    }
    // A coarser schema than -4 there is none; by then a bucket spans all that fits.
    while (positive.size + negative.size > most && schema > -4) {
      reduce(schema - 1);
    }
  };
  const sketch = (value: number): void => {
    count++;
    if (value === 0) {
      zeros++;
    } else if (value > 0) {
      put(positive, indexOf(value, schema), 1);
    } else {
      put(negative, indexOf(-value, schema), 1);
    }
  };
  const take = (value: number): void => {
    if (!Number.isFinite(value)) {
      notFinite++;
    } else if (raw === null) {
      sketch(value);
    } else {
      raw.push(value);
      if (raw.length > limit) {
        const kept = raw;
        raw = null;
        kept.forEach(sketch);
      }
    }
  };

  const add = (values: Samples): void => {
    for (let i = 0; i < values.length; i++) {
      take(values[i] as number);
    }
  };
  const merge = (other: Collector): void => {
    const given = other.collected();
    for (const repair of given.repairs) {
      notFinite += repair.kind === 'not_finite_left_out' ? repair.values : 0;
    }
    if (given.kind === 'samples') {
      add(given.values);
      return;
    }
    const kept = raw ?? [];
    raw = null;
    kept.forEach(sketch);
    const { histogram } = given;
    reduce(histogram.schema);
    const onto = (held: readonly NativeBucket[], sign: 'positive' | 'negative'): void => {
      for (const [index, more] of held) {
        put(sign === 'positive' ? positive : negative, coarserIndex(index, histogram.schema - schema), more);
      }
    };
    onto(histogram.positive, 'positive');
    onto(histogram.negative, 'negative');
    zeros += histogram.zeroCount;
    count += histogram.count;
  };
  const collected = (): Collected => {
    const left: readonly Repair[] = notFinite > 0 ? [{ kind: 'not_finite_left_out', values: notFinite }] : [];
    if (raw !== null) {
      return { kind: 'samples', values: Float64Array.from(raw), repairs: left };
    }
    const relativeError = nativeRelativeError(schema);
    return {
      kind: 'sketch',
      histogram: {
        kind: 'exponential',
        schema,
        zeroThreshold: 0,
        zeroCount: zeros,
        positive: inOrder(positive),
        negative: inOrder(negative),
        count,
      },
      relativeError,
      repairs: [...left, { kind: 'sketched', values: count, relativeError }],
    };
  };
  return { add, merge, collected };
}
