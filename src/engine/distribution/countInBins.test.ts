import { seeded } from '../testing/random';
import { HOSTILE_NUMBERS } from '../testing/within';
import { binOf } from './binOf';
import { countInBins } from './countInBins';

/** What is counted by a search through the edges for each value. */
function bySearch(samples: ArrayLike<number>, edges: readonly number[]): { counts: number[]; missing: number } {
  const counts = new Array<number>(edges.length + 1).fill(0);
  let missing = 0;
  Array.from(samples).forEach((sample) => {
    if (Number.isNaN(sample)) {
      missing++;
    } else {
      const bin = binOf(sample, edges);
      counts[bin] = (counts[bin] as number) + 1;
    }
  });
  return { counts, missing };
}

/** Edges that rise, and values among which are the edges themselves, their neighbours and what is no number. */
function samplesAround(random: () => number, edges: readonly number[], n: number): Float64Array {
  return Float64Array.from({ length: n }, () => {
    const edge = edges[Math.floor(random() * edges.length)] as number;
    const kind = random();
    return kind < 0.3
      ? edge
      : kind < 0.6
        ? edge * (1 + (random() - 0.5) * 4 * Number.EPSILON)
        : kind < 0.9
          ? edge + (random() - 0.5) * (Math.abs(edge) + 1)
          : (HOSTILE_NUMBERS[Math.floor(random() * HOSTILE_NUMBERS.length)] as number);
  });
}

describe('countInBins', () => {
  test('many values are counted as by a search for each, on even and uneven edges of every size', () => {
    const random = seeded(71);
    for (let k = 0; k < 300; k++) {
      const scale = 10 ** (random() * 40 - 20);
      const size = 1 + Math.floor(random() * 40);
      const edges = Array.from({ length: size }, (_, i) => (k % 2 ? i * 0.1 : random() ** 8)).map((x) => x * scale);
      const rising = [...new Set(edges)].sort((a, b) => a - b);
      const samples = samplesAround(random, rising, 3_000);
      expect(countInBins(samples, rising)).toEqual(bySearch(samples, rising));
      expect(countInBins(Array.from(samples), rising)).toEqual(bySearch(samples, rising));
    }
  });

  test.each([
    ['a span too large for a double', [-1.7e308, 0, 1.7e308]],
    ['neighbours too close for a table', [5e-324, 1e-323, 1.5e-323]],
    ['neighbouring doubles', [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON]],
    ['one edge', [3.7]],
    ['edges far from one another', [-1e300, -1, 0, 1e-300, 1, 1e300]],
  ])('%s', (_, edges) => {
    const samples = samplesAround(seeded(72), edges, 5_000);
    expect(countInBins(samples, edges)).toEqual(bySearch(samples, edges));
  });

  test('few values, no values, and no edges', () => {
    expect(countInBins([10, 10.5, Infinity, -Infinity, NaN], [10])).toEqual({ counts: [2, 2], missing: 1 });
    expect(countInBins([], [10])).toEqual({ counts: [0, 0], missing: 0 });
    const nothing = new Float64Array(5_000).fill(NaN);
    expect(countInBins(nothing, [1, 2])).toEqual({ counts: [0, 0, 0], missing: 5_000 });
    expect(countInBins(nothing, [])).toEqual({ counts: [0], missing: 5_000 });
  });
});
