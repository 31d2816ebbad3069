import { chance } from './random';
import { logitNormal, logNormal, normal, quantile, weibull, type Shape } from './shape';

const drawn = (shape: Shape): readonly number[] =>
  Array.from({ length: 20_000 }, (_, row) => quantile(shape, chance(7, row)));

describe('the shapes of the scenario', () => {
  // Shares from scipy.stats: norm(5, 2), lognorm(1, scale=40), weibull_min(0.7, scale=100), norm of the logit.
  it.each([
    [
      'normal',
      normal(5, 2),
      [
        [1, 0.0228],
        [5, 0.5],
        [9, 0.9772],
      ],
    ],
    [
      'log-normal',
      logNormal(40, 1),
      [
        [5, 0.0188],
        [40, 0.5],
        [300, 0.978],
      ],
    ],
    [
      'Weibull',
      weibull(100, 0.7),
      [
        [5, 0.1155],
        [100, 0.6321],
        [500, 0.9542],
      ],
    ],
    [
      'logit-normal',
      logitNormal(0.7, 1),
      [
        [0.2, 0.0127],
        [0.7, 0.5],
        [0.9, 0.9115],
      ],
    ],
  ] as const)('%s: what is drawn falls as its law says', (_, shape, shares) => {
    const values = drawn(shape);
    for (const [bound, share] of shares) {
      const below = values.filter((value) => value <= bound).length / values.length;
      expect(Math.abs(below - share)).toBeLessThan(0.01);
    }
  });

  it('has finite values at both ends', () => {
    for (const shape of [normal(0, 1), logNormal(1, 1), weibull(1, 0.5), logitNormal(0.5, 2)]) {
      expect([quantile(shape, 0), quantile(shape, 1 - 1e-12)].every(Number.isFinite)).toBe(true);
    }
  });
});
