import { answered, noAnswer } from './answer';
import { assess, type Assessment, type AssessmentItem, type AssessOptions } from './assess';
import { type AlignedPair } from './distribution/pair';
import { scores as catalogue } from './score/catalogue';
import { SCORE_IDS } from './score/definition';
import { bridgeMaximumSurvival } from './special/bridgeMaximum';
import { normalCdf } from './special/normal';
import { twoSharesP } from './special/twoShares';
import { expectClose } from './testing/close';
import { categoricalPair, numericPair, pair, rawPair, reasonOf, valueOf } from './testing/pairs';
import { multinomial, seeded } from './testing/random';
import { benjaminiHochberg } from './verdict/benjaminiHochberg';

const item = (sides: AlignedPair, more: Partial<AssessmentItem> = {}): AssessmentItem => ({
  key: 'amount',
  pair: answered(sides),
  ...more,
});

function one(sides: AlignedPair, options: Partial<AssessOptions> = {}, more: Partial<AssessmentItem> = {}): Assessment {
  return assess([item(sides, more)], { scores: ['psi'], ...options })[0] as Assessment;
}

const drifted = pair([500, 500], [800, 200]);
const alike = pair([500, 500], [505, 495]);
const even = (bins: number): number[] => new Array<number>(bins).fill(1 / bins);

