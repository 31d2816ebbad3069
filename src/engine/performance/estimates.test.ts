import { type Answer } from '../answer';
import { calibrationBuckets } from '../output/calibrationBuckets';
import { referenceBuckets } from '../output/referenceBuckets';
import { reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { beliefOf } from './belief';
import { type CbpeEstimate, cbpeFromBuckets, cbpeFromRows, type CbpeMetricId } from './cbpe';
import { type PerformanceEstimate } from './definition';
import { estimatedAccuracy } from './estimatedAccuracy';
import { estimatedLoss, lossBuckets } from './estimatedLoss';
import { lossEdges } from './lossEdges';
import { scoreBuckets } from './scoreBuckets';

function metric(answer: Answer<CbpeEstimate>, id: CbpeMetricId): PerformanceEstimate {
  const found = valueOf(answer).metrics.find((one) => one.id === id);
  if (found === undefined) {
    throw new Error(`no ${id}`);
  }
  return valueOf(found.estimate);
}

function columns(rows: number, of: () => number): Float64Array {
  return Float64Array.from({ length: rows }, of);
}

describe('confidence-based performance estimation', () => {
  test('two buckets, worked by hand: 0.1 and 0.8 of 30 and 10', () => {
    const reference = [
      { lower: 0, upper: 0.5, count: 100, hits: 10 },
      { lower: 0.5, upper: 1, count: 100, hits: 80 },
    ];
    const current = [
      { lower: 0, upper: 0.5, count: 30 },
      { lower: 0.5, upper: 1, count: 10 },
    ];
    const estimate = cbpeFromBuckets(reference, current);
    expectWithin(metric(estimate, 'accuracy').value, (27 + 8) / 40, 1e-12);
    expectWithin(metric(estimate, 'precision').value, 0.8, 1e-12);
    expectWithin(metric(estimate, 'recall').value, 8 / 11, 1e-12);
    expect(valueOf(estimate)).toMatchObject({ rows: 40, covered: 1, believed: true });
  });

  // The truth: a score is worth score^1.5, so that calibration has something to do.
  const outcome = (random: () => number, score: number): number => (random() < score ** 1.5 ? 1 : 0);

  test('20 buckets say nearly what the rows say', () => {
    const random = seeded(51);
    const scores = columns(20_000, random);
    const reference = valueOf(
      calibrationBuckets(
        scores,
        scores.map((score) => outcome(random, score)),
        20
      )
    );
    const current = columns(5000, () => random() ** 0.6);
    const counted = valueOf(
      calibrationBuckets(
        current,
        current.map(() => 0),
        20
      )
    );
    const rows = cbpeFromRows(reference, current);
    const buckets = cbpeFromBuckets(
      reference,
      counted.map(({ lower, upper, count }) => ({ lower, upper, count }))
    );
    for (const id of ['accuracy', 'precision', 'recall', 'roc_auc', 'f1', 'mcc'] as const) {
      expect(Math.abs(metric(rows, id).value - metric(buckets, id).value)).toBeLessThan(0.01);
    }
  });

  test('its interval holds the realised accuracy about 95 times in 100, though the mix of scores has moved', () => {
    const random = seeded(52);
    let held = 0;
    for (let k = 0; k < 400; k++) {
      const scores = columns(1500, random);
      const reference = valueOf(
        calibrationBuckets(
          scores,
          scores.map((score) => outcome(random, score)),
          10
        )
      );
      const current = columns(400, () => 1 - random() ** 2);
      let right = 0;
      current.forEach((score) => (right += outcome(random, score) === (score >= 0.5 ? 1 : 0) ? 1 : 0));
      const { lower, upper } = metric(cbpeFromRows(reference, current, { metrics: ['accuracy'] }), 'accuracy');
      held += (lower as number) <= right / 400 && (upper as number) >= right / 400 ? 1 : 0;
    }
    expect(held / 400).toBeGreaterThan(0.91);
  });

  test('what the model said decides, where it is known: another threshold than one half', () => {
    const reference = [
      { lower: 0, upper: 0.5, count: 100, hits: 30 },
      { lower: 0.5, upper: 1, count: 100, hits: 80 },
    ];
    const current = [
      { lower: 0, upper: 0.5, count: 20, predictedPositive: false },
      { lower: 0, upper: 0.5, count: 10, predictedPositive: true },
      { lower: 0.5, upper: 1, count: 10, predictedPositive: true },
    ];
    const estimate = cbpeFromBuckets(reference, current);
    expectWithin(metric(estimate, 'precision').value, (3 + 8) / 20, 1e-12);
    expectWithin(metric(estimate, 'accuracy').value, (14 + 3 + 8) / 40, 1e-12);
    // To the order of scores the same buckets are one: 30 of .3 below 10 of .8.
    const auc = (8 * 21 + (9 * 21) / 2 + (8 * 2) / 2) / (17 * 23);
    expectWithin(metric(estimate, 'roc_auc').value, auc, 1e-12);
  });

  test('the business value is that of the expected counts, worked by hand', () => {
    const reference = [
      { lower: 0, upper: 0.5, count: 100, hits: 10 },
      { lower: 0.5, upper: 1, count: 100, hits: 80 },
    ];
    const current = [
      { lower: 0, upper: 0.5, count: 30 },
      { lower: 0.5, upper: 1, count: 10 },
    ];
    const worth = { 1: { 1: 100, 0: -500 }, 0: { 1: -10 } };
    const { businessValue } = valueOf(cbpeFromBuckets(reference, current, { metrics: [], worth }));
    const value = valueOf(businessValue as Answer<PerformanceEstimate>);
    expectWithin(value.value, (8 * 100 - 3 * 500 - 2 * 10) / 40, 1e-9);
    expect(value.lower).toBeLessThan(value.value);
    expect(valueOf(cbpeFromBuckets(reference, current)).businessValue).toBeUndefined();
  });

  test('a few hundred buckets say what a hundred thousand rows say', () => {
    const random = seeded(55);
    const scores = columns(20_000, () => random() ** 4);
    const reference = valueOf(
      referenceBuckets(
        scores,
        scores.map((score) => outcome(random, score))
      )
    );
    const current = columns(100_000, () => random() ** 3);
    // The model flags from 0.4 on, and now and then by another rule.
    const flagged = (scores: Float64Array): Float64Array => scores.map((score, i) => (score >= 0.4 || i % 100 === 0 ? 1 : 0)); // prettier-ignore
    const buckets = scoreBuckets(current, flagged(current));
    expect(buckets.length).toBeLessThan(600);
    expect(buckets.reduce((all, { count }) => all + count, 0)).toBe(100_000);
    const some = current.subarray(0, 20_000);
    const said = flagged(some);
    const single = [...some].map((score, i) => ({ lower: score, upper: score, count: 1, predictedPositive: said[i] === 1 })); // prettier-ignore
    const rows = cbpeFromBuckets(reference, single);
    const counted = cbpeFromBuckets(reference, scoreBuckets(some, said));
    for (const id of ['accuracy', 'precision', 'recall', 'roc_auc', 'brier', 'log_loss'] as const) {
      expect(Math.abs(metric(rows, id).value - metric(counted, id).value)).toBeLessThan(0.002);
    }
  });

  test('scores where the reference has no labels are said not to be believed', () => {
    const reference = [{ lower: 0, upper: 0.5, count: 100, hits: 20 }];
    const estimate = valueOf(cbpeFromBuckets(reference, [{ lower: 0, upper: 0.5, count: 5 }, { lower: 0.5, upper: 1, count: 5 }])); // prettier-ignore
    expect(estimate).toMatchObject({ covered: 0.5, believed: false });
    expect(estimate.reason).toContain('Only 50 % of the window');
    const few = [{ lower: 0, upper: 1, count: 10, hits: 2 }];
    expect(valueOf(cbpeFromBuckets(few, [{ lower: 0, upper: 1, count: 5 }])).believed).toBe(false);
    expect(beliefOf(1).reason).toContain('cannot see concept drift');
  });

  test('what cannot be estimated says why, one metric without its neighbours', () => {
    const reference = [{ lower: 0, upper: 1, count: 100, hits: 30 }];
    const estimate = valueOf(cbpeFromBuckets(reference, [{ lower: 0, upper: 0.2, count: 10 }]));
    const byId = new Map(estimate.metrics.map(({ id, estimate: answer }) => [id, answer]));
    expect(byId.get('precision')).toMatchObject({ ok: false, reason: 'too_few_observations' });
    expect(byId.get('accuracy')).toMatchObject({ ok: true });
    expect(reasonOf(cbpeFromRows(reference, Float64Array.of(NaN, 2)))).toBe('empty_current');
    expect(reasonOf(cbpeFromRows([], Float64Array.of(0.5)))).toBe('no_labels');
  });

  test('less labels in the reference, and less rows now, widen the interval', () => {
    const width = (labels: number, rows: number): number => {
      const reference = [{ lower: 0, upper: 1, count: labels, hits: 0.3 * labels }];
      const estimate = metric(cbpeFromBuckets(reference, [{ lower: 0, upper: 1, count: rows }]), 'accuracy');
      return (estimate.upper as number) - (estimate.lower as number);
    };
    expect(width(100, 1000)).toBeGreaterThan(width(1000, 1000));
    expect(width(1000, 100)).toBeGreaterThan(width(1000, 1000));
  });

  test('hostile buckets are answered with finite numbers or a reason', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        const reference = [{ lower: 0, upper: 0.5, count: a, hits: b }, { lower: 0.5, upper: 1, count: 10, hits: 5 }]; // prettier-ignore
        const answers = [
          cbpeFromBuckets(reference, [{ lower: 0.2, upper: 0.9, count: 3 }]),
          cbpeFromBuckets([{ lower: 0, upper: 1, count: 9, hits: 4 }], [{ lower: 0, upper: 1, count: a, scoreSum: b }]),
          cbpeFromBuckets([{ lower: 0, upper: 1, count: 9, hits: 4 }], [{ lower: a, upper: b, count: 3 }]),
          cbpeFromRows(reference, Float64Array.of(a, b, 0.3)),
        ];
        for (const answer of answers) {
          expectHonest(answer);
        }
      }
    }
  });
});

