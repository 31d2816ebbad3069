import { type Answer } from '../answer';
import { cramerVonMisesSurvival } from '../special/cramerVonMisesLaw';
import { hypergeometricMidP, hypergeometricTwoSided } from '../special/hypergeometric';
import { kolmogorovOfSize } from '../special/kolmogorovOfSize';
import { nonCentralChiSquaredCdf } from '../special/nonCentralChiSquared';
import { regularisedBeta } from '../special/regularisedBeta';
import { studentTwoSided } from '../special/studentSurvival';
import { valueOf } from '../testing/pairs';
import { expectSameP, expectWithin, sampleTables } from '../testing/scipyTables';
import { andersonDarlingTest } from './andersonDarling';
import { aucOf } from './auc';
import { cramerVonMisesTest } from './cramerVonMises';
import { kolmogorovSmirnov } from './kolmogorovSmirnov';
import { mannWhitney } from './mannWhitney';
import { mmd } from './mmd';
import { type SampleTest } from './result';
import { energyDistance, wassersteinDistance } from './transport';
import { welch } from './welch';

const VALUE = 1e-9;
const { samples, few, special } = sampleTables;

function held(
  of: (one: (typeof samples)[number]) => { answer: Answer<SampleTest>; statistic: number; pValue: number | null }
): void {
  expect(samples.length).toBeGreaterThanOrEqual(200);
  for (const one of samples) {
    const { answer, statistic, pValue } = of(one);
    const test = valueOf(answer);
    expectWithin(test.statistic, statistic, VALUE);
    if (pValue !== null) {
      expectSameP(test.pValue, pValue);
    }
  }
}

describe('200 random pairs of samples, ties among them, as SciPy has them', () => {
  test('ks_2samp, exact', () =>
    held(({ x, y, ks }) => ({ answer: kolmogorovSmirnov(x, y), statistic: ks[0], pValue: ks[1] })));
  test('ks_2samp, for more values than are worth counting: the law of one sample of n m / (n + m)', () =>
    held(({ x, y, ks, ksLimit }) => ({
      answer: kolmogorovSmirnov(x, y, { method: 'asymptotic' }),
      statistic: ks[0],
      pValue: ksLimit,
    })));
  test('cramervonmises_2samp, exact to 20 values and by the limit law beyond', () =>
    held(({ x, y, cramerVonMises: [statistic, pValue] }) => ({
      answer: cramerVonMisesTest(x, y),
      statistic,
      pValue,
    })));
  test('anderson_ksamp, its p-value where its table goes', () =>
    held(({ x, y, andersonDarling: [statistic, pValue] }) => ({
      answer: andersonDarlingTest(x, y),
      statistic,
      pValue: pValue > 0.001 && pValue < 0.25 ? pValue : null,
    })));
  test('mannwhitneyu, exact and with ties', () =>
    held(({ x, y, mannWhitney: [statistic, pValue] }) => ({ answer: mannWhitney(x, y), statistic, pValue })));
  test('mannwhitneyu, by the normal limit', () =>
    held(({ x, y, mannWhitney: [statistic], mannWhitneyLimit }) => ({
      answer: mannWhitney(x, y, { method: 'asymptotic' }),
      statistic,
      pValue: mannWhitneyLimit,
    })));
  test('mannwhitneyu, exact on 200 pairs of a handful against many', () => {
    for (const { x, y, mannWhitney: expected } of few) {
      const found = valueOf(mannWhitney(x, y));
      expect(found.method).toBe('exact');
      expectWithin(found.statistic, expected[0], VALUE);
      expectSameP(found.pValue, expected[1]);
    }
  });
  test('ttest_ind after Welch', () =>
    held(({ x, y, welch: [statistic, pValue] }) => ({ answer: welch(x, y), statistic, pValue })));

  test('wasserstein_distance and energy_distance', () => {
    for (const { x, y, wasserstein, energy } of samples) {
      expectWithin(valueOf(wassersteinDistance(x, y)).distance, wasserstein, VALUE);
      expectWithin(valueOf(energyDistance(x, y)).distance, energy, VALUE);
    }
  });

  test('the area under the curve, with the standard error of DeLong', () => {
    for (const { x, y, auc } of samples) {
      const found = valueOf(aucOf(x, y, 0.05));
      expectWithin(found.auc, auc[0], VALUE);
      expectWithin(found.standardError, auc[1], VALUE);
    }
  });

  test('the unbiased MMD^2 with the median heuristic', () => {
    for (const { x, y, mmd: expected } of samples) {
      const rows = (side: number[]): number[][] => side.map((value) => [value]);
      const found = valueOf(mmd(rows(x), rows(y), { random: () => 0.5, permutations: 1 }));
      expectWithin(found.statistic, expected, VALUE);
    }
  });
});

describe('the laws behind them, as SciPy has them', () => {
  test.each([
    ['kolmogorovOfSize', kolmogorovOfSize, 1e-6],
    ['hypergeometricMidP', hypergeometricMidP, 1e-10],
    ['incompleteBeta', (a: number, b: number, x: number) => regularisedBeta(x, a, b), 1e-11],
    ['studentTwoSided', studentTwoSided, 1e-11],
    ['nonCentralChiSquaredCdf', nonCentralChiSquaredCdf, 1e-11],
    [
      'fisherExact',
      (a: number, b: number, c: number, d: number) => hypergeometricTwoSided(a, a + b, a + c, a + b + c + d),
      1e-10,
    ],
    ['cramerVonMisesSurvival', cramerVonMisesSurvival, 1e-9],
  ] as const)('%s', (name, of, relative) => {
    for (const row of special[name]) {
      expectWithin(
        (of as (...numbers: number[]) => number)(...row.slice(0, -1)),
        row[row.length - 1] as number,
        relative
      );
    }
  });
});
