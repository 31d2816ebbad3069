import { gammaln } from 'simple-statistics';
import { chiSquaredSurvival } from './chiSquared';

function logChoose(n: number, k: number): number {
  return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
}

/** Relative room for chances that are equal but for rounding, as in SciPy and R. */
const ALIKE = 1 + 1e-7;

/**
 * Fisher's exact test of a 2 x 2 table, two-sided: the chance, with the margins as they are, of a table as unlikely as
 * this one or more so. O(smallest margin).
 *
 * @example
 * fisherExact(8, 2, 1, 5) // => 0.034965034965034965
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const n = a + b;
  const m = c + d;
  const hits = a + c;
  const all = logChoose(n + m, hits);
  const logChance = (k: number): number => logChoose(n, k) + logChoose(m, hits - k) - all;
  const observed = logChance(a) + Math.log(ALIKE);
  let p = 0;
  for (let k = Math.max(0, hits - m); k <= Math.min(n, hits); k++) {
    const chance = logChance(k);
    p += chance <= observed ? Math.exp(chance) : 0;
  }
  return Math.min(1, p);
}

/**
 * Below this the normal law of a difference of shares is off by more than a point at 0.05 (Cochran's five is for tables
 * of more cells): at ten expected in the smaller of two very unequal sides it fires 7 % of the time.
 */
const SMALLEST_EXPECTED = 25;
/** Above so many rows Fisher's chances, differences of large logarithms, have too few digits left. */
const MOST_EXACT = 1e10;

/**
 * P-value for two shares, hits of n against hits of m: the pooled z test where at least 25 are expected in each cell,
 * else Fisher's exact test on the counts rounded to whole ones. Two-sided.
 *
 * @example
 * twoSharesP(200, 1000, 240, 1000) // => twoSharesP(240, 1000, 200, 1000)
 */
export function twoSharesP(hits: number, n: number, otherHits: number, m: number): number {
  const all = hits + otherHits;
  const rest = n + m - all;
  if (all === 0 || rest === 0 || hits / n === otherHits / m) {
    return 1;
  }
  // Beyond that the whole numbers have gaps, and the chances no digits.
  const few = (Math.min(n, m) / (n + m)) * Math.min(all, rest) < SMALLEST_EXPECTED;
  if (few && n + m < MOST_EXACT) {
    const [a, c] = [Math.round(hits), Math.round(otherHits)];
    return fisherExact(a, Math.max(0, Math.round(n) - a), c, Math.max(0, Math.round(m) - c));
  }
  const pooled = all / (n + m);
  const difference = hits / n - otherHits / m;
  return chiSquaredSurvival((difference * difference) / (pooled * (1 - pooled) * (1 / n + 1 / m)), 1);
}

/**
 * From a share of 0, the smallest other share that a test of so much data tells from it at level alpha: with all hits
 * on one side, Fisher's p is about (m / (n + m))^hits.
 *
 * @example
 * smallestShareAboveNone({ reference: 1000, current: 1000 }, 0.0625) // => 0.004
 */
export function smallestShareAboveNone(
  { reference, current }: { readonly reference: number; readonly current: number },
  alpha: number
): number {
  const hits = reference === Infinity ? 1 : Math.max(1, Math.log(alpha) / Math.log(current / (reference + current)));
  return Math.min(1, hits / current);
}
