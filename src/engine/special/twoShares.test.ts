import { expectClose } from '../testing/close';
import { seeded, wholeNumber } from '../testing/random';
import { HOSTILE_NUMBERS } from '../testing/within';
import { binomialDraw } from './binomialDraw';
import { hypergeometricMidP, hypergeometricTwoSided } from './hypergeometric';
import { normalCdf } from './normal';
import { oneShareP, smallestShareAboveNone, twoSharesP } from './twoShares';

// The mid-p itself is held to SciPy in sample/scipy.test.ts.

describe('twoSharesP', () => {
  test('is the pooled z test where enough is expected, worked by hand', () => {
    const z = 0.04 / Math.sqrt(0.22 * 0.78 * 0.002);
    expectClose(twoSharesP(200, 1000, 240, 1000), 2 * normalCdf(-z), 1000);
  });

  test('is mid-p where little is, worked by hand: 2 of 2 against 0 of 2 is half of two in six', () => {
    expectClose(twoSharesP(2, 2, 0, 2), 1 / 6);
  });

  test('does not mind which side, or which outcome, comes first', () => {
    const random = seeded(21);
    for (let k = 0; k < 500; k++) {
      const [n, m] = [wholeNumber(random, 1, 300), wholeNumber(random, 1, 300)];
      const [a, c] = [wholeNumber(random, 0, n), wholeNumber(random, 0, m)];
      const p = twoSharesP(a, n, c, m);
      expectClose(twoSharesP(c, m, a, n), p, 1e5);
      expectClose(twoSharesP(n - a, n, m - c, m), p, 1e5);
      expect(p > 0 && p <= 1).toBe(true);
    }
  });

  test('never exceeds the exact p', () => {
    for (let hits = 0; hits <= 12; hits++) {
      expect(hypergeometricMidP(hits, 40, 12, 100)).toBeLessThan(hypergeometricTwoSided(hits, 40, 12, 100));
    }
  });

  test('alike shares, none at all and nothing but hits are no evidence; hostile counts give a chance', () => {
    expect([twoSharesP(1, 10, 2, 20), twoSharesP(0, 10, 0, 20), twoSharesP(10, 10, 20, 20)]).toEqual([1, 1, 1]);
    for (const [a, n, c, m] of [
      [0.3, 0.3, 5, 7.2],
      [1e-12, 1, 0.5, 1e9],
      [3, 1e15, 5e14, 1e15],
      [0, 1e308, 1, 1],
    ] as const) {
      const p = twoSharesP(a, n, c, m);
      expect(p >= 0 && p <= 1).toBe(true);
    }
  });
});

test('twoSharesP and smallestShareAboveNone answer a chance to whatever they are given', () => {
  for (const a of HOSTILE_NUMBERS) {
    for (const b of HOSTILE_NUMBERS) {
      for (const chance of [
        twoSharesP(a, b, b, a),
        twoSharesP(a, b, 3, 10),
        twoSharesP(3, 10, a, b),
        smallestShareAboveNone({ reference: a, current: b }, 0.05),
      ]) {
        expect(chance >= 0 && chance <= 1).toBe(true);
      }
    }
  }
  expect(twoSharesP(30, 30 - 1e-12, 10, 30)).toBeLessThan(1e-6);
  expect(smallestShareAboveNone({ reference: Infinity, current: 50 }, 0.05)).toBe(1 / 50);
});

describe('oneShareP', () => {
  test('of none of three coins is an eighth: a sixteenth twice, worked by hand', () => {
    expectClose(oneShareP(0, 3, 0.5), 1 / 8);
    expectClose(oneShareP(3, 3, 0.5), 1 / 8);
    // All outcomes but half of the likeliest.
    expectClose(oneShareP(2, 4, 0.5), 1 - 3 / 16);
  });

  test('counts each outcome that is less likely, and half of those exactly as likely', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    for (const share of [0.05, 0.2, 0.5, 0.8]) {
      const law = Array.from({ length: 21 }, (_, k) => choose(20, k) * share ** k * (1 - share) ** (20 - k));
      law.forEach((own, k) => {
        const expected = law.reduce(
          (all, one) => all + (Math.abs(one - own) < 1e-9 * own ? one / 2 : one < own ? one : 0),
          0
        );
        expectClose(oneShareP(k, 20, share), expected, 1e4);
      });
    }
  });

  test('is chi-square where enough is expected', () => {
    expectClose(oneShareP(520, 1000, 0.5), 2 * normalCdf(-20 / Math.sqrt(250)), 1000);
  });

  test.each([
    [100, 0.02],
    [100, 0.1],
    [1000, 0.02],
  ])('of %p tries of chance %p fires within a point of 5 %%', (m, share) => {
    const random = seeded(22);
    let fired = 0;
    for (let k = 0; k < 20_000; k++) {
      fired += oneShareP(binomialDraw(m, share, random), m, share) <= 0.05 ? 1 / 20_000 : 0;
    }
    expect(Math.abs(fired - 0.05)).toBeLessThan(0.01);
  });
});
