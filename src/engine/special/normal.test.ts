import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { normalCdf } from './normal';

describe('normalCdf', () => {
  test('is one half at 0', () => {
    expect(normalCdf(0)).toBe(0.5);
  });

  test('agrees with scipy.stats.norm.cdf, 30 deviations out included', () => {
    for (const [z, expected] of scipy.special.normalCdf as Array<[number, number]>) {
      expectClose(normalCdf(z), expected, 512);
    }
  });

  test('is symmetric, and ends at 0 and 1', () => {
    for (const z of [1e-9, 0.3, 1, 4]) {
      expectClose(normalCdf(z) + normalCdf(-z), 1);
    }
    expect([normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([0, 1]);
  });
});
