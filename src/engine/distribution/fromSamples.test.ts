import { scipy } from '../testing/fixture';
import { reasonOf, valueOf } from '../testing/pairs';
import { fromSamples } from './fromSamples';
import { total } from './histogram';

describe('fromSamples', () => {
  test('a value on an edge falls below it, as le means', () => {
    expect(valueOf(fromSamples([10, 10.000001, 20, 21], [10, 20])).counts).toEqual([1, 2, 1]);
  });

  test('agrees with numpy.searchsorted and bincount', () => {
    for (const { samples, quantile, counts } of scipy.binning) {
      expect(valueOf(fromSamples(samples, quantile)).counts).toEqual(counts);
      expect(valueOf(fromSamples(Float64Array.from(samples), quantile)).counts).toEqual(counts);
    }
  });

  test('nothing is dropped: infinities fall into the outer bins, NaN is counted as missing', () => {
    const histogram = valueOf(fromSamples([-Infinity, -1e308, 5, 1e308, Infinity, NaN, NaN], [0, 10]));
    expect(histogram.counts).toEqual([2, 1, 2]);
    expect(histogram.missing).toBe(2);
  });

  test('no samples, or only missing ones, are an empty histogram', () => {
    expect(total(valueOf(fromSamples([], [1])))).toBe(0);
    expect(total(valueOf(fromSamples([NaN], [1])))).toBe(0);
  });

  test('no edges are one bin', () => {
    expect(valueOf(fromSamples([1, 2], [])).counts).toEqual([2]);
  });

  test('keeps nothing of the list of edges it was given', () => {
    const edges = [1, 2];
    const histogram = valueOf(fromSamples([1], edges));
    edges[0] = 99;
    expect(histogram.edges).toEqual([1, 2]);
  });

  test.each([
    ['falling', [2, 1]],
    ['equal', [1, 1]],
    ['NaN', [1, NaN]],
    ['infinite', [1, Infinity]],
  ])('%s edges are none', (_, edges) => {
    expect(reasonOf(fromSamples([1], edges))).toBe('invalid_edges');
  });
});
