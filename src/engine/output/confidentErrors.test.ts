import { poissonBinomialUpperTail } from '../special/poissonBinomial';
import { reasonOf, repairKinds, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { seeded } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { type CalibrationBucket } from './calibrationBuckets';
import { confidentErrors } from './confidentErrors';

const peer = peerTable('scikit-learn/output.json') as {
  confidentErrors: Array<{
    groups: Array<[number, number]>;
    wrong: number[];
    expected: number;
    p: number;
    binomialP: number;
  }>;
};

function bucket(count: number, wrong: number, confidence: number): CalibrationBucket {
  return { lower: confidence, upper: confidence, count, hits: count - wrong };
}

describe('confidentErrors', () => {
  test('10 wrong of 100 that claim 98 % are five times the 2 expected, worked by hand', () => {
    const answer = valueOf(confidentErrors([bucket(100, 10, 0.98)], 0.95));
    expectWithin(answer.expectedWrong, 2, 1e-12);
    expectWithin(answer.ratio as number, 5, 1e-12);
    expect(answer.verdict).toBe('drift');
    expect(answer.reason).toContain('10 wrong of 100 confident predictions, 2 expected');
  });

  test('agrees with scipy.stats.poisson_binom and binomtest on 200 random sets', () => {
    for (const { groups, wrong, expected, p, binomialP } of peer.confidentErrors) {
      const buckets = groups.map(([n, confidence], i) => bucket(n, wrong[i] as number, confidence));
      const answer = valueOf(confidentErrors(buckets, 0.9));
      expect(answer.method).toBe('poisson_binomial');
      expectWithin(answer.expectedWrong, expected);
      expectWithin(answer.pValue, p, 1e-6);
      const extrapolated = valueOf(confidentErrors([...buckets, { ...bucket(1e-9, 0, 0.9) }], 0.9));
      expect(extrapolated.method).toBe('binomial');
      expectWithin(extrapolated.pValue, binomialP, 1e-6);
    }
  });

  test('the binomial law is never bolder than the exact one above what is expected', () => {
    for (const { wrong, expected, p, binomialP } of peer.confidentErrors) {
      if (wrong.reduce((a, b) => a + b, 0) > expected + 1) {
        expect(binomialP).toBeGreaterThanOrEqual(p * (1 - 1e-9));
      }
    }
  });

  test('the exact law of alike trials is the binomial, and of none certain', () => {
    expectWithin(poissonBinomialUpperTail(2, [{ n: 3, p: 0.5 }]), 0.5, 1e-14);
    expect(poissonBinomialUpperTail(0, [])).toBe(1);
    expect(poissonBinomialUpperTail(1, [])).toBe(0);
  });

  test('while the calibration holds, it fires at most as often as alpha says (2,000 seeded simulations)', () => {
    const random = seeded(31);
    let alarms = 0;
    for (let k = 0; k < 2000; k++) {
      const buckets = [0.955, 0.97, 0.99].map((confidence) => {
        let wrong = 0;
        for (let i = 0; i < 300; i++) {
          wrong += random() >= confidence ? 1 : 0;
        }
        return bucket(300, wrong, confidence);
      });
      alarms += valueOf(confidentErrors(buckets, 0.95)).pValue <= 0.05 ? 1 : 0;
    }
    expect(alarms / 2000).toBeLessThanOrEqual(0.06);
    expect(alarms / 2000).toBeGreaterThan(0.02);
  });

  test('a calibration that knows the model is too sure expects more errors', () => {
    const calibration = { confidence: [0.9, 1], accuracy: [0.8, 0.9], n: [100, 100] };
    const plain = valueOf(confidentErrors([bucket(100, 10, 0.98)], 0.95));
    const known = valueOf(confidentErrors([bucket(100, 10, 0.98)], 0.95, { calibration }));
    expectWithin(known.expectedWrong, 12, 1e-12);
    expect(known.pValue).toBeGreaterThan(plain.pValue);
    expect(known.verdict).toBe('ok');
  });

  test('against a calibration it is the exact test of Fisher between two samples, worked by hand', () => {
    // 2 wrong of 2 now, none of 2 in the reference: 1 of 6 ways to place two errors among four predictions.
    const certain = { confidence: [0.98], accuracy: [1], n: [2] };
    const answer = valueOf(confidentErrors([bucket(2, 2, 0.98)], 0.95, { calibration: certain }));
    expect(answer).toMatchObject({ method: 'two_samples', referenceSize: 2, ratio: null, verdict: 'ok' });
    expectWithin(answer.pValue, 1 / 6, 1e-12);
    // [[8, 2], [1, 5]] is SciPy's own example: p .0242 for "more in the first row" (scipy.stats.fisher_exact, greater).
    const half = { confidence: [0.98], accuracy: [5 / 6], n: [6] };
    const other = valueOf(confidentErrors([bucket(10, 8, 0.98)], 0.95, { calibration: half }));
    expectWithin(other.pValue, 0.024475524475524476, 1e-12);
  });

  test('its interval of the ratio covers 1 as often as it says, though the calibration is an estimate (1,000 seeded)', () => {
    const random = seeded(77);
    const draw = (n: number, p: number): number => {
      let hits = 0;
      for (let i = 0; i < n; i++) {
        hits += random() < p ? 1 : 0;
      }
      return hits;
    };
    let covered = 0;
    for (let k = 0; k < 1000; k++) {
      const before = draw(300, 0.03);
      const calibration = { confidence: [0.98], accuracy: [1 - before / 300], n: [300] };
      const { ratioLower, ratioUpper } = valueOf(
        confidentErrors([bucket(1500, draw(1500, 0.03), 0.98)], 0.95, { calibration })
      );
      covered += ratioLower === null || (ratioLower <= 1 && (ratioUpper ?? Infinity) >= 1) ? 1 : 0;
    }
    expect(covered / 1000).toBeGreaterThanOrEqual(0.95);
  });

  test('a calibration learned on few labels makes no false alarms of much current data (1,000 seeded)', () => {
    const random = seeded(78);
    let alarms = 0;
    let bold = 0;
    for (let k = 0; k < 1000; k++) {
      const wrongOf = (n: number): number => {
        let wrong = 0;
        for (let i = 0; i < n; i++) {
          wrong += random() < 0.02 ? 1 : 0;
        }
        return wrong;
      };
      const calibration = { confidence: [0.98], accuracy: [1 - wrongOf(400) / 400], n: [400] };
      const now = bucket(4000, wrongOf(4000), 0.98);
      alarms += valueOf(confidentErrors([now], 0.95, { calibration })).pValue <= 0.05 ? 1 : 0;
      // The same expectation taken for certain: what made the two-sample test necessary.
      const claimed = { ...now, lower: 0.5, upper: 1, confidenceSum: 4000 * (calibration.accuracy[0] as number) };
      bold += valueOf(confidentErrors([claimed], 0.5)).pValue <= 0.05 ? 1 : 0;
    }
    expect(alarms / 1000).toBeLessThanOrEqual(0.05);
    expect(bold / 1000).toBeGreaterThan(0.2);
  });

  test('a bucket that only partly lies above the threshold takes no part', () => {
    const wide: CalibrationBucket = { lower: 0.9, upper: 1, count: 500, hits: 0 };
    expect(valueOf(confidentErrors([wide, bucket(100, 1, 0.98)], 0.95)).confident).toBe(100);
    expect(reasonOf(confidentErrors([wide], 0.95))).toBe('no_labels');
    const middle = confidentErrors([wide], 0.9);
    expect(repairKinds(middle)).toEqual(['confidence_from_middles']);
  });

  test('too few predictions to see twice as many errors are insufficient, not fine', () => {
    const few = valueOf(confidentErrors([bucket(20, 0, 0.99)], 0.95));
    expect(few.verdict).toBe('insufficient');
    expect(few.detectableRatio as number).toBeGreaterThan(2);
    expect(valueOf(confidentErrors([bucket(20_000, 210, 0.99)], 0.95)).verdict).toBe('ok');
  });

  test('significantly more, but not twice as many, is a warning', () => {
    expect(valueOf(confidentErrors([bucket(20_000, 260, 0.99)], 0.95)).verdict).toBe('warning');
  });

  test('an error where none at all was expected is drift, without a ratio', () => {
    const answer = valueOf(confidentErrors([bucket(50, 1, 1)], 0.95));
    expect(answer).toMatchObject({ ratio: null, pValue: 0, verdict: 'drift' });
    expect(valueOf(confidentErrors([bucket(50, 0, 1)], 0.95)).verdict).toBe('ok');
  });

  test('more errors never make p larger', () => {
    let before = 1;
    for (let wrong = 0; wrong <= 60; wrong++) {
      const { pValue } = valueOf(confidentErrors([bucket(40, 0, 0.96), bucket(60, wrong, 0.98)], 0.95));
      expect(pValue).toBeLessThanOrEqual(before);
      before = pValue;
    }
  });

  test('a million predictions are answered at once', () => {
    const answer = valueOf(confidentErrors([bucket(500_000, 5300, 0.99), bucket(500_000, 10_000, 0.98)], 0.95));
    expect(answer.method).toBe('binomial');
    expect(answer.pValue).toBeLessThan(0.01);
  });

  test('hostile input is answered with finite numbers or a reason', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(confidentErrors([{ lower: 0.95, upper: 1, count: a, hits: b }], 0.95));
        expectHonest(confidentErrors([{ lower: a, upper: 1, count: 9, hits: 8, confidenceSum: b }], 0.95));
        expectHonest(confidentErrors([bucket(9, 1, 0.99)], a));
      }
    }
    for (const n of HOSTILE_NUMBERS) {
      const calibration = { confidence: [0.9, 1], accuracy: [0.8, 0.9], n: [n, 100] };
      expectHonest(confidentErrors([bucket(9, 1, 0.97)], 0.95, { calibration }));
    }
    expect(reasonOf(confidentErrors([], 0.9))).toBe('no_labels');
  });
});
