import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { gammaLogDensity, lowerGamma, upperGamma } from './gamma';

describe('incomplete gamma functions', () => {
  test('with shape 1 are the exponential distribution, worked by hand', () => {
    for (const x of [1e-9, 0.1, 1, 2, 5, 50, 600]) {
      expectClose(lowerGamma(1, x), -Math.expm1(-x));
      expectClose(upperGamma(1, x), Math.exp(-x), 512);
    }
  });

  test('agree with scipy.special.gammainc to 1e-12, down to 1e-135', () => {
    for (const [a, x, expected] of scipy.special.lowerGamma as Array<[number, number, number]>) {
      expectClose(lowerGamma(a, x), expected, 5000);
    }
    for (const [a, x, expected] of scipy.special.upperGamma as Array<[number, number, number]>) {
      expectClose(upperGamma(a, x), expected, 5000);
    }
  });

  test('the two add up to 1, on both sides of the change of method', () => {
    for (const a of [0.5, 1, 7, 15.99, 16, 300, 40_000]) {
      for (const k of [0.2, 0.9, 0.999, 1, 1.001, 1.1, 3]) {
        expectClose(lowerGamma(a, a * k) + upperGamma(a, a * k), 1);
      }
    }
  });

  test('the change to the expansion for large shapes leaves no step', () => {
    for (const k of [0.5, 1, 1.5]) {
      const below = upperGamma(16 - 1e-9, 16 * k);
      expect(Math.abs(upperGamma(16, 16 * k) - below)).toBeLessThan(1e-9);
    }
  });

  test('ends of the range: 0 and infinity are exact, beyond 0 is 0', () => {
    expect([lowerGamma(3, 0), upperGamma(3, 0)]).toEqual([0, 1]);
    expect([lowerGamma(3, Infinity), upperGamma(3, Infinity)]).toEqual([1, 0]);
    expect([lowerGamma(3, -1), upperGamma(3, -1)]).toEqual([0, 1]);
    expect(upperGamma(3, 1e308)).toBe(0);
  });

  test('numbers far out, or none, are answered without following the fraction to its last term', () => {
    // Each term of the fraction looks at the size of three numbers.
    const looks = jest.spyOn(Math, 'abs');
    upperGamma(0.5, 1e300);
    lowerGamma(400, 1e307);
    expect(upperGamma(2, NaN)).toBeNaN();
    const calls = looks.mock.calls.length;
    upperGamma(2, 5);
    const usual = looks.mock.calls.length - calls;
    looks.mockRestore();
    expect(calls).toBe(0);
    expect(usual).toBeGreaterThan(3);
  });

  test('the density is the slope of the distribution', () => {
    const step = 1e-5;
    const slope = (lowerGamma(4.5, 3 + step) - lowerGamma(4.5, 3 - step)) / (2 * step);
    expect(Math.exp(gammaLogDensity(4.5, 3))).toBeCloseTo(slope, 9);
  });
});
