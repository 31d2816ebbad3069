import { type Answer, answered, noAnswer } from '../answer';
import type { NumericHistogram } from './histogram';
import { meetNative } from './meetNative';
import { boundsOf, cellsOf, recount } from './nativeCells';
import {
  COARSEST_SCHEMA,
  type ExponentialHistogram,
  type NativeHistogram,
  coarserIndex,
  tidyNative,
} from './nativeHistogram';

export interface NativeOptions {
  /** At most so many populated buckets a side: the schema is made coarser until they fit. */
  readonly mostBuckets?: number;
}

function distinct(indices: Iterable<number>, steps: number): number {
  return new Set([...indices].map((index) => coarserIndex(index, steps))).size;
}

/** The finest schema in which none of the histograms populates more buckets than wanted. */
export function schemaFor(natives: readonly ExponentialHistogram[], mostBuckets: number | undefined): number {
  const from = natives.reduce((least, { schema }) => Math.min(least, schema), Infinity);
  if (mostBuckets === undefined) {
    return from;
  }
  const fits = (schema: number): boolean =>
    natives.every((one) => {
      const count = (buckets: ExponentialHistogram['positive']): number =>
        distinct(
          buckets.map(([index]) => index),
          one.schema - schema
        );
      return count(one.positive) + count(one.negative) + (one.zeroCount > 0 ? 1 : 0) <= mostBuckets;
    });
  let schema = from;
  while (schema > COARSEST_SCHEMA && !fits(schema)) {
    schema--;
  }
  return schema;
}

/**
 * A numeric histogram from a native histogram of Prometheus, of any schema: its edges are the bounds of the populated
 * buckets, its counts are theirs, exactly.
 *
 * The zero bucket is a bin of its own; without negative values it is the first bin, which starts at 0. Observations
 * that were NaN are in the count and in no bucket: they become `missing`, and it is said. Buckets beyond the doubles
 * fall into the outer bins. A value on the bound of a negative bucket belongs to the bucket above it, and that is the
 * one point in which `(lower, upper]` bins differ. `mostBuckets` makes the schema coarser, and says so. Two of them
 * compare better through `alignNative`, which knows the bounds of empty buckets, too.
 *
 * No observation in any bucket, an unknown schema, or a count that is none: no answer. O(buckets log buckets).
 *
 * @example
 * fromNativeHistogram({ kind: 'exponential', schema: 0, zeroThreshold: 0.5, zeroCount: 2, positive: [[1, 3]], negative: [], count: 6 }).value
 * // => { kind: 'numeric', edges: [0.5, 1, 2], counts: [2, 0, 3, 0], missing: 1 }
 */
export function fromNativeHistogram(native: NativeHistogram, options: NativeOptions = {}): Answer<NumericHistogram> {
  const tidy = tidyNative(native);
  if (!tidy.ok) {
    return tidy;
  }
  const { native: given, missing } = tidy.value;
  if (given.kind === 'custom') {
    return given.bounds.length === 0
      ? noAnswer('too_few_bins', 'The histogram has no custom bound: give it at least one, or exponential buckets.')
      : answered({ kind: 'numeric', edges: [...given.bounds], counts: [...given.counts], missing }, tidy.repairs);
  }
  const met = meetNative([given], schemaFor([given], options.mostBuckets));
  const cells = cellsOf(met.all[0] as ExponentialHistogram, given.negative.length > 0);
  const edges = boundsOf(cells);
  if (edges.length === 0) {
    return noAnswer('no_buckets', 'No bucket of the native histogram holds anything: widen the window.');
  }
  const { counts } = recount(cells, edges);
  return answered<NumericHistogram>({ kind: 'numeric', edges, counts, missing }, [...tidy.repairs, ...met.repairs]);
}
