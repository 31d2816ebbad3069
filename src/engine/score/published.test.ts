import { fisher } from '../proportion/fisher';
import { chiSquaredSurvival } from '../special/chiSquared';
import { categoricalPair, pair, valueOf } from '../testing/pairs';
import { scores } from './catalogue';
import { type ScoreId, type ScoreOptions } from './definition';
import { logLikelihoodFit } from './gTest';
import { prsLimits } from './prs';

// Numbers that papers and other tools print, to the digits they print.

describe('Yurdakul & Naranjo 2020, table 1', () => {
  const sides = pair([253, 302, 204, 134, 72, 26, 8], [177, 262, 285, 158, 88, 25, 6]);
  test.each<[ScoreId, number, number]>([
    ['psi', 0.067693, 6],
    ['js', 0.110254, 6],
    ['hellinger', 0.09189, 6],
    ['total_variation', 0.120059, 6],
    ['l_infinity', 0.080511, 6],
    ['ks', 0.116994, 6],
    ['chi_square', 33.5626, 4],
    ['g_test', 33.7037, 4],
  ])('%s is %p', (id, expected, digits) => {
    expect(valueOf(scores[id].compute(sides)).value).toBeCloseTo(expected, digits);
  });

  test('JS distance is .091793 in nats', () => {
    expect(valueOf(scores.js.compute(sides)).value * Math.sqrt(Math.LN2)).toBeCloseTo(0.091793, 6);
  });

  test('chi-square has p 8.1705e-6', () => {
    expect(valueOf(scores.chi_square.compute(sides)).pValue as number).toBeCloseTo(8.1705e-6, 10);
  });

  test("Cramer's V is .129543 before its bias is taken off", () => {
    const { value } = valueOf(scores.chi_square.compute(sides));
    expect(Math.sqrt(value / 2000)).toBeCloseTo(0.129543, 6);
    expect(valueOf(scores.cramers_v.compute(sides)).value).toBeLessThan(0.129543);
  });

  test('PSI with +0.5 smoothing is .0672536527, as promtool evaluates the same formula', () => {
    const options: ScoreOptions = { smoothing: { kind: 'jeffreys', when: 'always' } };
    expect(valueOf(scores.psi.compute(sides, options)).value).toBeCloseTo(0.0672536527, 10);
  });
});

describe('Evidently, six categories', () => {
  const [before, now] = [[16, 18, 16, 14, 12, 12], [16, 16, 16, 16, 16, 8]] as const; // prettier-ignore
  const categories = categoricalPair(before, now);

  test('chi-square: goodness of fit p .67309, homogeneity p .898526', () => {
    expect(valueOf(scores.chi_square.compute(categories, { fixedReference: true })).pValue).toBeCloseTo(0.67309, 5);
    expect(valueOf(scores.chi_square.compute(categories)).pValue).toBeCloseTo(0.898526, 6);
  });

  test('Hellinger is .06812, cut after five digits', () => {
    expect(Math.floor(valueOf(scores.hellinger.compute(categories)).value * 1e5)).toBe(6812);
  });

  test.each<[ScoreId, number]>([
    ['total_variation', 0.068182],
    ['js', 0.081734],
  ])('%s is %p', (id, expected) => {
    expect(valueOf(scores[id].compute(categories)).value).toBeCloseTo(expected, 5);
  });

  test('KS is .045455 on the categories as an order', () => {
    expect(valueOf(scores.ks.compute(pair(before, now))).value).toBeCloseTo(0.045455, 6);
  });
});

describe('Potgieter, van Zyl, Schutte & Lombard 2023: limits of the PRS', () => {
  test.each([
    [50, 5, 0.039598, 0.07441, 0.25722],
    [500, 10, 0.009391, 0.03063, 0.0489],
    [2000, 10, 0.004696, 0.00766, 0.01222],
    [10000, 20, 0.001526, 0.00394, 0.00439],
  ])('of %p in %p bins: delta %p, low %p, high %p', (observations, bins, delta, low, high) => {
    const limits = prsLimits({ observations, bins });
    expect(limits.delta).toBeCloseTo(delta, 6);
    expect(limits.low).toBeCloseTo(low, 5);
    expect(limits.high).toBeCloseTo(high, 5);
  });
});

describe('popmon: p = [.85, .05, .05, .05], q = [.25] * 4', () => {
  const sides = pair([85, 5, 5, 5], [25, 25, 25, 25]);
  const turned = pair([25, 25, 25, 25], [85, 5, 5, 5]);
  test('PSI 1.699928; KL .798793 and .901135; symmetric KL half of PSI; JS divergence .195617 nats', () => {
    expect(valueOf(scores.psi.compute(sides)).value).toBeCloseTo(1.699928, 6);
    const both = [sides, turned].map((one) => valueOf(scores.kl.compute(one)).value).sort();
    expect(both[0]).toBeCloseTo(0.798793, 6);
    expect(both[1]).toBeCloseTo(0.901135, 6);
    expect(valueOf(scores.symmetric_kl.compute(sides)).value).toBeCloseTo(1.699928 / 2, 6);
    expect(valueOf(scores.js.compute(sides)).value ** 2 * Math.LN2).toBeCloseTo(0.195617, 6);
  });
});

describe('2 x 2 and small tables', () => {
  test("Cramer's V of [[200, 800], [400, 600]], bias-corrected, is .216026", () => {
    expect(valueOf(scores.cramers_v.compute(pair([200, 800], [400, 600]))).value).toBeCloseTo(0.216026, 6);
  });

  test('the G test of [4, 6, 8] against the expectation [5, 5, 8] has p .8176', () => {
    expect(chiSquaredSurvival(logLikelihoodFit([5, 5, 8], [4, 6, 8], 1), 2)).toBeCloseTo(0.8176, 4);
  });

  test("Fisher's p of [[8, 2], [1, 5]] is .034965", () => {
    expect(valueOf(fisher([8, 2], [1, 5])).pValue).toBeCloseTo(0.034965, 6);
  });
});