describe('assess', () => {
  test('one feature, from the counts to the sentence', () => {
    const found = one(drifted, { scores: ['psi', 'ks'] });
    expectClose(valueOf(found.scores.psi ?? noAnswer('infinite', '')).value, 0.3 * Math.log(4));
    expect(found).toMatchObject({
      key: 'amount',
      decidedBy: 'psi',
      verdict: 'drift',
      referenceCount: 1000,
      currentCount: 1000,
      repairs: [],
      reason:
        'PSI 0.416, 0.414 of it beyond noise, is above the drift threshold 0.25 and more than chance gives (adjusted p below 0.0001).',
    });
    expect(Object.keys(found.scores)).toEqual(['psi', 'ks']);
    expect(found.contributions.map((part) => part.bin.label)).toEqual(['≤ 1', '> 1']);
    expect(valueOf(found.psi).pValue).toBe(found.pValue);
  });

  test('without drift is ok, and asks nothing more than was asked for', () => {
    const found = one(alike, { scores: [] });
    expect(found.verdict).toBe('ok');
    expect(found.scores).toEqual({});
    expect(valueOf(found.psi).psi).toBeGreaterThan(0);
  });

  test('keeps the order and the keys, whatever they are', () => {
    const keys = [{ feature: 'a', country: 'DE' }, { feature: 'b', country: 'FR' }]; // prettier-ignore
    const found = assess(keys.map((key) => ({ key, pair: answered(alike) })), { scores: ['psi'] }); // prettier-ignore
    expect(found.map((one) => one.key)).toEqual(keys);
    expect(assess([], { scores: ['psi'] })).toEqual([]);
  });

  test('p-values are corrected over all items asked for together, and those without one do not count', () => {
    const random = seeded(77);
    const items = Array.from({ length: 30 }, () =>
      item(pair(multinomial(random, 500, even(10)), multinomial(random, 500, even(10))))
    );
    const found = assess([...items, item(pair([0, 0], [1, 1]))], { scores: ['psi'] });
    expect(found.map((one) => one.pAdjusted)).toEqual(benjaminiHochberg(found.map((one) => one.pValue)));
    expect(found[30]?.pAdjusted).toBeNull();
    expect(found[0]?.pAdjusted as number).toBeGreaterThanOrEqual(found[0]?.pValue as number);
  });

  test('200 features without drift page nobody, at sizes where "PSI > 0.1" does', () => {
    const random = seeded(78);
    const items = Array.from({ length: 200 }, () =>
      item(pair(multinomial(random, 200, even(10)), multinomial(random, 200, even(10))))
    );
    const found = assess(items, { scores: ['psi'] });
    expect(found.filter((one) => valueOf(one.psi).psi > 0.1).length).toBeGreaterThan(50);
    expect(found.filter((one) => one.verdict !== 'ok')).toEqual([]);
  });

  test('too little data is "insufficient", however large the PSI', () => {
    const found = one(pair([3, 3, 4], [8, 1, 1]));
    expect(found.verdict).toBe('insufficient');
    expect(found.reason).toMatch(/^Too little data: with 10 reference and 10 current observations in 3 bins/);
    expect(found.pValue).not.toBeNull();
  });

  test('a constant feature that stays constant is ok with data, and insufficient without', () => {
    expect(one(categoricalPair([1000], [900])).verdict).toBe('ok');
    expect(one(categoricalPair([5], [5])).verdict).toBe('insufficient');
  });

  test('one that fails says why in its own row, and its neighbours stay as they are', () => {
    const broken: AssessmentItem[] = [
      { key: 'unaligned', pair: noAnswer('no_inf_bucket', 'Keep +Inf.') },
      item(pair([0, 0], [5, 5])),
      item(pair([5, 5], [0, 0])),
      item(rawPair([NaN, 1], [1, 1])),
      item(rawPair([1, 1], [Infinity, 1])),
      item(numericPair([], [5], [5])),
    ];
    const found = assess([...broken, item(drifted)], { scores: [...SCORE_IDS] });
    expect(found.map((row) => row.verdict)).toEqual([...broken.map(() => 'insufficient'), 'drift']);
    expect(found[0]).toMatchObject({ reason: 'Keep +Inf.', pValue: null, pAdjusted: null, contributions: [] });
    expect(reasonOf(found[0]?.scores.ks ?? answered(0))).toBe('no_inf_bucket');
    expect(found.slice(1, 5).map((row) => reasonOf(row.psi))).toEqual([
      'empty_reference',
      'empty_current',
      'invalid_count',
      'invalid_count',
    ]);
    expect(found[6]).toEqual(assess([item(drifted)], { scores: [...SCORE_IDS] })[0]);
    for (const row of found) {
      expect(Number.isFinite(row.referenceCount) && Number.isFinite(row.currentCount)).toBe(true);
    }
  });

  describe('which score decides', () => {
    test('the first asked for that has thresholds', () => {
      expect(one(drifted, { scores: ['ks', 'js', 'psi'] }).decidedBy).toBe('js');
      expect(one(drifted, { scores: ['ks', 'total_variation'] }).decidedBy).toBe('psi');
    });

    test('thresholds that are given count as well as usual ones', () => {
      const found = one(drifted, { scores: ['ks', 'js'], thresholds: { ks: { drift: 0.2 } } });
      expect(found.decidedBy).toBe('ks');
      expect(found.verdict).toBe('drift');
      expect(found.pValue).toBeLessThan(1e-12);
    });

    test('a score without an answer hands on: Wasserstein for categories', () => {
      const found = one(categoricalPair([500, 500], [800, 200]), { scores: ['wasserstein', 'hellinger'] });
      expect(found.decidedBy).toBe('hellinger');
      expect(reasonOf(found.scores.wasserstein ?? answered(0))).toBe('needs_order');
    });

    test('a score that is no test takes the p-value of homogeneity', () => {
      const sides = pair([500, 300, 200], [450, 310, 240]);
      const found = one(sides, { scores: ['js'] });
      expect(found.pValue).toBe(valueOf(catalogue.chi_square.compute(sides)).pValue);
    });

    test('on two bins homogeneity is that of two shares, without the correction that makes chi-square deaf', () => {
      const sides = pair([400, 600], [430, 570]);
      const found = one(sides, { scores: ['chi_square'], thresholds: { chi_square: { drift: 0 } } });
      const z = 0.03 / Math.sqrt(0.415 * 0.585 * 0.002);
      expectClose(found.pValue as number, 2 * normalCdf(-z), 1000);
      expect(found.pValue).toBeLessThan(valueOf(found.scores.chi_square ?? noAnswer('infinite', '')).pValue as number);
    });

    test('PSI has its own law, and that of homogeneity where bins are too thin for it', () => {
      const full = one(pair([500, 300, 200], [450, 310, 240]));
      expect(full.pValue).toBe(valueOf(full.psi).pValue);
      const thin = pair([30, 10, 5, 5], [25, 10, 8, 7]);
      expect(one(thin).pValue).toBe(valueOf(catalogue.chi_square.compute(thin)).pValue);
      expect(one(thin).pValue).not.toBe(valueOf(one(thin).psi).pValue);
    });

    test('Kolmogorov-Smirnov has the law of the gap at just these bounds', () => {
      const sides = pair([250, 250, 250, 250], [230, 240, 260, 270]);
      const found = one(sides, { scores: ['ks'], thresholds: { ks: { drift: 0 } } });
      const score = valueOf(catalogue.ks.compute(sides));
      expect(found.pValue).toBeLessThan(score.pValue as number);
      expectClose(found.pValue as number, bridgeMaximumSurvival(score.value / Math.sqrt(0.002), [0.24, 0.485, 0.74]));
    });

    test('a category that holds nearly everything is held against all others together', () => {
      const found = one(categoricalPair([200, 1, 1], [190, 5, 4]), { scores: ['js'] });
      expect(found.pValue).toBeCloseTo(twoSharesP(200, 202, 190, 199), 12);
    });

    test('what was merged for that p-value is said', () => {
      const found = one(pair([5000, 5000, 2], [5000, 5000, 3]), { scores: ['js'] });
      expect(found.repairs).toEqual([{ kind: 'rare_bins_merged', from: 3, to: 2 }]);
    });

    test('its own smallest detectable value is held against its own threshold', () => {
      const sides = pair([60, 60, 60], [61, 60, 59]);
      const found = one(sides, { scores: ['js'] });
      expect(found.verdict).toBe('insufficient');
      expect(found.reason).toContain('Jensen-Shannon distance below');
      expect(one(sides, { scores: ['psi'] }).verdict).toBe('ok');
    });

    test('PSI that has no answer does not take the verdict from a score that has one', () => {
      const found = one(pair([500, 500, 0], [300, 300, 400]), { scores: ['js'], smoothing: { kind: 'none' } });
      expect(reasonOf(found.psi)).toBe('infinite');
      expect(found.verdict).toBe('drift');
    });
  });

  test('thresholds of a feature go before those of the query, level by level', () => {
    const thresholds = { psi: { warning: 0.01, drift: 0.3 } };
    expect(one(drifted, { thresholds }).verdict).toBe('drift');
    expect(one(drifted, { thresholds }, { thresholds: { psi: { drift: 0.6 } } }).verdict).toBe('warning');
    expect(one(drifted, { thresholds }, { thresholds: { psi: { warning: 0.5, drift: 0.6 } } }).verdict).toBe('ok');
  });

  test('alpha decides what is significant', () => {
    const sides = pair([500, 500], [560, 440]);
    const thresholds = { psi: { warning: 0.01, drift: 0.01 } };
    expect(one(sides, { thresholds, alpha: 0.05 }).verdict).toBe('drift');
    expect(one(sides, { thresholds, alpha: 0.001 }).verdict).toBe('insufficient');
    expect(() => one(sides, { alpha: 1 })).toThrow(RangeError);
  });

  test('a fixed reference, for all or for one, makes the same PSI more significant', () => {
    const sampled = one(drifted).pValue as number;
    const fixed = one(drifted, { fixedReference: true }).pValue as number;
    expect(fixed).toBeLessThan(sampled);
    expect(one(drifted, {}, { fixedReference: true }).pValue).toBe(fixed);
    expect(one(drifted, { fixedReference: true }, { fixedReference: false }).pValue).toBe(sampled);
  });

  test('each repair is said once: those of the pair, then those of the scores', () => {
    const sides = pair([500, 500, 0], [450, 500, 50]);
    const aligned = { kind: 'forced_monotone', buckets: 1, largestDrop: 2 } as const;
    const [found] = assess([{ key: 'a', pair: answered(sides, [aligned, aligned]) }], { scores: ['psi', 'kl'] });
    expect(found?.repairs).toEqual([aligned, { kind: 'smoothed', added: 0.5, emptyBins: 1 }]);
  });

  test('the order of items does not change a verdict', () => {
    const random = seeded(79);
    const items = Array.from({ length: 20 }, (_, i) =>
      item(
        pair(
          multinomial(random, 800, even(8)),
          multinomial(random, 800, i % 3 === 0 ? [3, 1, 1, 1, 1, 1, 1, 1] : even(8))
        )
      )
    );
    const verdicts = (list: AssessmentItem[]): string[] => assess(list, { scores: ['psi'] }).map((row) => row.verdict);
    expect(verdicts([...items].reverse()).reverse()).toEqual(verdicts(items));
    expect(verdicts(items)).toContain('drift');
  });

  test('cost follows features x bins: ten times the bins are ten times the looks at a count, however many scores', () => {
    const random = seeded(80);
    const looks = (bins: number): number => {
      let count = 0;
      const watched = (counts: readonly number[]): readonly number[] =>
        new Proxy(counts, {
          get: (list, name, self) => {
            count += typeof name === 'string' && /^\d+$/.test(name) ? 1 : 0;
            return Reflect.get(list, name, self) as unknown;
          },
        });
      const sides = pair(multinomial(random, 9 * bins, even(bins)), multinomial(random, 9 * bins, even(bins)));
      one({ ...sides, reference: watched(sides.reference), current: watched(sides.current) }, { scores: SCORE_IDS });
      return count;
    };
    expect(looks(20)).toBeGreaterThan(20);
    expect(looks(200) / looks(20)).toBeLessThan(12);
  });
});

