import { randomFrom } from './random';
import { bucketShares, logitNormal, logNormal, normal, weibull } from './shape';

describe('the shapes of the sample', () => {
  const shapes = [
    ['normal', normal(5, 2), [1, 3, 5, 7, 9]],
    ['log-normal', logNormal(40, 1), [5, 20, 40, 80, 300]],
    ['Weibull', weibull(100, 0.7), [5, 50, 100, 200, 500]],
    ['logit-normal', logitNormal(0.7, 1), [0.2, 0.5, 0.7, 0.9, 1]],
  ] as const;

  it.each(shapes)('%s: what is drawn falls as its distribution function says', (_, shape, bounds) => {
    const random = randomFrom(7);
    const values = Array.from({ length: 20_000 }, () => shape.draw(random));
    for (const bound of bounds) {
      const share = values.filter((value) => value <= bound).length / values.length;
      expect(Math.abs(share - shape.cdf(bound))).toBeLessThan(0.012);
    }
  });

  it.each(shapes)('%s: the shares of its buckets are a whole', (_, shape, bounds) => {
    const shares = bucketShares(shape, bounds);
    expect(shares).toHaveLength(bounds.length + 1);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
  });

  it('knows the median of each', () => {
    expect(logNormal(40, 1).cdf(40)).toBeCloseTo(0.5, 6);
    expect(logitNormal(0.7, 1).cdf(0.7)).toBeCloseTo(0.5, 6);
    expect(weibull(1, 1).cdf(Math.LN2)).toBeCloseTo(0.5, 12);
    expect([logNormal(40, 1).cdf(-1), weibull(1, 1).cdf(0), logitNormal(0.5, 1).cdf(2)]).toEqual([0, 0, 1]);
  });
});