describe('estimated accuracy of several classes', () => {
  test('is the sum over the predicted classes, worked by hand', () => {
    const answer = valueOf(
      estimatedAccuracy([
        { prediction: 'a', reference: [{ lower: 0.5, upper: 1, count: 100, hits: 70 }], current: [{ lower: 0.5, upper: 1, count: 30 }] }, // prettier-ignore
        { prediction: 'b', reference: [{ lower: 0.5, upper: 1, count: 100, hits: 90 }], current: [{ lower: 0.5, upper: 1, count: 10 }] }, // prettier-ignore
        { prediction: 'c', reference: [{ lower: 0.5, upper: 1, count: 100, hits: 90 }], current: [] },
      ])
    );
    expectWithin(answer.accuracy.value, (21 + 9) / 40, 1e-12);
    expect(answer.precision.map(({ prediction }) => prediction)).toEqual(['a', 'b']);
    expect(answer.believed).toBe(true);
  });

  test('a class that the reference never saw is taken at its word, and not believed', () => {
    const answer = valueOf(
      estimatedAccuracy([{ prediction: 'new', reference: [], current: [{ lower: 0.8, upper: 0.8, count: 10 }] }])
    );
    expectWithin(answer.accuracy.value, 0.8, 1e-12);
    expect(answer).toMatchObject({ covered: 0, believed: false });
    expect(reasonOf(estimatedAccuracy([]))).toBe('empty_current');
  });
});