describe('scores on raw values, beside those on the histogram', () => {
  const ofValues = (pValue: number, value = 0.4) => ({
    ks_exact: answered({ value, pValue, method: 'exact' as const, n: 40, m: 50 }),
  });

  test('have their p-values corrected over all items and all of them, those without an answer aside', () => {
    const welch = answered({ value: 3, pValue: 0.004, method: 'asymptotic' as const, n: 40, m: 50 });
    const found = assess(
      [item(alike, { ofValues: { ...ofValues(0.01), welch } }), item(alike, { ofValues: ofValues(0.03) }), item(alike)],
      { scores: ['ks_exact', 'welch', 'psi'] }
    );
    const [first = NaN, second = NaN, third = NaN] = benjaminiHochberg([0.01, 0.004, 0.03]);
    expect(found.map(({ adjustedOfValues }) => adjustedOfValues)).toEqual([
      { ks_exact: first, welch: second },
      { ks_exact: third, welch: null },
      { ks_exact: null, welch: null },
    ]);
    expect(reasonOf(found[2]?.scores.ks_exact ?? answered(0))).toBe('needs_values');
  });

  test('without thresholds leave the verdict to PSI', () => {
    const found = one(drifted, { scores: ['ks_exact'] }, { ofValues: ofValues(0.9) });
    expect(found).toMatchObject({
      decidedBy: 'psi',
      verdict: 'drift',
      sizes: { bins: 2 },
      thresholds: { drift: 0.25 },
    });
  });

  test('with thresholds decide it, by their own p-value and by what so many values can show', () => {
    const thresholds = { ks_exact: { warning: 0.2, drift: 0.35 } };
    const judged = (pValue: number, value: number) =>
      one(alike, { scores: ['ks_exact'], thresholds }, { ofValues: ofValues(pValue, value) });
    expect(judged(0.001, 0.4)).toMatchObject({ decidedBy: 'ks_exact', verdict: 'drift', pValue: 0.001 });
    expect(judged(0.2, 0.4).verdict).toBe('ok');
    expect(judged(0.01, 0.3).verdict).toBe('warning');
    // Of 40 against 50 values chance alone gives 0.29.
    const strict = { ks_exact: { warning: 0.1, drift: 0.2 } };
    const few = one(alike, { scores: ['ks_exact'], thresholds: strict }, { ofValues: ofValues(0.001) });
    expect(few.verdict).toBe('insufficient');
    expect(few.reason).toMatch(/with 40 reference and 50 current observations, Kolmogorov-Smirnov, exact below 0\.288/);
  });

  test('that have an answer of no kind say so in their own row', () => {
    const fault = noAnswer('empty_current', 'The window holds no values.');
    const found = one(alike, { scores: ['domain_classifier'] }, { ofValues: { domain_classifier: fault } });
    expect(found).toMatchObject({ decidedBy: 'psi', scores: { domain_classifier: fault } });
  });
});
