import { seeded } from '../testing/random';
import { binomialDraw, multinomialDraw } from './binomialDraw';

describe('binomialDraw', () => {
  test.each([
    [20, 0.1],
    [30, 0.5],
    [1000, 0.002],
    [1000, 0.3],
    [1e6, 0.9],
    [1e9, 0.25],
  ])('of %p tries with chance %p has the mean and the variance that it should', (n, p) => {
    const random = seeded(31);
    const draws = Array.from({ length: 20_000 }, () => binomialDraw(n, p, random));
    const mean = draws.reduce((all, one) => all + one, 0) / draws.length;
    const variance = draws.reduce((all, one) => all + (one - mean) ** 2, 0) / draws.length;
    const expected = n * p * (1 - p);
    // Five standard errors of each.
    expect(Math.abs(mean - n * p)).toBeLessThan(5 * Math.sqrt(expected / draws.length));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt((2 + 1 / expected) / draws.length));
    expect(draws.every((one) => Number.isInteger(one) && one >= 0 && one <= n)).toBe(true);
  });

  test('is one draw at the ends', () => {
    const random = seeded(1);
    expect([binomialDraw(0, 0.5, random), binomialDraw(9, 0, random), binomialDraw(9, 1, random)]).toEqual([0, 0, 9]);
  });

  test('a multinomial draw gives away all, and nothing to what has no share', () => {
    const random = seeded(2);
    for (let k = 0; k < 500; k++) {
      const counts = multinomialDraw(1000, [0.2, 0, 0.5, 0.3], random);
      expect(counts.reduce((all, one) => all + one, 0)).toBe(1000);
      expect(counts[1]).toBe(0);
    }
  });
});