describe('estimated loss of a regression', () => {
  test('is the mean over the buckets by their share now, worked by hand', () => {
    const reference = [{ count: 50, lossSum: 50, lossSquares: 60 }, { count: 50, lossSum: 150, lossSquares: 500 }]; // prettier-ignore
    expectWithin(valueOf(estimatedLoss(reference, [10, 30])).loss.value, 2.5, 1e-12);
  });

  test('of the reference itself is its own mean', () => {
    const random = seeded(53);
    const by = columns(500, () => 10 * random());
    const losses = by.map((value) => value * random());
    const buckets = valueOf(lossBuckets(by, losses, [2, 4, 6, 8]));
    const estimate = valueOf(
      estimatedLoss(
        buckets,
        buckets.map(({ count }) => count)
      )
    );
    expectWithin(estimate.loss.value, losses.reduce((a, b) => a + b, 0) / 500, 1e-12);
    expect(estimate.believed).toBe(true);
  });

  test('its interval holds the realised loss about 95 times in 100, though cases have become harder', () => {
    const random = seeded(54);
    const edges = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    let held = 0;
    for (let k = 0; k < 500; k++) {
      const by = columns(1000, () => 10 * random());
      const buckets = valueOf(
        lossBuckets(
          by,
          by.map((value) => value * random()),
          edges
        )
      );
      const now = columns(300, () => 10 * Math.sqrt(random()));
      const realised = now.map((value) => value * random()).reduce((a, b) => a + b, 0) / 300;
      const counts = valueOf(lossBuckets(now, now, edges)).map(({ count }) => count);
      const { lower, upper } = valueOf(estimatedLoss(buckets, counts)).loss;
      held += (lower as number) <= realised && (upper as number) >= realised ? 1 : 0;
    }
    expect(held / 500).toBeGreaterThan(0.92);
  });

  test('predictions beyond all labelled ones are not believed', () => {
    const random = seeded(56);
    const by = columns(1000, () => 10 * random());
    const edges = valueOf(lossEdges(by));
    expect(edges).toHaveLength(21);
    const buckets = valueOf(lossBuckets(by, by, edges));
    const counts = (now: Float64Array): number[] => valueOf(lossBuckets(now, now, edges)).map(({ count }) => count);
    expect(valueOf(estimatedLoss(buckets, counts(by))).covered).toBe(1);
    expect(valueOf(estimatedLoss(buckets, counts(by.map((value) => 100 + value)))).covered).toBe(0);
    expect(valueOf(lossEdges(Float64Array.of(7, 7, 7)))).toEqual([6.86, 7, 7.14]);
    expect(reasonOf(lossEdges(Float64Array.of(NaN)))).toBe('no_samples');
  });

  test('cases of a kind that the reference hardly knows are not believed', () => {
    const reference = [{ count: 50, lossSum: 50, lossSquares: 60 }, { count: 2, lossSum: 9, lossSquares: 50 }]; // prettier-ignore
    expect(valueOf(estimatedLoss(reference, [50, 50])).believed).toBe(false);
    expect(valueOf(estimatedLoss(reference, [50, 0])).believed).toBe(true);
  });

  test('what cannot be estimated says why; hostile numbers stay inside', () => {
    const one = { count: 5, lossSum: 5, lossSquares: 6 };
    expect(reasonOf(estimatedLoss([one], []))).toBe('unequal_lengths');
    expect(reasonOf(estimatedLoss([one], [0]))).toBe('empty_current');
    expect(reasonOf(estimatedLoss([{ count: 0, lossSum: 0, lossSquares: 0 }], [3]))).toBe('no_labels');
    expect(reasonOf(lossBuckets(Float64Array.of(1), Float64Array.of(1), [2, 1]))).toBe('invalid_edges');
    expect(reasonOf(lossBuckets(Float64Array.of(NaN), Float64Array.of(1), [2]))).toBe('no_labels');
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(estimatedLoss([{ count: a, lossSum: b, lossSquares: a }, one], [b, 1]));
        const buckets = lossBuckets(Float64Array.of(a, b, 1), Float64Array.of(b, a, 1), [0]);
        if (buckets.ok) {
          expectHonest(estimatedLoss(buckets.value, [a, 1]));
        }
      }
    }
  });
});
