import { fromSamples } from '../distribution/fromSamples';
import { align } from '../distribution/align';
import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { categoricalPair, pair, reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { ks } from './ks';

/** The statistic on the samples themselves: the largest gap at any sample. */
function ksOfSamples(x: number[], y: number[]): number {
  const below = (list: number[], at: number): number => list.filter((value) => value <= at).length / list.length;
  return Math.max(...[...x, ...y].map((at) => Math.abs(below(x, at) - below(y, at))));
}

describe('ks', () => {
  test('worked by hand, with its bounds', () => {
    const score = valueOf(ks(pair([5, 3, 2], [2, 3, 5])));
    expectClose(score.value, 0.3);
    expectClose(score.lower as number, 0.3);
    // In the middle bin all of the reference may come before all of the current side: 0.8 - 0.2.
    expectClose(score.upper as number, 0.6);
  });

  test('agrees with NumPy, and its p with scipy.special.kolmogorov', () => {
    for (const { reference, current, ks: expected, ksP } of scipy.scores) {
      const score = valueOf(ks(pair(reference, current)));
      expectClose(score.value, expected, 500);
      expectClose(score.pValue as number, ksP, 1e6);
    }
  });

  test('the value on samples lies between the bounds from their bins', () => {
    const random = seeded(17);
    for (let k = 0; k < 200; k++) {
      const shift = random();
      const x = Array.from({ length: 60 }, () => random());
      const y = Array.from({ length: 40 }, () => random() ** 2 + shift);
      const edges = [0.2, 0.5, 0.6, 1.1];
      const score = valueOf(ks(valueOf(align(valueOf(fromSamples(x, edges)), valueOf(fromSamples(y, edges))))));
      const exact = ksOfSamples(x, y);
      expect(score.lower as number).toBeLessThanOrEqual(exact + 1e-12);
      expect(score.upper as number).toBeGreaterThanOrEqual(exact - 1e-12);
    }
  });

  test('a fixed reference counts as infinitely many observations', () => {
    const sides = pair([50, 50], [40, 60]);
    const fixed = valueOf(ks(sides, { fixedReference: true })).pValue as number;
    expect(fixed).toBeLessThan(valueOf(ks(sides)).pValue as number);
  });

  test('categories have no order', () => {
    expect(reasonOf(ks(categoricalPair([1, 2], [2, 1])))).toBe('needs_order');
  });
});
