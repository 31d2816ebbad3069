import { chiSquaredCritical } from './chiSquared';

/**
 * The z below which a standard normal variable falls with chance p, 0 < p < 1. Double precision.
 *
 * simple-statistics' `probit` is good to three digits; the root of a chi-squared variable with one degree of freedom
 * has them all.
 *
 * @example
 * normalQuantile(0.975) // => 1.959963984540054
 */
export function normalQuantile(p: number): number {
  if (p === 0.5) {
    return 0;
  }
  const z = Math.sqrt(chiSquaredCritical(2 * Math.min(p, 1 - p), 1));
  return p > 0.5 ? z : -z;
}
