import { binomialLowerTail } from '../special/binomial';
import { normalQuantile } from '../special/normalQuantile';

/** Above it the normal law gives the same ranks to a part in a thousand of the interval, at no cost. */
const MOST_EXACT = 1_000_000;

/** Ranks from 1 to n; absent where so few values cannot bound the quantile on that side. */
export interface Ranks {
  readonly lower?: number;
  readonly upper?: number;
}

/** The smallest whole number from 0 to n of which `holds`, which is false up to it and true from it on. */
function smallest(n: number, holds: (k: number) => boolean): number | undefined {
  if (!holds(n)) {
    return undefined;
  }
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/**
 * Between which of n sorted values a quantile lies, whatever their distribution: how many are below it is binomial
 * (n, q), so the ranks are its quantiles (Conover, Practical Nonparametric Statistics, 1999, section 3.2).
 * O(sqrt(n) log n), O(1) for more than a million.
 *
 * @example
 * ranksOf(100, 0.5, 0.95) // => { lower: 40, upper: 61 }
 */
export function ranksOf(n: number, q: number, confidence: number): Ranks {
  const tail = (1 - confidence) / 2;
  if (n > MOST_EXACT) {
    const half = normalQuantile(1 - tail) * Math.sqrt(n * q * (1 - q));
    return { lower: Math.floor(n * q - half), upper: Math.ceil(n * q + half) };
  }
  // P(at most lower - 1 below) <= tail, and P(at most upper - 1 below) >= 1 - tail.
  const lower = smallest(n, (k) => binomialLowerTail(k, n, q) > tail);
  const upper = smallest(n - 1, (k) => binomialLowerTail(k, n, q) >= 1 - tail);
  return {
    ...(lower === undefined || lower === 0 ? {} : { lower }),
    ...(upper === undefined ? {} : { upper: upper + 1 }),
  };
}
