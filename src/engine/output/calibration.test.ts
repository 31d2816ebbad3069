import { reasonOf, repairKinds, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { seeded, wholeNumber } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { brierDecomposition } from './brierDecomposition';
import { calibrate, calibrated, referenceSize } from './calibration';
import { type CalibrationBucket, calibrationBuckets } from './calibrationBuckets';
import { ece, mce } from './calibrationError';
import { calibrationMetrics } from './catalogue';
import { CALIBRATION_METRIC_IDS } from './definition';
import { reliabilityCurve } from './reliabilityCurve';

const peer = peerTable('scikit-learn/output.json') as {
  calibration: Array<{
    scores: number[];
    labels: number[];
    buckets: number;
    accuracy: number[];
    confidence: number[];
    ece: number;
    mce: number;
    brier: number;
    isotonic: number[];
    asked: number[];
    answers: number[];
  }>;
};

/** The same buckets as a Prometheus histogram would know them. */
function countsAlone(buckets: readonly CalibrationBucket[]): CalibrationBucket[] {
  return buckets.map(({ lower, upper, count, hits }) => ({ lower, upper, count, hits }));
}

function randomBuckets(random: () => number): readonly CalibrationBucket[] {
  const rows = wholeNumber(random, 5, 300);
  const scores = Float64Array.from({ length: rows }, () => random());
  const hits = scores.map((score) => (random() < score ? 1 : 0));
  return valueOf(calibrationBuckets(scores, hits, wholeNumber(random, 1, 20)));
}

describe('calibration buckets', () => {
  test('a bucket ends at its upper bound, which belongs to it; 0 belongs to the first', () => {
    const scores = Float64Array.of(0, 0.1, 0.3, 0.6, 0.7, 1);
    const buckets = valueOf(calibrationBuckets(scores, [0, 0, 0, 0, 0, 1], 10));
    expect(buckets.map(({ count }) => count)).toEqual([2, 0, 1, 0, 0, 1, 1, 0, 0, 1]);
  });

  test('rows without a label, or without a confidence from 0 to 1, take no part', () => {
    const buckets = valueOf(calibrationBuckets(Float64Array.of(0.5, NaN, 1.2, 0.5), [1, 1, 1, NaN], 1));
    expect(buckets).toEqual([{ lower: 0, upper: 1, count: 1, hits: 1, confidenceSum: 0.5, brierSum: 0.25 }]);
    expect(reasonOf(calibrationBuckets(Float64Array.of(NaN), [1]))).toBe('no_labels');
    expect(reasonOf(calibrationBuckets(Float64Array.of(0.5), []))).toBe('unequal_lengths');
    expect(reasonOf(calibrationBuckets(Float64Array.of(0.5), [1], 0))).toBe('invalid_bin_number');
  });
});

describe('against scikit-learn and NumPy, 200 random sets', () => {
  const sets = peer.calibration.map((set) => ({
    ...set,
    rows: valueOf(calibrationBuckets(Float64Array.from(set.scores), set.labels, set.buckets)),
  }));

  test('the reliability curve is calibration_curve', () => {
    for (const { rows, accuracy, confidence } of sets) {
      const points = valueOf(reliabilityCurve(rows));
      expect(points).toHaveLength(accuracy.length);
      points.forEach((point, i) => {
        expectWithin(point.accuracy, accuracy[i] as number);
        expectWithin(point.meanConfidence, confidence[i] as number);
      });
    }
  });

  test('ECE and MCE are the mean and the largest gap; the score taken apart is brier_score_loss', () => {
    for (const { rows, ece: mean, mce: largest, brier } of sets) {
      expectWithin(valueOf(ece(rows)).value, mean);
      expectWithin(valueOf(mce(rows)).value, largest);
      expectWithin(valueOf(brierDecomposition(rows)).brier ?? NaN, brier);
    }
  });

  test('calibration is IsotonicRegression, at its points and between them', () => {
    for (const { rows, isotonic, asked, answers } of sets) {
      const learned = valueOf(calibrate(rows));
      learned.accuracy.forEach((value, i) => expectWithin(value, isotonic[i] as number, 1e-9, 1e-12));
      asked.forEach((claimed, i) => expectWithin(calibrated(learned, claimed), answers[i] as number, 1e-9, 1e-12));
    }
  });
});

describe('calibration error', () => {
  test('of 9 claimed and 7 right of 10 is 0.2, worked by hand, with the noise of 10 predictions', () => {
    const answer = valueOf(ece([{ lower: 0.8, upper: 1, count: 10, hits: 7, confidenceSum: 9 }]));
    expectWithin(answer.value, 0.2, 1e-14);
    expectWithin(answer.noise, Math.sqrt((2 * 0.09) / (Math.PI * 10)), 1e-14);
  });

  test('from counts alone gives bounds that hold the value that the rows have, and says so', () => {
    const random = seeded(21);
    for (let k = 0; k < 2000; k++) {
      const rows = randomBuckets(random);
      for (const metric of [ece, mce]) {
        const exact = valueOf(metric(rows));
        const answer = metric(countsAlone(rows));
        const { lower, upper } = valueOf(answer);
        expect(lower).toBeLessThanOrEqual(exact.value + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(exact.value - 1e-12);
        expect(repairKinds(answer)).toEqual(['confidence_from_middles']);
        expect([exact.lower, exact.upper]).toEqual([exact.value, exact.value]);
      }
    }
  });

  test('of a perfectly calibrated model is its noise, on average', () => {
    const random = seeded(22);
    let [errors, noises] = [0, 0];
    for (let k = 0; k < 400; k++) {
      const scores = Float64Array.from({ length: 1000 }, () => random());
      const hits = scores.map((score) => (random() < score ? 1 : 0));
      const { value, noise } = valueOf(ece(valueOf(calibrationBuckets(scores, hits))));
      errors += value;
      noises += noise;
    }
    expectWithin(errors / noises, 1, 0.04);
  });

  test('ECE is never above MCE; counting everything three times changes neither', () => {
    const random = seeded(23);
    for (let k = 0; k < 2000; k++) {
      const buckets = countsAlone(randomBuckets(random));
      const thrice = buckets.map((bucket) => ({ ...bucket, count: 3 * bucket.count, hits: 3 * bucket.hits }));
      const value = valueOf(ece(buckets)).value;
      expect(value).toBeLessThanOrEqual(valueOf(mce(buckets)).value + 1e-15);
      expectWithin(valueOf(ece(thrice)).value, value, 1e-12);
      expect(valueOf(ece(thrice)).noise).toBeLessThan(valueOf(ece(buckets)).noise);
    }
  });
});

describe('the Brier score taken apart', () => {
  test('with one confidence a bucket, its parts add up to the score without any rest', () => {
    const parts = valueOf(
      brierDecomposition(valueOf(calibrationBuckets(Float64Array.of(0.2, 0.2, 0.9), [0, 1, 1], 5)))
    );
    expectWithin(parts.within as number, 0, 0, 1e-15);
    expectWithin(parts.uncertainty, 2 / 9, 1e-14);
    expectWithin(parts.resolution, (2 / 3) * (0.5 - 2 / 3) ** 2 + (1 / 3) * (1 / 9), 1e-12);
  });

  test('resolution never exceeds uncertainty', () => {
    const random = seeded(24);
    for (let k = 0; k < 2000; k++) {
      const { resolution, uncertainty } = valueOf(brierDecomposition(randomBuckets(random)));
      expect(resolution).toBeLessThanOrEqual(uncertainty + 1e-15);
    }
  });

  test('from counts alone there is no score, and its parts are still there', () => {
    const parts = valueOf(brierDecomposition([{ lower: 0, upper: 1, count: 4, hits: 1 }]));
    expect(parts).toMatchObject({ brier: null, within: null, reliability: 0.0625, uncertainty: 0.1875 });
  });
});

test('calibration rises, keeps the number of hits, and leaves what is calibrated as it is', () => {
  const random = seeded(25);
  for (let k = 0; k < 2000; k++) {
    const buckets = randomBuckets(random);
    const { accuracy } = valueOf(calibrate(buckets));
    accuracy.forEach((value, i) => expect(value).toBeGreaterThanOrEqual((accuracy[i - 1] ?? 0) - 1e-15));
    const filled = buckets.filter(({ count }) => count > 0);
    const hits = filled.reduce((all, one) => all + one.hits, 0);
    expectWithin(
      filled.reduce((all, { count }, i) => all + count * (accuracy[i] as number), 0),
      hits,
      1e-9,
      1e-9
    );
  }
});

test('buckets at one confidence are one point, in whatever order they come', () => {
  const at = (hits: number): CalibrationBucket => ({ lower: 0.5, upper: 0.5, count: 10, hits });
  for (const order of [
    [2, 9, 4],
    [9, 4, 2],
    [4, 2, 9],
  ]) {
    expect(valueOf(calibrate(order.map(at)))).toMatchObject({ confidence: [0.5], accuracy: [0.5] });
  }
});

test('the catalogue has every id once, each definition under its own, in the order of the ids, in words', () => {
  expect(Object.keys(calibrationMetrics)).toEqual([...CALIBRATION_METRIC_IDS]);
  for (const [id, definition] of Object.entries(calibrationMetrics)) {
    expect(definition.id).toBe(id);
    for (const words of [definition.explanation, definition.needs, definition.limits]) {
      expect(words).toMatch(/^[A-Z].*\.$/);
    }
  }
});

test('hostile buckets are answered with finite numbers or a reason, never with an exception', () => {
  for (const a of HOSTILE_NUMBERS) {
    for (const b of HOSTILE_NUMBERS) {
      const sets: CalibrationBucket[][] = [
        [{ lower: 0, upper: 1, count: a, hits: b }],
        [{ lower: a, upper: b, count: 3, hits: 1 }],
        [
          { lower: 0, upper: 0.5, count: 3, hits: 1, confidenceSum: a, brierSum: b },
          { lower: 0.5, upper: 1, count: a, hits: 0 },
        ],
      ];
      for (const buckets of sets) {
        for (const { compute } of Object.values(calibrationMetrics)) {
          expectHonest(compute(buckets));
        }
        expectHonest(reliabilityCurve(buckets));
        expectHonest(calibrate(buckets));
        expectHonest(brierDecomposition(buckets));
      }
    }
  }
  expect(reasonOf(ece([]))).toBe('no_labels');
});

describe('the size of the reference behind an expectation', () => {
  const calibration = { confidence: [0.5, 0.9], accuracy: [0.4, 0.8], n: [60, 40] };

  test('is all of it where both spread alike over the levels, whatever the current size', () => {
    for (const scale of [1, 10, 1000]) {
      const groups = [
        { n: 6 * scale, claimed: 0.5 },
        { n: 4 * scale, claimed: 0.9 },
      ];
      expectWithin(referenceSize(calibration, groups), 100, 1e-9);
    }
  });

  test('is that of the one level on which all lean, and between two levels part of each, worked by hand', () => {
    expect(referenceSize(calibration, [{ n: 7, claimed: 0.95 }])).toBe(40);
    // Half way: 5^2/60 + 5^2/40 of 10^2.
    expectWithin(referenceSize(calibration, [{ n: 10, claimed: 0.7 }]), 100 / (25 / 60 + 25 / 40), 1e-9);
  });

  test('counts points that were pooled into one level as that one level', () => {
    const pooled = { confidence: [0.5, 0.7, 0.9], accuracy: [0.6, 0.6, 0.6], n: [90, 90, 90] };
    const groups = [0.5, 0.7, 0.9].map((claimed) => ({ n: 30, claimed }));
    expect(referenceSize(pooled, groups)).toBe(90);
  });

  test('is never more than the reference, and nothing where nothing leans on it (500 random sets)', () => {
    const random = seeded(91);
    for (let k = 0; k < 500; k++) {
      const buckets = randomBuckets(random);
      const all = buckets.reduce((sum, { count }) => sum + count, 0);
      const groups = Array.from({ length: 5 }, () => ({ n: random() * 100, claimed: random() }));
      expect(referenceSize(valueOf(calibrate(buckets)), groups)).toBeLessThanOrEqual(all * (1 + 1e-9));
    }
    expect(referenceSize(calibration, [])).toBe(0);
  });
});
