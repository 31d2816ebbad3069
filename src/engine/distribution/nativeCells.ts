import { type ExponentialHistogram, SAME_BOUND, nativeBound } from './nativeHistogram';

/** Populated buckets as intervals, from left to right; they do not overlap. */
export interface Cell {
  /** -Infinity where nothing is known of the end. */
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** How values are taken to lie inside: evenly, or evenly in their logarithm. */
  readonly spread: 'linear' | 'exponential';
}

/**
 * The populated buckets of an exponential histogram from left to right. Next to the zero bucket they end where it ends;
 * without negative values the zero bucket has no lower end, for then it is taken to start at 0 (as in Prometheus).
 * O(buckets).
 */
export function cellsOf(native: ExponentialHistogram, negatives: boolean): readonly Cell[] {
  const { schema, zeroThreshold, zeroCount } = native;
  const clipped = (bound: number): number => (bound > zeroThreshold * (1 + SAME_BOUND) ? bound : zeroThreshold);
  const cells: Cell[] = [];
  for (let i = native.negative.length - 1; i >= 0; i--) {
    const [index, count] = native.negative[i] as readonly [number, number];
    const lower = -clipped(nativeBound(index, schema));
    cells.push({ lower, upper: -clipped(nativeBound(index - 1, schema)), count, spread: 'exponential' });
  }
  if (zeroCount > 0) {
    const lower = negatives ? -zeroThreshold : -Infinity;
    cells.push({ lower, upper: zeroThreshold, count: zeroCount, spread: 'linear' });
  }
  for (const [index, count] of native.positive) {
    const lower = clipped(nativeBound(index - 1, schema));
    cells.push({ lower, upper: clipped(nativeBound(index, schema)), count, spread: 'exponential' });
  }
  return cells;
}

/** The finite bounds of cells, each once, rising. */
export function boundsOf(cells: Iterable<Cell>): readonly number[] {
  const bounds = new Set<number>();
  for (const { lower, upper } of cells) {
    // -0 and 0 are one bound.
    bounds.add(lower + 0);
    bounds.add(upper + 0);
  }
  return [...bounds].filter(Number.isFinite).sort((a, b) => a - b);
}

/** How much of a cell lies at or below a bound strictly inside it, from 0 to 1. */
function shareBelow({ lower, upper, spread }: Cell, bound: number): number {
  // Without an end, all of it stands at the end that is known.
  if (upper === Infinity) {
    return 1;
  }
  if (lower === -Infinity) {
    // The zero bucket without negative values starts at 0.
    return upper > 0 && spread === 'linear' ? Math.max(0, bound / upper) : 0;
  }
  if (spread === 'exponential' && lower !== 0 && upper !== 0) {
    return Math.log(bound / lower) / Math.log(upper / lower);
  }
  // Halved, since the width of a cell may exceed the largest double.
  return (bound / 2 - lower / 2) / (upper / 2 - lower / 2);
}

/** Counts on edges, and how far they may be off. */
export interface Recounted {
  /** One more than edges. */
  readonly counts: readonly number[];
  /** The share below any edge is right to within this; 0 where no edge cuts a populated cell. */
  readonly error: number;
}

/**
 * Counts cells between other edges: exactly where no edge cuts one, else with the values inside spread as the cell
 * says. `error` is the most that the share below an edge can be off, however values lie inside. O(cells + edges) after
 * the search for the first edge of each cell.
 */
export function recount(cells: readonly Cell[], edges: readonly number[]): Recounted {
  const counts = new Array<number>(edges.length + 1).fill(0);
  let total = 0;
  let largest = 0;
  let at = 0;
  for (const cell of cells) {
    total += cell.count;
    // A zero bucket of no width lies at its upper bound, as everything in a bin may.
    while (at < edges.length && (edges[at] as number) <= cell.lower && (edges[at] as number) < cell.upper) {
      at++;
    }
    let placed = 0;
    while (at < edges.length && (edges[at] as number) < cell.upper) {
      const below = Math.min(1, Math.max(placed, shareBelow(cell, edges[at] as number)));
      counts[at] = (counts[at] as number) + cell.count * (below - placed);
      largest = Math.max(largest, cell.count * Math.max(below, 1 - below));
      placed = below;
      at++;
    }
    counts[at] = (counts[at] as number) + cell.count * (1 - placed);
  }
  return { counts, error: total > 0 ? largest / total : 0 };
}
