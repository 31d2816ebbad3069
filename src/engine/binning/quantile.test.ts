import { fromSamples } from '../distribution/fromSamples';
import { type NumericHistogram } from '../distribution/histogram';
import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { quantile } from './quantile';

const ask = (bins: number) => ({ strategy: 'quantile', bins }) as const;

describe('quantile bins', () => {
  test('agree with numpy.quantile', () => {
    for (const { samples, bins, quantile: expected } of scipy.binning) {
      const edges = valueOf(quantile(ask(bins), samples));
      expect(edges).toHaveLength(bins - 1);
      edges.forEach((edge, i) => expectClose(edge, expected[i] as number));
    }
  });

  test('hold equal shares of the samples they were frozen on', () => {
    const random = seeded(2);
    const samples = Float64Array.from({ length: 1000 }, () => random() ** 3);
    const { counts } = valueOf(fromSamples(samples, valueOf(quantile(ask(10), samples))));
    expect(counts).toEqual(new Array(10).fill(100));
  });

  test('from a histogram are bounds it has, the nearest to the wanted shares', () => {
    const histogram: NumericHistogram = {
      kind: 'numeric',
      edges: [1, 2, 3, 4, 5, 6],
      counts: [5, 15, 15, 25, 20, 15, 5],
    };
    expect(valueOf(quantile(ask(4), histogram))).toEqual([2, 4, 5]);
  });

  test('empty buckets do not stop the search', () => {
    const histogram: NumericHistogram = { kind: 'numeric', edges: [1, 2, 3, 4], counts: [50, 0, 0, 25, 25] };
    expect(valueOf(quantile(ask(4), histogram))).toEqual([3, 4]);
  });

  test('fewer bins than wanted are said', () => {
    const twoValues = quantile(ask(10), [0, 0, 0, 0, 1]);
    expect(valueOf(twoValues).length).toBeLessThan(9);
    expect(repairsOf(twoValues)[0]?.kind).toBe('fewer_bins');
    const constant = quantile(ask(10), [7, 7, 7]);
    expect(valueOf(constant)).toEqual([7]);
    expect(repairsOf(constant)).toEqual([{ kind: 'fewer_bins', wanted: 10, got: 2 }]);
    const fewBuckets = quantile(ask(10), { kind: 'numeric', edges: [1], counts: [3, 4] });
    expect(repairsOf(fewBuckets)).toEqual([{ kind: 'fewer_bins', wanted: 10, got: 2 }]);
  });

  test('NaN and infinities are left out, and without a finite value there are no bins', () => {
    expect(valueOf(quantile(ask(2), [NaN, 1, 2, 3, Infinity, -Infinity]))).toEqual([2]);
    expect(reasonOf(quantile(ask(2), []))).toBe('no_samples');
    expect(reasonOf(quantile(ask(2), [NaN, Infinity]))).toBe('no_samples');
    expect(reasonOf(quantile(ask(2), { kind: 'numeric', edges: [1], counts: [0, 0] }))).toBe('no_samples');
  });
});
