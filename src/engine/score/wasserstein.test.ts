import { align } from '../distribution/align';
import { fromSamples } from '../distribution/fromSamples';
import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { categoricalPair, numericPair, reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { wasserstein } from './wasserstein';

/** The distance of two samples of one size: the mean gap between their sorted values. */
function distanceOfSamples(x: number[], y: number[]): number {
  const sorted = (list: number[]): number[] => [...list].sort((a, b) => a - b);
  const other = sorted(y);
  return sorted(x).reduce((sum, value, i) => sum + Math.abs(value - (other[i] as number)), 0) / x.length;
}

describe('wasserstein', () => {
  test('all of it one bin further is one width: sqrt 12 deviations of an even bin, worked by hand', () => {
    const score = valueOf(wasserstein(numericPair([0, 10, 20], [0, 10, 0, 0], [0, 0, 10, 0])));
    expectClose(score.value, Math.sqrt(12));
    expect(score.lower).toBe(0);
    expectClose(score.upper as number, 2 * Math.sqrt(12));
  });

  test('two bins further cannot be less than one width', () => {
    const score = valueOf(wasserstein(numericPair([0, 10, 20, 30], [0, 10, 0, 0, 0], [0, 0, 0, 10, 0])));
    expectClose(score.lower as number, Math.sqrt(12));
    expectClose(score.value, 2 * Math.sqrt(12));
    expectClose(score.upper as number, 3 * Math.sqrt(12));
  });

  test('agrees with SciPy: quadrature of |F - G|, and the deviation of rv_histogram', () => {
    const closed = scipy.scores.filter((one) => one.wasserstein !== undefined);
    expect(closed.length).toBeGreaterThan(5);
    for (const { edges, reference, current, wasserstein: expected } of closed) {
      expectClose(valueOf(wasserstein(numericPair(edges, reference, current))).value, expected as number, 1e5);
    }
  });

  test('the value on samples lies between the bounds from their bins', () => {
    const random = seeded(23);
    const edges = [0, 0.3, 0.5, 0.9, 1.4, 2.1];
    for (let k = 0; k < 200; k++) {
      const shift = random();
      const x = Array.from({ length: 50 }, () => random());
      const y = Array.from({ length: 50 }, () => random() ** 2 + shift);
      const sides = valueOf(align(valueOf(fromSamples(x, edges)), valueOf(fromSamples(y, edges))));
      const score = valueOf(wasserstein(sides));
      // The bounds are on the distance; the deviation that divides it is the one estimated from bins.
      const shares = sides.reference.map((count) => count / 50);
      const middles = sides.bins.map((bin) => (bin.lower + bin.upper) / 2);
      const widths = sides.bins.map((bin) => bin.upper - bin.lower);
      const moment = (f: (i: number) => number): number =>
        shares.reduce((sum, share, i) => sum + (share > 0 ? share * f(i) : 0), 0);
      const mean = moment((i) => middles[i] as number);
      const deviation = Math.sqrt(
        moment((i) => ((middles[i] as number) - mean) ** 2 + (widths[i] as number) ** 2 / 12)
      );
      const exact = distanceOfSamples(x, y) / deviation;
      expect(score.lower as number).toBeLessThanOrEqual(exact + 1e-12);
      expect(score.upper as number).toBeGreaterThanOrEqual(exact - 1e-12);
      expect(score.value).toBeGreaterThanOrEqual(score.lower as number);
      expect(score.value).toBeLessThanOrEqual(score.upper as number);
    }
  });

  test('does not change with the unit', () => {
    const [reference, current] = [[1, 5, 9, 2, 0], [2, 2, 9, 4, 0]] as const; // prettier-ignore
    const inSeconds = valueOf(wasserstein(numericPair([1, 2, 4, 8], reference, current))).value;
    const inMinutes = valueOf(wasserstein(numericPair([60, 120, 240, 480], reference, current))).value;
    expectClose(inMinutes, inSeconds);
  });

  test('anything above the last bound, or in a first bin that may start anywhere, takes the upper end away', () => {
    const upper = (edges: number[], reference: number[], current: number[]): number | undefined =>
      valueOf(wasserstein(numericPair(edges, reference, current))).upper;
    expect(upper([1, 2], [5, 5, 0], [4, 6, 0])).toBeDefined();
    expect(upper([1, 2], [5, 5, 0], [4, 5, 1])).toBeUndefined();
    expect(upper([0, 1, 2], [1, 5, 5, 0], [0, 6, 5, 0])).toBeUndefined();
  });

  test('a constant reference divides by the floor of 1e-3, and not by 0', () => {
    // All of the reference stands at the last bound; half of the current side is spread over the width below it.
    expectClose(valueOf(wasserstein(numericPair([0, 1], [0, 0, 4], [0, 2, 2]))).value, 250);
  });

  test('bounds too wide to subtract are no answer', () => {
    const wide = numericPair([-1.7e308, 1.7e308], [0, 5, 1], [0, 1, 5]);
    expect(reasonOf(wasserstein(wide))).toBe('overflow');
  });

  test('categories have no order', () => {
    expect(reasonOf(wasserstein(categoricalPair([1, 2], [2, 1])))).toBe('needs_order');
  });
});
