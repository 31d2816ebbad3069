import { binomial, multinomial, normalDeviate, randomFrom, seedAt, seedOf } from './random';

const draws = (count: number, draw: () => number): readonly number[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

describe('seeded randomness', () => {
  it('is the same for the same seed, and another for another', () => {
    const first = draws(5, randomFrom(seedOf('a')));
    expect(draws(5, randomFrom(seedOf('a')))).toEqual(first);
    expect(draws(5, randomFrom(seedOf('b')))).not.toEqual(first);
    expect(new Set(draws(10_000, () => 0).map((_, i) => seedAt(1, i))).size).toBe(10_000);
  });

  it('has the mean and variance of a standard normal law', () => {
    const random = randomFrom(1);
    const values = draws(50_000, () => normalDeviate(random));
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(variance(values)).toBeCloseTo(1, 1);
  });

  it.each([
    [20, 0.1],
    [20, 0.9],
    [1_000, 0.003],
    [1_000, 0.4],
  ])('has the mean and variance of a binomial law of %d and %d', (n, p) => {
    const random = randomFrom(2);
    const values = draws(20_000, () => binomial(random, n, p));
    const expected = n * p * (1 - p);
    expect(Math.abs(mean(values) - n * p)).toBeLessThan(5 * Math.sqrt(expected / 20_000) + 0.02);
    expect(variance(values) / expected).toBeCloseTo(1, 1);
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= n)).toBe(true);
  });

  it('gives nothing and everything their due', () => {
    expect([binomial(randomFrom(3), 0, 0.5), binomial(randomFrom(3), 9, 0), binomial(randomFrom(3), 9, 1)]).toEqual([
      0, 0, 9,
    ]);
  });

  it('spreads all rows over the classes, none over a class without a share', () => {
    const random = randomFrom(4);
    const counts = new Float64Array(4);
    for (let n = 0; n < 2_000; n += 37) {
      multinomial(random, n, [0.2, 0, 0.5, 0.3], counts);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n);
      expect(counts[1]).toBe(0);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
    }
  });
});
