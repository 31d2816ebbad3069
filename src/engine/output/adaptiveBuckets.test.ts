import { reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { adaptiveBuckets, byOutcome } from './adaptiveBuckets';
import { calibrate, calibrated } from './calibration';
import { referenceBuckets } from './referenceBuckets';

/** A rare class: nearly all scores crowd at 0, and those of the class lie in a thin tail. */
function rareClass(rows: number, seed: number): { scores: Float64Array; hits: Float64Array } {
  const random = seeded(seed);
  const scores = Float64Array.from({ length: rows }, () => (random() < 0.01 ? random() : random() ** 6 / 20));
  return { scores, hits: scores.map((score) => (random() < score ? 1 : 0)) };
}

describe('buckets that follow the data', () => {
  test('hold every row once, in rising order, with equal values together', () => {
    const random = seeded(61);
    const scores = Float64Array.from({ length: 3000 }, () => Math.round(random() * 50) / 50);
    const hits = scores.map(() => (random() < 0.3 ? 1 : 0));
    const buckets = adaptiveBuckets(byOutcome(scores, hits), { buckets: 10, width: 0.1, least: 5, gap: 1 });
    expect(buckets.reduce((all, { count }) => all + count, 0)).toBe(3000);
    expect(buckets.reduce((all, { hits: right }) => all + right, 0)).toBe(hits.reduce((a, b) => a + b, 0));
    expectWithin(
      buckets.reduce((all, { sum }) => all + sum, 0),
      scores.reduce((a, b) => a + b, 0),
      1e-12
    );
    buckets.forEach(({ lower, upper }, i) => {
      expect(lower).toBeLessThanOrEqual(upper);
      expect(lower).toBeGreaterThan(buckets[i - 1]?.upper ?? -1);
    });
  });

  test('have about equal counts where rows crowd, and end by width in a thin tail', () => {
    const { scores, hits } = rareClass(20_000, 62);
    const buckets = adaptiveBuckets(byOutcome(scores, hits), { buckets: 20, width: 0.1, least: 10, gap: 1 });
    const crowd = buckets.filter(({ upper }) => upper < 0.04);
    expect(crowd.length).toBeGreaterThan(10);
    crowd.forEach(({ count }) => expect(count).toBeLessThan(1100));
    const tail = buckets.filter(({ lower }) => lower > 0.1);
    expect(tail.length).toBeGreaterThanOrEqual(5);
    tail.forEach(({ lower, upper }) => expect(upper - lower).toBeLessThan(0.2));
  });

  test('rows without an outcome, or without a value from 0 to 1, take no part', () => {
    expect(byOutcome(Float64Array.of(0.5, NaN, 2, -1, 0.1), [1, 1, 0, 0, NaN])).toEqual([
      new Float64Array(0),
      Float64Array.of(0.5),
    ]);
    expect(adaptiveBuckets(byOutcome(new Float64Array(0), []), { buckets: 5, width: 1, least: 1, gap: 1 })).toEqual([]);
  });
});

describe('buckets to learn a calibration from', () => {
  test('touch one another, reach a little beyond the labels, and break where there are none', () => {
    const scores = Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? 0.1 + i / 1000 : 0.7 + i / 1000));
    const buckets = valueOf(
      referenceBuckets(
        scores,
        scores.map(() => 1)
      )
    );
    expectWithin(buckets[0]?.lower, 0.09, 1e-12);
    expectWithin(buckets.at(-1)?.upper, 0.909, 1e-12);
    const breaks = buckets.filter(({ lower }, i) => i > 0 && lower !== buckets[i - 1]?.upper);
    expect(breaks).toHaveLength(1);
    expectWithin(breaks[0]?.lower, 0.79, 1e-12);
    buckets.forEach(({ count }) => expect(count).toBeGreaterThanOrEqual(25));
  });

  test('teach what a high score of a rare class is worth, which equal counts alone would not', () => {
    const { scores, hits } = rareClass(20_000, 63);
    const learned = valueOf(calibrate(valueOf(referenceBuckets(scores, hits))));
    expect(Math.abs(calibrated(learned, 0.8) - 0.8)).toBeLessThan(0.15);
    expect(Math.abs(calibrated(learned, 0.5) - 0.5)).toBeLessThan(0.15);
    expect(calibrated(learned, 0.001)).toBeLessThan(0.01);
  });

  test('need labels, and columns of one length; hostile numbers stay inside', () => {
    expect(reasonOf(referenceBuckets(Float64Array.of(0.5), [NaN]))).toBe('no_labels');
    expect(reasonOf(referenceBuckets(Float64Array.of(0.5), []))).toBe('unequal_lengths');
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(referenceBuckets(Float64Array.of(a, b, 0.3), [1, 0, a]));
      }
    }
  });
});
