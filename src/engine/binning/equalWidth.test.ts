import { type NumericHistogram } from '../distribution/histogram';
import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { equalWidth } from './equalWidth';

const ask = (bins: number) => ({ strategy: 'equal_width', bins }) as const;

describe('equal-width bins', () => {
  test('agree with numpy.linspace', () => {
    for (const { samples, bins, equalWidth: expected } of scipy.binning) {
      const edges = valueOf(equalWidth(ask(bins), samples));
      expect(edges).toHaveLength(bins - 1);
      edges.forEach((edge, i) => expectClose(edge, expected[i] as number));
    }
  });

  test('from a histogram are bounds it has, nearest to equal steps over its filled bins', () => {
    const histogram: NumericHistogram = {
      kind: 'numeric',
      edges: [1, 10, 20, 25, 31, 40, 1000],
      counts: [5, 5, 5, 5, 5, 5, 0, 0],
    };
    expect(valueOf(equalWidth(ask(4), histogram))).toEqual([10, 20, 31]);
  });

  test('a single value gives the one bound there is, and says so', () => {
    const answer = equalWidth(ask(5), [0.1, 0.1]);
    expect(valueOf(answer)).toEqual([0.1]);
    expect(repairsOf(answer)).toEqual([{ kind: 'fewer_bins', wanted: 5, got: 2 }]);
  });

  test('a range wider than the largest double still has steps', () => {
    const edges = valueOf(equalWidth(ask(4), [-1.7e308, 1.7e308]));
    [-0.85e308, 0, 0.85e308].forEach((expected, i) => expectClose(edges[i] as number, expected));
  });

  test('without a finite value, or a filled bin with a bound, there are no bins', () => {
    expect(reasonOf(equalWidth(ask(2), [NaN]))).toBe('no_samples');
    expect(reasonOf(equalWidth(ask(2), { kind: 'numeric', edges: [1], counts: [0, 0] }))).toBe('no_samples');
    expect(reasonOf(equalWidth(ask(2), { kind: 'numeric', edges: [], counts: [3] }))).toBe('no_samples');
  });

  test('everything in one open bin is one bound', () => {
    expect(valueOf(equalWidth(ask(3), { kind: 'numeric', edges: [-5], counts: [9, 0] }))).toEqual([-5]);
    expect(valueOf(equalWidth(ask(3), { kind: 'numeric', edges: [5], counts: [0, 9] }))).toEqual([5]);
  });
});
