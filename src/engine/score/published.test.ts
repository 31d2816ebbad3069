import { categoricalPair, pair, valueOf } from '../testing/pairs';
import { scores } from './catalogue';
import { type ScoreId, type ScoreOptions } from './definition';

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
  ])('%s is %p', (id, expected, digits) => {
    expect(valueOf(scores[id].compute(sides)).value).toBeCloseTo(expected, digits);
  });

  test('JS distance is .091793 in nats', () => {
    expect(valueOf(scores.js.compute(sides)).value * Math.sqrt(Math.LN2)).toBeCloseTo(0.091793, 6);
  });

  test('chi-square has p 8.1705e-6', () => {
    expect(valueOf(scores.chi_square.compute(sides)).pValue as number).toBeCloseTo(8.1705e-6, 10);
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
