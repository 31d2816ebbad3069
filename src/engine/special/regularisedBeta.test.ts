import { peerTable } from '../testing/peerTable';
import { seeded } from '../testing/random';
import { expectWithin } from '../testing/within';
import { betaQuantile, binomialDensity, regularisedBeta } from './regularisedBeta';
import { binomialLowerTail, binomialUpperTail } from './binomial';
import { normalQuantile } from './normalQuantile';
import { countsOrFewer, countsOrMore, garwood } from './poissonCounts';
import { studentCritical, studentSurvival } from './studentSurvival';

type Rows<Row extends number[]> = Row[];
const { special } = peerTable('statsmodels/paired.json') as {
  special: {
    beta: Rows<[number, number, number, number]>;
    betaQuantile: Rows<[number, number, number, number]>;
    student: Rows<[number, number, number]>;
    studentCritical: Rows<[number, number, number]>;
    binomial: Rows<[number, number, number, number, number]>;
    normal: Rows<[number, number]>;
    poisson: Rows<[number, number, number, number, number, number]>;
  };
};

// Five small functions that all rest on the incomplete beta and gamma functions, held together.

describe('regularisedBeta', () => {
  test('with whole numbers is a polynomial, worked by hand', () => {
    expectWithin(regularisedBeta(0.25, 2, 1), 0.0625, 1e-14);
    expectWithin(regularisedBeta(0.25, 2, 2), 3 * 0.0625 - 2 * 0.015625, 1e-14);
  });

  test('agrees with scipy.special.betainc on 200 random arguments up to 10,000', () => {
    for (const [x, a, b, expected] of special.beta) {
      expectWithin(regularisedBeta(x, a, b), expected, 1e-10, 1e-300);
    }
  });

  test('of x with (a, b) and of 1 - x with (b, a) add up to 1', () => {
    const random = seeded(1);
    for (let k = 0; k < 2000; k++) {
      const [a, b, x] = [random() * 50 + 0.1, random() * 50 + 0.1, random()];
      expectWithin(regularisedBeta(x, a, b) + regularisedBeta(1 - x, b, a), 1, 1e-12);
    }
  });

  test('ends at 0 and 1', () => {
    expect([regularisedBeta(0, 2, 3), regularisedBeta(1, 2, 3), regularisedBeta(-1, 2, 3)]).toEqual([0, 1, 0]);
  });

  test('its quantiles agree with scipy.special.betaincinv', () => {
    for (const [chance, a, b, expected] of special.betaQuantile) {
      expectWithin(betaQuantile(chance, a, b), expected, 1e-9);
    }
  });

  test('a quantile far out in a tail is found, not only the common ones', () => {
    for (const chance of [1e-100, 1e-12, 0.5, 1 - 1e-9]) {
      for (const [a, b] of [
        [0.5, 0.5],
        [1, 1000],
        [1000, 1],
        [3, 7],
      ] as const) {
        const x = betaQuantile(chance, a, b);
        expectWithin(regularisedBeta(x, a, b), chance, 1e-6);
      }
    }
  });
});

describe('binomial tails', () => {
  test('the density of certain outcomes is their power', () => {
    expectWithin(binomialDensity(0, 3, 0.2), 0.8 ** 3, 1e-14);
    expectWithin(binomialDensity(3, 0, 0.2), 0.2 ** 3, 1e-14);
  });

  test('agree with scipy.stats.binom', () => {
    for (const [k, n, p, upper, lower] of special.binomial) {
      expectWithin(binomialUpperTail(k, n, p), upper, 1e-9, 1e-300);
      expectWithin(binomialLowerTail(k, n, p), lower, 1e-9, 1e-300);
    }
  });

  test('of all outcomes are 1, of impossible ones 0', () => {
    expect([binomialUpperTail(0, 9, 0.3), binomialLowerTail(9, 9, 0.3)]).toEqual([1, 1]);
    expect([binomialUpperTail(10, 9, 0.3), binomialLowerTail(-1, 9, 0.3)]).toEqual([0, 0]);
  });
});

describe('Student and normal', () => {
  test('one degree of freedom is Cauchy, two have a closed form, worked by hand', () => {
    expectWithin(studentSurvival(3, 1), 0.5 - Math.atan(3) / Math.PI, 1e-14);
    expectWithin(studentSurvival(-2, 2), 1 - (1 - 2 / Math.sqrt(6)) / 2, 1e-14);
  });

  test('agree with scipy.stats.t and norm', () => {
    for (const [t, freedom, expected] of special.student) {
      expectWithin(studentSurvival(t, freedom), expected, 1e-9);
    }
    for (const [alpha, freedom, expected] of special.studentCritical) {
      expectWithin(studentCritical(alpha, freedom), expected, 1e-9);
    }
    for (const [p, expected] of special.normal) {
      expectWithin(normalQuantile(p), expected, 1e-9);
    }
  });

  test('are symmetric, and end at 0 and 1', () => {
    expect(studentSurvival(0, 7)).toBe(0.5);
    expect([studentSurvival(Infinity, 3), studentSurvival(-Infinity, 3), studentSurvival(1e200, 3)]).toEqual([0, 1, 0]);
    expect(normalQuantile(0.5)).toBe(0);
    expectWithin(normalQuantile(0.1), -normalQuantile(0.9), 1e-14);
  });
});

describe('Poisson', () => {
  test('agrees with scipy.stats.poisson, and its interval with the chi-squared form of Garwood', () => {
    for (const [count, mean, upper, lower, low, high] of special.poisson) {
      expectWithin(countsOrMore(count, mean), upper, 1e-9, 1e-300);
      expectWithin(countsOrFewer(count, mean), lower, 1e-9, 1e-300);
      const interval = garwood(count, 0.95);
      expectWithin(interval.lower, low, 1e-9);
      expectWithin(interval.upper, high, 1e-9);
    }
  });
});
