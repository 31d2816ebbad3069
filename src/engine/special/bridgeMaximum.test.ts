import { expectClose } from '../testing/close';
import { seeded } from '../testing/random';
import { bridgeMaximumSurvival } from './bridgeMaximum';
import { kolmogorovSurvival } from './kolmogorov';
import { normalCdf } from './normal';

const even = (points: number): number[] => Array.from({ length: points }, (_, i) => (i + 1) / (points + 1));

function randomPoints(random: () => number): number[] {
  const weights = Array.from({ length: 2 + Math.floor(random() * 12) }, () => 0.05 + random());
  const all = weights.reduce((a, b) => a + b);
  let cumulative = 0;
  return weights.slice(0, -1).map((weight) => (cumulative += weight / all));
}

describe('bridgeMaximumSurvival', () => {
  test('at one point is the normal law of the bridge there, worked by hand', () => {
    for (const t of [0.1, 0.5, 0.93]) {
      for (const z of [0.3, 1.959963984540054, 6]) {
        expectClose(bridgeMaximumSurvival(z * Math.sqrt(t * (1 - t)), [t]), 2 * normalCdf(-z), 1000);
      }
    }
  });

  test('at ever more points tends to the law of the whole bridge, from below', () => {
    const chances = [2, 5, 20, 80, 320].map((points) => bridgeMaximumSurvival(1.2, even(points)));
    chances.forEach((chance, i) => expect(chance).toBeGreaterThan(chances[i - 1] ?? 0));
    const whole = kolmogorovSurvival(1.2);
    expect(chances[4]).toBeLessThan(whole);
    // A walk of k steps overshoots by 0.58 / sqrt(k) (Siegmund 1985), so that it is as if the limit lay that much further.
    expect(Math.abs((chances[4] as number) - kolmogorovSurvival(1.2 + 0.5826 / Math.sqrt(321)))).toBeLessThan(5e-4);
  });

  test('a bridge run backwards is a bridge; one point more never makes the chance smaller', () => {
    const random = seeded(31);
    for (let k = 0; k < 200; k++) {
      const points = randomPoints(random);
      const x = 0.3 + 1.5 * random();
      const chance = bridgeMaximumSurvival(x, points);
      const back = bridgeMaximumSurvival(x, points.map((point) => 1 - point).reverse());
      expect(Math.abs(back - chance)).toBeLessThan(1e-7 * chance);
      expect(bridgeMaximumSurvival(x, points.slice(1))).toBeLessThanOrEqual(chance * (1 + 1e-7));
      expect(chance).toBeLessThanOrEqual(kolmogorovSurvival(x));
    }
  });

  test('points that are all but one are one, and cost little', () => {
    const crowd = Array.from({ length: 1000 }, (_, i) => 0.5 + i * 1e-6);
    expect(bridgeMaximumSurvival(1, crowd)).toBeCloseTo(bridgeMaximumSurvival(1, [0.5]), 12);
  });

  test('hostile numbers are answered with a chance', () => {
    for (const x of [0, -1, NaN, 5e-324, 1e-9, 40, 1e308, Infinity]) {
      for (const points of [[], [0], [1], [0, 1], [0.5, 0.5], even(30), [1e-300, 1 - 1e-16]]) {
        const chance = bridgeMaximumSurvival(x, points);
        expect(chance >= 0 && chance <= 1).toBe(true);
      }
    }
  });
});
