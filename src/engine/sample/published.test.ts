import { studentTwoSided } from '../special/studentSurvival';
import { valueOf } from '../testing/pairs';
import { andersonDarlingTest } from './andersonDarling';
import { cramerVonMisesTest } from './cramerVonMises';
import { kolmogorovSmirnov } from './kolmogorovSmirnov';
import { mannWhitney } from './mannWhitney';
import { energyDistance, wassersteinDistance } from './transport';
import { welch } from './welch';

// Numbers that SciPy's documentation and other tools print, to the digits they print.

describe('eight diameters against eight (SciPy)', () => {
  const x = [38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0];
  const y = [39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8];

  test.each([
    ['Anderson-Darling 1.718310, p .063515', andersonDarlingTest, 1.71831, 0.063515],
    ['Kolmogorov-Smirnov .625, exact p .087024', kolmogorovSmirnov, 0.625, 0.087024],
    ['Cramer-von Mises T .4375, p .064336', cramerVonMisesTest, 0.4375, 0.064336],
    ['Mann-Whitney U 49, p .082984', mannWhitney, 49, 0.082984],
    ['Welch t 1.859452, p .095121', welch, 1.859452, 0.095121],
  ])('%s', (_, test, statistic, pValue) => {
    const found = valueOf(test(x, y));
    expect(found.statistic).toBeCloseTo(statistic, 6);
    expect(found.pValue).toBeCloseTo(pValue, 6);
  });

  test('Kolmogorov-Smirnov, asymptotic p .049316; Student p .084106 with 14 degrees of freedom', () => {
    expect(valueOf(kolmogorovSmirnov(x, y, { method: 'asymptotic' })).pValue).toBeCloseTo(0.049316, 6);
    // Sides of equal size have one t, whatever the variances; Student's has n + m - 2 degrees of freedom.
    expect(studentTwoSided(valueOf(welch(x, y)).statistic, 14)).toBeCloseTo(0.084106, 6);
  });

  test('Wasserstein 4.1625 (.781236 of the standard deviation), energy 1.570231', () => {
    expect(valueOf(wassersteinDistance(x, y)).distance).toBeCloseTo(4.1625, 6);
    const mean = x.reduce((all, one) => all + one / x.length, 0);
    const deviation = Math.sqrt(x.reduce((all, one) => all + (one - mean) ** 2 / x.length, 0));
    expect(valueOf(wassersteinDistance(x, y)).distance / deviation).toBeCloseTo(0.781236, 6);
    expect(valueOf(energyDistance(x, y)).distance).toBeCloseTo(1.570231, 6);
  });
});

describe('Evidently, six categories as an order', () => {
  test('Mann-Whitney, two-sided, .962866: its own .481 is one-sided', () => {
    const values = (counts: number[]): number[] => counts.flatMap((count, i) => new Array<number>(count).fill(i));
    const found = valueOf(mannWhitney(values([16, 18, 16, 14, 12, 12]), values([16, 16, 16, 16, 16, 8])));
    expect(found.pValue).toBeCloseTo(0.962866, 6);
  });
});
