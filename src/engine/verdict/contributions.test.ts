import { psi } from '../score/psi';
import { expectClose } from '../testing/close';
import { categoricalPair, pair, reasonOf, repairKinds, valueOf } from '../testing/pairs';
import { seeded, wholeNumber } from '../testing/random';
import { contributions } from './contributions';

describe('contributions', () => {
  test('worked by hand: two bins that swap shares explain half each', () => {
    const found = valueOf(contributions(pair([50, 30, 20], [50, 20, 30])));
    [0, 0.5, 0.5].forEach((share, i) => expectClose(found[i]?.share as number, share));
    expectClose(found[1]?.value as number, 0.1 * Math.log(1.5));
    expect(found.map((one) => one.bin)).toEqual(pair([50, 30, 20], [50, 20, 30]).bins);
  });

  test('are at least 0 and sum to PSI exactly, empty bins or not', () => {
    const random = seeded(8);
    for (let k = 0; k < 200; k++) {
      const draw = (): number[] => Array.from({ length: 12 }, () => wholeNumber(random, 0, 6));
      const sides = pair(draw(), draw());
      const found = valueOf(contributions(sides));
      expect(found.reduce((all, one) => all + one.value, 0)).toBe(valueOf(psi(sides)).value);
      expect(Math.min(...found.map((one) => one.value))).toBeGreaterThanOrEqual(0);
      expect(found.reduce((all, one) => all + one.share, 0)).toBeCloseTo(1, 12);
    }
  });

  test('without drift no bin has a share', () => {
    expect(valueOf(contributions(pair([1, 2], [2, 4]))).map((one) => one.share)).toEqual([0, 0]);
  });

  test('say what was smoothed, and have no answer where PSI has none', () => {
    expect(repairKinds(contributions(categoricalPair([5, 5], [10, 0])))).toEqual(['smoothed']);
    expect(reasonOf(contributions(pair([0, 0], [1, 1])))).toBe('empty_reference');
  });
});
