import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { reasonOf, repairKinds, repairsOf, valueOf } from '../testing/pairs';
import { seeded, wholeNumber } from '../testing/random';
import { fromSamples } from './fromSamples';
import { total, type NumericHistogram } from './histogram';
import { coarsen, rebin } from './rebin';

const histogram: NumericHistogram = { kind: 'numeric', edges: [10, 20, 30], counts: [1, 2, 4, 8] };

describe('coarsen', () => {
  test('adds up the bins between the bounds that stay', () => {
    expect(valueOf(coarsen(histogram, [20])).counts).toEqual([3, 12]);
    expect(valueOf(coarsen(histogram, [10, 30])).counts).toEqual([1, 6, 8]);
    expect(valueOf(coarsen(histogram, [])).counts).toEqual([15]);
  });

  test('is exact: the same as counting the samples on fewer edges', () => {
    const random = seeded(5);
    const edges = Array.from({ length: 20 }, (_, i) => i * 3);
    for (let k = 0; k < 50; k++) {
      const samples = Array.from({ length: 200 }, () => wholeNumber(random, -10, 80));
      const kept = edges.filter(() => random() < 0.3);
      const fine = valueOf(fromSamples(samples, edges));
      expect(valueOf(coarsen(fine, kept)).counts).toEqual(valueOf(fromSamples(samples, kept)).counts);
    }
  });

  test('a bound that is not there is no answer, and is named', () => {
    const answer = coarsen(histogram, [10, 15]);
    expect(reasonOf(answer)).toBe('bounds_not_available');
    expect(answer.ok ? '' : answer.detail).toContain('15');
  });
});

describe('rebin', () => {
  test('is coarsen, without a repair, where all bounds are there', () => {
    const answer = rebin(histogram, [20]);
    expect(valueOf(answer)).toEqual(valueOf(coarsen(histogram, [20])));
    expect(repairsOf(answer)).toEqual([]);
  });

  test('spreads counts evenly inside a bin, the first one from 0, and says so', () => {
    const answer = rebin(histogram, [5, 25]);
    expect(valueOf(answer).counts).toEqual([0.5, 4.5, 10]);
    expect(repairsOf(answer)).toEqual([{ kind: 'interpolated', shared: 0, bounds: 2 }]);
  });

  test('agrees with numpy.interp on the cumulative counts', () => {
    const { edges, counts, onto, expected } = scipy.interpolation;
    const { counts: actual } = valueOf(rebin({ kind: 'numeric', edges, counts }, onto));
    actual.forEach((count, i) => expectClose(count, expected[i] as number));
  });

  test('the overflow bin stands just above the last finite bound', () => {
    expect(valueOf(rebin(histogram, [30, 31])).counts).toEqual([7, 8, 0]);
  });

  test('a first bin at or below 0 stands at its bound, for where it starts is not known', () => {
    const negative: NumericHistogram = { kind: 'numeric', edges: [-10, 10], counts: [4, 2, 0] };
    expect(valueOf(rebin(negative, [-50, 0])).counts).toEqual([0, 5, 1]);
  });

  test('never loses or makes counts, and never goes below 0', () => {
    const random = seeded(9);
    for (let k = 0; k < 200; k++) {
      const rising = (size: number): number[] => {
        let edge = random() * 20 - 10;
        return Array.from({ length: size }, () => (edge += random() * 5 + 1e-3));
      };
      const edges = rising(wholeNumber(random, 1, 8));
      const source: NumericHistogram = { kind: 'numeric', edges, counts: [...edges, 0].map(() => random() * 100) };
      const { counts } = valueOf(rebin(source, rising(wholeNumber(random, 1, 8))));
      expectClose(total({ counts }), total(source), 100);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
    }
  });

  test('keeps exact what lies on a shared bound', () => {
    expect(valueOf(rebin(histogram, [15, 20, 27])).counts.slice(0, 2)).toEqual([2, 1]);
  });

  test('bounds as wide as doubles go do not overflow', () => {
    const wide: NumericHistogram = { kind: 'numeric', edges: [-1.7e308, 1.7e308], counts: [0, 8, 0] };
    expect(valueOf(rebin(wide, [0])).counts).toEqual([4, 4]);
  });

  test('one bin without bounds, and edges that do not rise, are no answer', () => {
    expect(reasonOf(rebin({ kind: 'numeric', edges: [], counts: [3] }, [1]))).toBe('too_few_bins');
    expect(reasonOf(rebin(histogram, [2, 1]))).toBe('invalid_edges');
    expect(repairKinds(rebin({ kind: 'numeric', edges: [], counts: [3] }, []))).toEqual([]);
  });
});
