import { type Answer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';
import { align } from './align';
import { type NativeOptions, schemaFor } from './fromNativeHistogram';
import type { NumericHistogram } from './histogram';
import { meetNative } from './meetNative';
import { boundsOf, cellsOf, recount } from './nativeCells';
import { type ExponentialHistogram, type NativeHistogram, nativeBound, tidyNative } from './nativeHistogram';
import type { NumericPair } from './pair';
import { addUp } from './rebin';
import { clipNegative, faultOfHistogram } from './validate';

/** Fewer shared bounds than this would leave too little of the distribution to compare. */
const ENOUGH_SHARED = 3;

type Side =
  | { readonly kind: 'exponential'; readonly native: ExponentialHistogram; readonly missing: number }
  | { readonly kind: 'bounds'; readonly histogram: NumericHistogram; readonly sparse: boolean };

function sideOf(given: NativeHistogram | NumericHistogram): Answer<Side> {
  if (given.kind === 'numeric') {
    const fault = faultOfHistogram(given);
    if (fault !== null) {
      return fault;
    }
    const clipped = clipNegative(given.counts);
    const histogram = { ...given, counts: clipped.counts };
    return answered<Side>({ kind: 'bounds', histogram, sparse: false }, clipped.repairs);
  }
  const tidy = tidyNative<NativeHistogram>(given);
  if (!tidy.ok) {
    return tidy;
  }
  const { native, missing } = tidy.value;
  const side: Side =
    native.kind === 'exponential'
      ? { kind: 'exponential', native, missing }
      : {
          kind: 'bounds',
          histogram: { kind: 'numeric', edges: native.bounds, counts: native.counts, missing },
          sparse: native.sparse === true,
        };
  return answered(side, tidy.repairs);
}

/** Two exponential histograms, exactly: what they populate, in one schema and with one zero bucket. */
function alignExponential(
  reference: ExponentialHistogram,
  current: ExponentialHistogram,
  { mostBuckets }: NativeOptions
): Answer<readonly [NumericHistogram, NumericHistogram]> {
  const met = meetNative([reference, current], schemaFor([reference, current], mostBuckets));
  const negatives = met.all.some(({ negative }) => negative.length > 0);
  const cells = met.all.map((one) => cellsOf(one, negatives));
  const edges = boundsOf(cells.flat());
  if (edges.length === 0) {
    return noAnswer('no_buckets', 'No bucket of either native histogram holds anything: widen the window.');
  }
  const [before, now] = cells.map((side): NumericHistogram => ({
    kind: 'numeric',
    edges,
    counts: recount(side, edges).counts,
  }));
  return answered([before as NumericHistogram, now as NumericHistogram] as const, met.repairs);
}

/** Whether a bound is one of the schema's, whatever the counts are. */
function isOnGrid({ schema, zeroThreshold, zeroCount, negative }: ExponentialHistogram, bound: number): boolean {
  const size = Math.abs(bound);
  if (size <= zeroThreshold) {
    // Inside the zero bucket, 0 is a bound only where nothing lies on the other side of it.
    return size === zeroThreshold || zeroCount === 0 || (bound <= 0 && negative.length === 0);
  }
  const index = Math.round(Math.log2(size) * 2 ** schema);
  return nativeBound(index, schema) === size;
}

/** A native histogram on the bounds of a classic one: exactly where enough are shared, else interpolated. */
function ontoBounds(
  native: ExponentialHistogram,
  histogram: NumericHistogram
): Answer<{ readonly native: NumericHistogram; readonly other: NumericHistogram; readonly estimated: boolean }> {
  const { edges } = histogram;
  if (edges.length === 0) {
    return noAnswer('too_few_bins', 'One side is a single bin without bounds: give the histogram finite buckets.');
  }
  const cells = cellsOf(native, native.negative.length > 0 || (edges[0] as number) < 0);
  const shared = edges.filter((edge) => isOnGrid(native, edge));
  const counted = (on: readonly number[]): NumericHistogram => ({
    kind: 'numeric',
    edges: on,
    counts: recount(cells, on).counts,
  });
  if (shared.length === edges.length || shared.length >= ENOUGH_SHARED) {
    const repairs: Repair[] =
      shared.length === edges.length
        ? []
        : [{ kind: 'native_on_shared_bounds', shared: shared.length, bounds: edges.length }];
    return answered({ native: counted(shared), other: addUp(histogram, shared), estimated: false }, repairs);
  }
  const { counts, error } = recount(cells, edges);
  return answered({ native: { kind: 'numeric', edges, counts }, other: histogram, estimated: error > 0 }, [
    { kind: 'interpolated_native', shared: shared.length, bounds: edges.length, error },
  ]);
}

/** A bound is exact for a histogram unless it cuts a bin that holds something. */
function exactBounds(one: NumericHistogram, other: NumericHistogram): readonly number[] {
  return one.edges.filter((edge) => {
    const bin = other.edges.findIndex((upper) => upper >= edge);
    return other.edges[bin] === edge || (other.counts[bin < 0 ? other.counts.length - 1 : bin] as number) === 0;
  });
}

/** Custom bounds that were read off populated buckets: their empty buckets have bounds nobody showed. */
function alignSparse(
  reference: NumericHistogram,
  current: NumericHistogram
): readonly [NumericHistogram, NumericHistogram] {
  const edges = [...new Set([...exactBounds(reference, current), ...exactBounds(current, reference)])].sort(
    (a, b) => a - b
  );
  const onto = ({ edges: own, counts }: NumericHistogram): NumericHistogram => {
    const placed = new Array<number>(edges.length + 1).fill(0);
    counts.forEach((count, i) => {
      // No edge cuts a bin that holds anything, so the first edge at or above its end closes it.
      const upper = own[i] ?? Infinity;
      const at = edges.findIndex((edge) => edge >= upper);
      const bin = at < 0 ? edges.length : at;
      placed[bin] = (placed[bin] as number) + count;
    });
    return { kind: 'numeric', edges, counts: placed };
  };
  return [onto(reference), onto(current)];
}

function withMissing(pair: NumericPair, before: number | undefined, now: number | undefined): NumericPair {
  return before === undefined || now === undefined
    ? pair
    : { ...pair, missing: { reference: Math.max(0, before), current: Math.max(0, now) } };
}

/**
 * Puts two histograms on the same bins where at least one is a native histogram.
 *
 * - both exponential: in the coarser of their schemas, with one zero bucket that holds both and cuts no populated
 *   bucket; exact, on the bounds of all buckets that either side fills
 * - exponential against classic buckets, custom bounds or a stored profile: exact on the bounds that both have (those
 *   of the schema, +-zero threshold), where three are shared or none is lost; else the native side is interpolated onto
 *   the other's bounds (in logarithms, as Prometheus does), the pair is marked `estimated`, and the repair says how far
 *   the share below any bound may be off at most
 * - custom bounds against custom or classic ones: exactly on the bounds they share, as `align` does
 *
 * NaN observations are in no bucket; they go along as `missing` where both sides know theirs. O(buckets log buckets).
 *
 * @example
 * alignNative(
 *   { kind: 'exponential', schema: 1, zeroThreshold: 0, zeroCount: 0, positive: [[1, 2], [2, 3], [3, 4]], negative: [], count: 9 },
 *   { kind: 'exponential', schema: 0, zeroThreshold: 0, zeroCount: 0, positive: [[1, 6], [3, 1]], negative: [], count: 7 }
 * ).value.current // => [0, 6, 0, 1, 0]
 */
export function alignNative(
  reference: NativeHistogram | NumericHistogram,
  current: NativeHistogram | NumericHistogram,
  options: NativeOptions = {}
): Answer<NumericPair> {
  const before = sideOf(reference);
  if (!before.ok) {
    return before;
  }
  const now = sideOf(current);
  if (!now.ok) {
    return now;
  }
  const said = [...before.repairs, ...now.repairs];
  const finish = (
    pair: readonly [NumericHistogram, NumericHistogram],
    repairs: readonly Repair[],
    estimated = false
  ): Answer<NumericPair> => {
    const aligned = align(pair[0], pair[1]);
    if (!aligned.ok) {
      return aligned;
    }
    const missing = [before.value, now.value].map((side) =>
      side.kind === 'exponential' ? side.missing : side.histogram.missing
    );
    return answered(
      withMissing({ ...aligned.value, estimated: estimated || aligned.value.estimated }, missing[0], missing[1]),
      [...said, ...repairs, ...aligned.repairs]
    );
  };
  const [a, b] = [before.value, now.value];
  if (a.kind === 'exponential' && b.kind === 'exponential') {
    const met = alignExponential(a.native, b.native, options);
    return met.ok ? finish(met.value, met.repairs) : met;
  }
  if (a.kind === 'bounds' && b.kind === 'bounds') {
    const pair = a.sparse || b.sparse ? alignSparse(a.histogram, b.histogram) : ([a.histogram, b.histogram] as const);
    return finish(pair, []);
  }
  const native = a.kind === 'exponential' ? a.native : (b as Side & { kind: 'exponential' }).native;
  const histogram = a.kind === 'bounds' ? a.histogram : (b as Side & { kind: 'bounds' }).histogram;
  const placed = ontoBounds(native, histogram);
  if (!placed.ok) {
    return placed;
  }
  const { native: counted, other, estimated } = placed.value;
  return finish(a.kind === 'exponential' ? [counted, other] : [other, counted], placed.repairs, estimated);
}
