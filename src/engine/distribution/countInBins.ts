import { binOf } from './binOf';

/** Below this a table costs more than it saves. */
const WORTH_A_TABLE = 2_000;
const CELLS_A_BIN = 16;
const MOST_CELLS = 65_536;

/** How many values fall into each bin, and how many are NaN and fall into none. */
export interface BinCounts {
  readonly counts: number[];
  readonly missing: number;
}

function countFew(samples: ArrayLike<number>, edges: readonly number[]): BinCounts {
  const counts = new Array<number>(edges.length + 1).fill(0);
  let missing = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    if (Number.isNaN(sample)) {
      missing++;
    } else {
      const bin = binOf(sample, edges);
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return { counts, missing };
}

/**
 * Many samples, by a table: the span of the edges is cut into even cells, and each cell knows the bin to start at. Exact
 * whatever the rounding: the cell of a value never falls while the value rises, so an edge in an earlier cell is below
 * the value, and the edges of its own cell are compared with it one by one.
 */
function countMany(samples: ArrayLike<number>, edges: readonly number[]): BinCounts {
  const cells = Math.min(MOST_CELLS, CELLS_A_BIN * edges.length);
  const lowest = edges[0] as number;
  // 0 where the span is too large for a double, infinite where it is too small for one: then all is compared.
  const scale = cells / ((edges[edges.length - 1] as number) - lowest);
  const cellOf = (value: number): number => {
    const place = (value - lowest) * scale;
    return place > 0 ? (place < cells ? Math.floor(place) : cells) : 0;
  };
  const starts = new Uint32Array(cells + 1);
  let bin = 0;
  for (let cell = 0; cell <= cells; cell++) {
    while (bin < edges.length && cellOf(edges[bin] as number) < cell) {
      bin++;
    }
    starts[cell] = bin;
  }
  // Nothing lies above infinity: every search ends.
  const ends = Float64Array.from([...edges, Infinity]);
  const counts = new Uint32Array(edges.length + 1);
  let missing = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    const place = (sample - lowest) * scale;
    let at = starts[place > 0 ? (place < cells ? place | 0 : cells) : 0] as number;
    while ((ends[at] as number) < sample) {
      at++;
    }
    counts[at] = (counts[at] as number) + 1;
    // NaN is below nothing and was counted in the first bin of all.
    missing += sample === sample ? 0 : 1;
  }
  counts[0] = (counts[0] as number) - missing;
  return { counts: Array.from(counts), missing };
}

/**
 * Counts values in the bins between edges that rise: `(lower, upper]`, infinities in the outer ones, NaN in none.
 * O(n) for many samples, whatever the number of edges; O(n log edges) for few.
 *
 * @example
 * countInBins([1, 10, 11, NaN], [10, 20]) // => { counts: [2, 1, 0], missing: 1 }
 */
export function countInBins(samples: ArrayLike<number>, edges: readonly number[]): BinCounts {
  return samples.length < WORTH_A_TABLE || edges.length === 0 ? countFew(samples, edges) : countMany(samples, edges);
}
