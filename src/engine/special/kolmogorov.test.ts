import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { kolmogorovCritical, kolmogorovSurvival } from './kolmogorov';

describe('Kolmogorov distribution', () => {
  test('is its first term far out, worked by hand', () => {
    expectClose(kolmogorovSurvival(3), 2 * Math.exp(-18));
  });

  test('agrees with scipy.special.kolmogorov, on both sides of the change of series', () => {
    for (const [lambda, expected] of scipy.special.kolmogorovSurvival as Array<[number, number]>) {
      expectClose(kolmogorovSurvival(lambda), expected);
    }
  });

  test('critical values agree with scipy.special.kolmogi', () => {
    for (const [alpha, expected] of scipy.special.kolmogorovCritical as Array<[number, number]>) {
      expectClose(kolmogorovCritical(alpha), expected);
    }
  });

  test('falls, and stays between 0 and 1', () => {
    let before = 1;
    for (let lambda = 0; lambda < 30; lambda += 0.01) {
      const now = kolmogorovSurvival(lambda);
      expect(now).toBeGreaterThanOrEqual(0);
      expect(now).toBeLessThanOrEqual(before);
      before = now;
    }
  });

  test('no distance, a negative one and NaN are no evidence', () => {
    expect([0, -1, NaN].map(kolmogorovSurvival)).toEqual([1, 1, 1]);
    expect(kolmogorovSurvival(Infinity)).toBe(0);
  });
});
