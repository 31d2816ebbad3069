import { assess } from '../assess';
import { answered } from '../answer';
import { pair, reasonOf, valueOf } from '../testing/pairs';
import { multinomial, seeded } from '../testing/random';
import { expectHonest } from '../testing/within';
import { VERDICTS, type Verdict } from '../verdict/verdict';
import { driftedShare } from './driftedShare';

function judged(verdicts: readonly Verdict[], importances: readonly number[] = []) {
  return verdicts.map((verdict, i) => {
    const importance = importances[i];
    return { key: `f${i}`, verdict, ...(importance === undefined ? {} : { importance }) };
  });
}

describe('driftedShare', () => {
  test('worked by hand: one of four features, half of the importance', () => {
    const found = valueOf(driftedShare(judged(['drift', 'ok', 'ok', 'ok'], [3, 1, 1, 1])));
    expect(found).toMatchObject({ features: 4, judged: 4, drifted: ['f0'], share: 0.25, weightedShare: 0.5 });
    expect(found.verdict).toBe('drift');
    [found.lowest, found.highest].forEach((bound) => expect(bound).toBeCloseTo(0.5, 12));
    expect(found.reason).toBe('1 of 4 features drifted, 50 % by importance: at or above the drift share 50 %.');
  });

  test('half of the features drifted is drift, fewer is a warning, none is fine (Evidently: drift_share 0.5)', () => {
    const verdictOf = (verdicts: readonly Verdict[]) => valueOf(driftedShare(judged(verdicts))).verdict;
    expect(verdictOf(['drift', 'ok'])).toBe('drift');
    expect(verdictOf(['drift', 'ok', 'ok'])).toBe('warning');
    expect(verdictOf(['warning', 'ok', 'ok'])).toBe('warning');
    expect(verdictOf(['ok', 'ok', 'ok'])).toBe('ok');
  });

  test('what could not be judged is neither fine nor drifted, and said', () => {
    const mostly = valueOf(driftedShare(judged(['insufficient', 'insufficient', 'ok'])));
    expect(mostly).toMatchObject({ judged: 1, share: 0, lowest: 0, verdict: 'insufficient' });
    expect(mostly.highest).toBeCloseTo(2 / 3, 12);
    expect(mostly.reason).toContain('2 of 3 features');
    const none = valueOf(driftedShare(judged(['insufficient'])));
    expect(none).toMatchObject({ share: null, weightedShare: null, verdict: 'insufficient' });
    // Two of three drifted, whatever the third would say.
    expect(valueOf(driftedShare(judged(['drift', 'drift', 'insufficient']))).verdict).toBe('drift');
  });

  test('drift that weighs nothing, and judged features that weigh nothing, decide nothing', () => {
    expect(valueOf(driftedShare(judged(['drift', 'ok'], [0, 1])))).toMatchObject({ share: 0.5, weightedShare: 0 });
    const weightless = valueOf(driftedShare(judged(['ok', 'insufficient'], [0, 1])));
    expect(weightless).toMatchObject({ share: 0, weightedShare: null, verdict: 'insufficient' });
  });

  test('thresholds can be changed, and then hold', () => {
    const features = judged(['drift', 'ok', 'ok', 'ok', 'ok']);
    expect(valueOf(driftedShare(features, { driftShare: 0.2 })).verdict).toBe('drift');
    expect(valueOf(driftedShare(features, { driftShare: 0.21 })).verdict).toBe('warning');
    expect(valueOf(driftedShare(features, { warningShare: 0.3 })).verdict).toBe('ok');
    expect(valueOf(driftedShare(judged(['ok']), { driftShare: 0 })).verdict).toBe('ok');
    expect(() => driftedShare(features, { driftShare: 1.5 })).toThrow(RangeError);
    expect(() => driftedShare(features, { warningShare: Number.NaN })).toThrow(RangeError);
  });

  test('what moves together are features that warn or have drifted, by importance, and one alone is none', () => {
    const movedOf = (verdicts: readonly Verdict[], importances?: readonly number[]) =>
      valueOf(driftedShare(judged(verdicts, importances))).movedShare;
    expect(movedOf(['drift', 'warning', 'ok', 'ok'])).toBe(0.5);
    expect(movedOf(['drift', 'warning', 'ok', 'ok'], [3, 3, 1, 1])).toBe(0.75);
    expect(movedOf(['drift', 'warning', 'insufficient', 'insufficient'])).toBe(1);
    expect(movedOf(['drift', 'ok', 'ok'], [8, 1, 1])).toBe(0);
    expect(movedOf(['insufficient'])).toBeNull();
  });

  test('shares lie within their bounds, whatever the verdicts and importances', () => {
    const random = seeded(52);
    for (let k = 0; k < 2_000; k++) {
      const verdicts = Array.from(
        { length: 1 + Math.floor(random() * 12) },
        () => VERDICTS[Math.floor(random() * VERDICTS.length)] as Verdict
      );
      const answer = driftedShare(judged(verdicts, k % 2 ? verdicts.map(() => random() * 5) : []));
      expectHonest(answer);
      const { share, weightedShare, lowest, highest, features } = valueOf(answer);
      expect(features).toBe(verdicts.length);
      expect(lowest).toBeLessThanOrEqual(highest);
      if (share !== null && weightedShare !== null) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(weightedShare).toBeGreaterThanOrEqual(lowest - 1e-12);
        expect(weightedShare).toBeLessThanOrEqual(highest + 1e-12);
      }
    }
  });

  test('without drift hardly one of 500 models of 20 features has a drifted feature, though every change may count', () => {
    const random = seeded(53);
    const even = [0.2, 0.2, 0.2, 0.2, 0.2];
    let alarms = 0;
    for (let k = 0; k < 500; k++) {
      const items = Array.from({ length: 20 }, (_, key) => ({
        key,
        pair: answered(pair(multinomial(random, 500, even), multinomial(random, 500, even))),
      }));
      // The lowest threshold that so much data can show: significance alone decides.
      const verdicts = assess(items, { scores: ['psi'], thresholds: { psi: { warning: 0, drift: 0.04 } } });
      alarms += valueOf(driftedShare(verdicts)).verdict === 'ok' ? 0 : 1;
    }
    expect(alarms / 500).toBeGreaterThan(0.01);
    expect(alarms / 500).toBeLessThan(0.08);
  });

  test('no features, and an importance that is none, give no answer', () => {
    expect(reasonOf(driftedShare([]))).toBe('no_features');
    expect(reasonOf(driftedShare(judged(['ok'], [-1])))).toBe('invalid_weight');
  });
});
