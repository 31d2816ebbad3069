import { expectClose } from '../testing/close';
import { kolmogorovSurvival } from './kolmogorov';
import { kolmogorovOfSize } from './kolmogorovOfSize';

// Held to scipy.stats.kstwo on 200 random sizes and gaps in sample/scipy.test.ts.

describe('kolmogorovOfSize', () => {
  test('of one value is the chance that it lies far from the middle, worked by hand', () => {
    for (const d of [0.5, 0.6, 0.75, 0.99]) {
      expectClose(kolmogorovOfSize(1, d), 2 * (1 - d), 100);
    }
    expect(kolmogorovOfSize(1, 0.4)).toBe(1);
  });

  test('of two values, worked by hand: 1 - 2 (2d - 1/2)^2 up to a half', () => {
    for (const d of [0.3, 0.4, 0.49]) {
      expectClose(kolmogorovOfSize(2, d), 1 - 2 * (2 * d - 0.5) ** 2, 100);
    }
  });

  test('tends to Kolmogorov’s limit, and is below it', () => {
    for (const z of [0.6, 1, 1.36, 2, 3]) {
      const limit = kolmogorovSurvival(z);
      const [some, many] = [1000, 1e6].map((n) => kolmogorovOfSize(n, z / Math.sqrt(n)) / limit) as [number, number];
      expect(Math.abs(many - 1)).toBeLessThan(Math.abs(some - 1));
      expect(Math.abs(many - 1)).toBeLessThan(0.005);
      expect(some).toBeLessThan(1);
    }
  });

  test('the changes of method leave no step', () => {
    for (const z of [0.4, 0.8, 1.2, 1.48, 1.5, 1.9, 2.01]) {
      const [at, beyond] = [140, 141].map((n) => kolmogorovOfSize(n, z / Math.sqrt(n))) as [number, number];
      expect(Math.abs(beyond / at - 1)).toBeLessThan(0.002);
    }
    for (const [n, nd2] of [
      [140, 4],
      [1000, 2.2],
    ] as const) {
      const d = Math.sqrt(nd2 / n);
      const [before, after] = [kolmogorovOfSize(n, d * (1 - 1e-9)), kolmogorovOfSize(n, d * (1 + 1e-9))];
      expect(Math.abs(after / before - 1)).toBeLessThan(3e-6);
    }
  });

  test('falls with the gap, and ends at 1 and 0', () => {
    for (const n of [1, 3, 17, 140, 141, 5000, 1e7]) {
      let before = 1;
      for (let k = 0; k <= 60; k++) {
        const chance = kolmogorovOfSize(n, k / 60);
        expect(chance).toBeLessThanOrEqual(before * (1 + 1e-6));
        expect(chance).toBeGreaterThanOrEqual(0);
        before = chance;
      }
      expect([kolmogorovOfSize(n, 0), kolmogorovOfSize(n, 1)]).toEqual([1, 0]);
    }
  });
});
