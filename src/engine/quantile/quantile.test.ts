import { reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { expectHonest, HOSTILE_NUMBERS } from '../testing/within';
import { quantileOfHistogram } from './fromHistogram';
import { quantileOfSamples } from './fromSamples';
import { ranksOf } from './ranks';

describe('the ranks that bound a quantile', () => {
  // Summed up in exact fractions: the binomial law's own quantiles.
  test.each([
    [100, 0.5, 0.95, { lower: 40, upper: 61 }],
    [10, 0.5, 0.95, { lower: 2, upper: 9 }],
    [1000, 0.95, 0.95, { lower: 936, upper: 964 }],
    [20, 0.95, 0.95, { lower: 17 }],
    [60, 0.95, 0.95, { lower: 53 }],
    [7, 0.5, 0.99, {}],
  ])('of %i values at q %f with confidence %f', (n, q, confidence, ranks) => {
    expect(ranksOf(n, q, confidence)).toEqual(ranks);
  });
});

describe('a quantile of samples', () => {
  test('lies between the values of its ranks', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(valueOf(quantileOfSamples(values, 0.5))).toEqual({ value: 50.5, lower: 40, upper: 61, n: 100 });
  });

  test('has no bound where so few values give none, and leaves out what is no value', () => {
    expect(valueOf(quantileOfSamples([NaN, 3, Infinity], 0.5))).toEqual({ value: 3, n: 1 });
    expect(reasonOf(quantileOfSamples([NaN], 0.5))).toBe('no_samples');
  });

  test('covers the truth as often as it says, whatever the distribution', () => {
    const random = seeded(5);
    let covered = 0;
    for (let k = 0; k < 1000; k++) {
      // Exponential: its 90 % quantile is ln 10.
      const values = Float64Array.from({ length: 200 }, () => -Math.log(1 - random()));
      const { lower = -Infinity, upper = Infinity } = valueOf(quantileOfSamples(values, 0.9));
      covered += lower <= Math.LN10 && Math.LN10 <= upper ? 1 : 0;
    }
    expect(covered).toBeGreaterThan(940);
  });

  test('refuses a quantile that is none', () => {
    expect(() => quantileOfSamples([1], 1)).toThrow(RangeError);
    expect(() => quantileOfHistogram({ kind: 'numeric', edges: [1], counts: [1, 1] }, 0)).toThrow(RangeError);
  });
});

describe('a quantile of a histogram', () => {
  const histogram = { kind: 'numeric' as const, edges: [10, 20, 40], counts: [25, 25, 50, 0] };

  test('is linear inside a bin, from 0 in the first, as histogram_quantile of Prometheus', () => {
    expect(valueOf(quantileOfHistogram(histogram, 0.125)).value).toBe(5);
    expect(valueOf(quantileOfHistogram(histogram, 0.5)).value).toBe(20);
    expect(valueOf(quantileOfHistogram(histogram, 0.75)).value).toBe(30);
  });

  test('is bounded by the bins of its ranks, and not where one is open', () => {
    expect(valueOf(quantileOfHistogram(histogram, 0.5))).toMatchObject({ lower: 10, upper: 40 });
    const open = { kind: 'numeric' as const, edges: [-1, 1], counts: [50, 0, 50] };
    expect(valueOf(quantileOfHistogram(open, 0.5))).toEqual({ value: -1, n: 100 });
  });

  test('holds the quantile of the samples it was made of', () => {
    const random = seeded(8);
    for (let k = 0; k < 200; k++) {
      const values = Array.from({ length: 300 }, () => random() ** 3 * 60);
      const within = (low: number, high: number): number => values.filter((v) => v > low && v <= high).length;
      const counts = [within(-1, 10), within(10, 20), within(20, 40), within(40, Infinity)];
      for (const q of [0.1, 0.5, 0.9, 0.99]) {
        const exact = valueOf(quantileOfSamples(values, q));
        const binned = valueOf(quantileOfHistogram({ ...histogram, counts }, q));
        expect(binned.lower ?? -Infinity).toBeLessThanOrEqual(exact.lower ?? -Infinity);
        expect(binned.upper ?? Infinity).toBeGreaterThanOrEqual(exact.upper ?? Infinity);
      }
    }
  });

  test('says why there is none', () => {
    expect(reasonOf(quantileOfHistogram({ ...histogram, counts: [0, 0, 0, 0] }, 0.5))).toBe('no_samples');
    expect(reasonOf(quantileOfHistogram({ kind: 'numeric', edges: [], counts: [5] }, 0.5))).toBe('too_few_bins');
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(quantileOfHistogram({ kind: 'numeric', edges: [0.1, 5], counts: [a, b, 3] }, 0.95));
        expectHonest(quantileOfSamples([a, b, a], 0.95));
      }
    }
  });
});
