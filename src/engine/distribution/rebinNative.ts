import { type Answer, answered } from '../answer';
import type { Repair } from '../repair';
import type { NumericHistogram } from './histogram';
import { type Cell, cellsOf, recount } from './nativeCells';
import { type CustomHistogram, type NativeHistogram, tidyNative } from './nativeHistogram';
import { faultOfEdges } from './validate';

/** The populated buckets of custom bounds; the first has no lower end, unless values start at 0. */
export function customCells({ bounds, counts }: Pick<CustomHistogram, 'bounds' | 'counts'>): readonly Cell[] {
  return counts
    .map((count, i): Cell => {
      const upper = bounds[i] ?? Infinity;
      return { lower: bounds[i - 1] ?? (upper > 0 ? 0 : -Infinity), upper, count, spread: 'linear' };
    })
    .filter(({ count }) => count > 0);
}

/**
 * The same counts on any edges: exact where no edge cuts a populated bucket, else estimated and said, with the most
 * that the share below an edge can be off.
 *
 * Inside an exponential bucket the logarithms of values are taken to be spread evenly, as in Prometheus; inside the
 * zero bucket and custom buckets the values. O(buckets log buckets + edges).
 *
 * @example
 * rebinNative({ kind: 'exponential', schema: -1, zeroThreshold: 0, zeroCount: 0, positive: [[1, 8]], negative: [], count: 8 }, [2, 4]).value.counts
 * // => [4, 4, 0]
 */
export function rebinNative(native: NativeHistogram, edges: readonly number[]): Answer<NumericHistogram> {
  const tidy = tidyNative(native);
  if (!tidy.ok) {
    return tidy;
  }
  const fault = faultOfEdges(edges);
  if (fault !== null) {
    return fault;
  }
  const { native: given, missing } = tidy.value;
  const cells = given.kind === 'custom' ? customCells(given) : cellsOf(given, reachesBelowZero(given, edges));
  const { counts, error } = recount(cells, edges);
  const cut = new Set(cells.flatMap(({ lower, upper }) => edges.filter((edge) => edge > lower && edge < upper)));
  const repair: Repair = {
    kind: 'interpolated_native',
    shared: edges.length - cut.size,
    bounds: edges.length,
    error,
  };
  return answered<NumericHistogram>(
    { kind: 'numeric', edges: [...edges], counts, missing },
    error > 0 ? [...tidy.repairs, repair] : tidy.repairs
  );
}

function reachesBelowZero({ negative }: { readonly negative: readonly unknown[] }, edges: readonly number[]): boolean {
  return negative.length > 0 || (edges[0] ?? 0) < 0;
}
