import { binomialDensity } from './regularisedBeta';
import { binomialUpperTail } from './binomial';
import { chiSquaredSurvival } from './chiSquared';
import { hypergeometricMidP } from './hypergeometric';

/**
 * Below this the normal law of a difference of shares is off by more than a point at 0.05 where the sides are of very
 * unequal size (Cochran's five is for tables of more cells).
 */
const SMALLEST_EXPECTED = 25;
/** Above so many rows the whole numbers around a real count have lost their digits. */
const MOST_EXACT = 1e10;

/**
 * P-value for two shares, hits of n against hits of m: the pooled z test where at least 25 are expected in each cell,
 * else Fisher's test by mid-p, on the counts rounded to whole ones. Two-sided. The exact p of so few would be right too
 * rarely: at 10 of 100 it fires in 2.9 % of cases for 5 %, and its mid-p in 4.5 %. Counts that are none are no evidence:
 * p = 1. O(smaller margin).
 *
 * @example
 * twoSharesP(200, 1000, 240, 1000) // => twoSharesP(240, 1000, 200, 1000)
 */
export function twoSharesP(hits: number, n: number, otherHits: number, m: number): number {
  const all = hits + otherHits;
  const rest = n + m - all;
  // Shares of real counts may exceed the whole in their last digits.
  const within = (part: number, whole: number): boolean => part >= 0 && part <= whole * (1 + 1e-9);
  const counted = n > 0 && m > 0 && n + m < Infinity && within(hits, n) && within(otherHits, m);
  if (!(counted && all > 0 && rest > 0) || hits / n === otherHits / m) {
    return 1;
  }
  const few = (Math.min(n, m) / (n + m)) * Math.min(all, rest) < SMALLEST_EXPECTED;
  // Beyond that the whole numbers have gaps, and the chances no digits.
  if (few && n + m < MOST_EXACT) {
    const [a, c] = [Math.round(hits), Math.round(otherHits)];
    const [first, other] = [Math.max(a, Math.round(n)), Math.max(c, Math.round(m))];
    return Math.min(1, hypergeometricMidP(a, first, a + c, first + other));
  }
  const pooled = all / (n + m);
  const difference = hits / n - otherHits / m;
  return chiSquaredSurvival((difference * difference) / (pooled * (1 - pooled) * (1 / n + 1 / m)), 1);
}

/** Relative room for chances that are equal but for rounding, as in SciPy and R. */
const ALIKE = 1e-7;

/**
 * The mid-p of k among m tries of a chance of at most a half: of all outcomes as unlikely or more so, those exactly as
 * unlikely counted half. Few are expected, so that the other side of the law is soon gone through.
 */
function binomialMidP(k: number, m: number, chance: number): number {
  const of = (hits: number): number => binomialDensity(hits, m - hits, chance);
  const own = of(k);
  const weight = (one: number): number => (one <= own * (1 - ALIKE) ? 1 : one <= own * (1 + ALIKE) ? 0.5 : 0);
  const mode = Math.min(m, Math.floor((m + 1) * chance));
  let p = own / 2;
  if (k > mode) {
    p += binomialUpperTail(k + 1, m, chance);
    for (let hits = 0; hits <= mode; hits++) {
      p += weight(of(hits)) * of(hits);
    }
  } else {
    let other = mode + 1;
    while (other <= m && weight(of(other)) === 0) {
      other++;
    }
    p += other <= m ? weight(of(other)) * of(other) + binomialUpperTail(other + 1, m, chance) : 0;
    for (let hits = 0; hits <= mode; hits++) {
      p += hits === k ? 0 : weight(of(hits)) * of(hits);
    }
  }
  return Math.min(1, p);
}

/**
 * P-value for a share against a known one, hits of m against `share`: chi-square where at least 25 hits and misses are
 * expected, else the binomial law by mid-p, on the counts rounded to whole ones. Two-sided, 0 < share < 1. O(1).
 *
 * @example
 * oneShareP(0, 3, 0.5) // => 1 / 8
 */
export function oneShareP(hits: number, m: number, share: number): number {
  const off = hits - m * share;
  if (m * Math.min(share, 1 - share) >= SMALLEST_EXPECTED || m >= MOST_EXACT) {
    return chiSquaredSurvival((off * off) / (m * share * (1 - share)), 1);
  }
  const rare = Math.round(share <= 0.5 ? hits : m - hits);
  return binomialMidP(rare, Math.max(rare, Math.round(m)), Math.min(share, 1 - share));
}

/**
 * From a share of 0, the smallest other share that a test of so much data tells from it at level alpha: with all hits
 * on one side, Fisher's p is about (m / (n + m))^hits. Without data nothing shows: 1.
 *
 * @example
 * smallestShareAboveNone({ reference: 1000, current: 1000 }, 0.0625) // => 0.004
 */
export function smallestShareAboveNone(
  { reference, current }: { readonly reference: number; readonly current: number },
  alpha: number
): number {
  if (!(reference > 0 && current > 0 && current < Infinity)) {
    return 1;
  }
  const hits = reference === Infinity ? 1 : Math.max(1, Math.log(alpha) / Math.log(current / (reference + current)));
  return Math.min(1, hits / current);
}
