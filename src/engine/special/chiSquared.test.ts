import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { chiSquaredCritical, chiSquaredSurvival } from './chiSquared';

describe('chi-squared distribution', () => {
  test('with two degrees of freedom is exp(-x / 2), worked by hand', () => {
    expectClose(chiSquaredSurvival(5, 2), Math.exp(-2.5));
    expectClose(chiSquaredCritical(0.05, 2), -2 * Math.log(0.05));
  });

  test('survival agrees with scipy.stats.chi2.sf', () => {
    for (const [x, freedom, expected] of scipy.special.chiSquaredSurvival as Array<[number, number, number]>) {
      // SciPy itself is good to about 1e-12 far out in the tail of many degrees of freedom.
      expectClose(chiSquaredSurvival(x, freedom), expected, 8000);
    }
  });

  test('critical values agree with scipy.stats.chi2.isf from alpha 1e-30 to 1 - 1e-9', () => {
    for (const [alpha, freedom, expected] of scipy.special.chiSquaredCritical as Array<[number, number, number]>) {
      expectClose(chiSquaredCritical(alpha, freedom), expected, 128);
    }
  });

  test('a critical value is exceeded with chance alpha', () => {
    for (const alpha of [1e-200, 1e-12, 0.01, 0.3, 0.99]) {
      for (const freedom of [1, 2, 19, 500, 100_000]) {
        expectClose(chiSquaredSurvival(chiSquaredCritical(alpha, freedom), freedom), alpha, 100_000);
      }
    }
  });

  test('remembering answers does not mix them up, however many are asked for', () => {
    const first = chiSquaredCritical(0.05, 9);
    for (let k = 1; k <= 2500; k++) {
      chiSquaredCritical(k / 2501, 3);
    }
    expect(chiSquaredCritical(0.05, 9)).toBe(first);
    expect(chiSquaredCritical(0.05, 10)).not.toBe(first);
  });
});
