import { align } from '../distribution/align';
import { fromSamples } from '../distribution/fromSamples';
import { energyDistance, wassersteinDistance } from '../sample/transport';
import { kolmogorovSmirnov } from '../sample/kolmogorovSmirnov';
import { valueOf } from '../testing/pairs';
import { seeded, wholeNumber } from '../testing/random';
import { type NumericPair } from '../distribution/pair';
import { scores } from './catalogue';
import { type ScoreId } from './definition';
import { WATCHED_QUANTILES } from './quantileShift';
import { spansOf, unitOf } from './spans';

// What buckets can only bound: values are drawn, thrown into buckets, and what is true of the values must lie between.

function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((all, one) => all + one, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((all, one) => all + (one - mean) ** 2, 0) / values.length) };
}

/** The smallest value with at least so much of the rest at or below it. */
function quantileOf(sorted: Float64Array, rank: number): number {
  return sorted[Math.max(0, Math.ceil(rank * sorted.length - 1e-9) - 1)] as number;
}

const TRUE: Partial<Record<ScoreId, (x: Float64Array, y: Float64Array, unit: number) => number>> = {
  ks: (x, y) => valueOf(kolmogorovSmirnov(x, y, { method: 'asymptotic' })).statistic,
  wasserstein: (x, y, unit) => valueOf(wassersteinDistance(x, y)).distance / unit,
  energy: (x, y, unit) => valueOf(energyDistance(x, y)).distance / Math.sqrt(unit),
  mean_shift: (x, y, unit) => Math.abs(momentsOf(y).mean - momentsOf(x).mean) / unit,
  std_shift: (x, y) => Math.abs(momentsOf(y).deviation / momentsOf(x).deviation - 1),
  quantile_shift: (x, y, unit) =>
    Math.max(...WATCHED_QUANTILES.map((rank) => Math.abs(quantileOf(y, rank) - quantileOf(x, rank)))) / unit,
  out_of_range: (_, y) => y.filter((value) => value < 2 || value > 7).length / y.length,
};

describe.each(Object.entries(TRUE))('%s', (id, of) => {
  test('of 2,000 random pairs of samples lies between the bounds from their buckets', () => {
    const random = seeded(61);
    let bounded = 0;
    for (let k = 0; k < 2000; k++) {
      // Heaped at ends and middles of buckets too, where bounds are reached.
      const heap = random() < 0.3;
      const draw = (): number => {
        const value = 10 * random() ** (0.5 + random());
        return heap ? Math.round(value) + (random() < 0.5 ? 1e-9 : 0) : value;
      };
      const side = (): Float64Array => Float64Array.from({ length: wholeNumber(random, 2, 40) }, draw).sort();
      const [x, y] = [side(), side().map((value) => value * (0.7 + 0.3 * random()))];
      y.sort();
      const edges = [0, ...[2, 3, 5, 7].filter(() => random() < 0.8), 11];
      const pair: NumericPair = valueOf(align(valueOf(fromSamples(x, edges)), valueOf(fromSamples(y, edges))));
      const score = valueOf(scores[id as ScoreId].compute(pair, { range: [2, 7] }));
      const unit = unitOf(
        pair.reference.map((count) => count / x.length),
        spansOf(pair)
      );
      const exact = of(x, y, unit);
      expect(score.lower as number).toBeLessThanOrEqual(exact + 1e-9);
      if (score.upper !== undefined) {
        bounded++;
        expect(score.upper).toBeGreaterThanOrEqual(exact - 1e-9);
      }
      expect(score.lower as number).toBeLessThanOrEqual(score.value);
      expect(score.upper ?? Infinity).toBeGreaterThanOrEqual(score.value);
    }
    expect(bounded).toBeGreaterThan(500);
  });
});
