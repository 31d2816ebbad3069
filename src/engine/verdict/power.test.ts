import { multinomialDraw } from '../special/binomialDraw';
import { pair, reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { scores } from '../score/catalogue';
import { psiSignificance } from './psiSignificance';
import { power, sampleSizeFor } from './power';

describe('power and sampleSizeFor', () => {
  test('half a standard deviation takes 63 a side for 80 %: the z test of every textbook', () => {
    expect(valueOf(sampleSizeFor({ score: 'mean_shift', effect: 0.5, bins: 2 }))).toBe(63);
    expect(valueOf(sampleSizeFor({ score: 'mean_shift', effect: 0.5, bins: 2 }, { power: 0.9 }))).toBe(85);
  });

  test('the size that is answered has the power that was wanted, and one less has not', () => {
    for (const score of ['psi', 'kl', 'js', 'hellinger', 'overlap', 'total_variation'] as const) {
      const plan = { score, effect: score === 'overlap' ? 0.9 : 0.1, bins: 10 };
      for (const ratio of [1, 4, Infinity]) {
        const size = valueOf(sampleSizeFor(plan, { power: 0.9, ratio }));
        const at = (current: number): number => valueOf(power(plan, { reference: current * ratio, current }));
        expect(at(size)).toBeGreaterThanOrEqual(0.9 - 1e-9);
        expect(at(size - 1)).toBeLessThan(0.9);
      }
    }
  });

  test('what is planned is what happens: a PSI of 0.05 is found as often as said', () => {
    const before = [0.25, 0.25, 0.25, 0.25];
    const now = [0.2975, 0.2025, 0.2975, 0.2025];
    const effect = now.reduce((all, share, i) => all + (share - 0.25) * Math.log(share / (before[i] as number)), 0);
    const random = seeded(12);
    const sizes = { reference: 600, current: 400 };
    let found = 0;
    for (let k = 0; k < 2000; k++) {
      const sides = pair(multinomialDraw(600, before, random), multinomialDraw(400, now, random));
      const psi = valueOf(scores.psi.compute(sides)).value;
      found += valueOf(psiSignificance(psi, { ...sizes, bins: 4 })).pValue <= 0.05 ? 1 : 0;
    }
    expect(Math.abs(found / 2000 - valueOf(power({ score: 'psi', effect, bins: 4 }, sizes)))).toBeLessThan(0.03);
  });

  test('without effect there is nothing to plan for, and not for a score without a law', () => {
    expect(reasonOf(sampleSizeFor({ score: 'psi', effect: 0, bins: 10 }))).toBe('invalid_margin');
    expect(reasonOf(sampleSizeFor({ score: 'overlap', effect: 1, bins: 10 }))).toBe('invalid_margin');
    expect(reasonOf(power({ score: 'cardinality', effect: 1, bins: 10 }, { reference: 9, current: 9 }))).toBe(
      'invalid_margin'
    );
    for (const bins of [0, NaN, 1e9]) {
      expect(reasonOf(sampleSizeFor({ score: 'psi', effect: 0.1, bins }))).toBe('invalid_option');
    }
    expect(() => sampleSizeFor({ score: 'psi', effect: 0.1, bins: 10 }, { power: 1 })).toThrow(RangeError);
  });
});
