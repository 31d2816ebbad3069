import { regularisedBeta } from './regularisedBeta';

/**
 * The chance of `hits` or more among n trials of chance p. Counts may be real numbers (`increase()` extrapolates): the
 * incomplete beta function joins the whole numbers smoothly. Cost grows as sqrt(n).
 *
 * @example
 * binomialUpperTail(2, 3, 0.5) // => 0.5
 */
export function binomialUpperTail(hits: number, n: number, p: number): number {
  if (hits <= 0) {
    return 1;
  }
  return hits > n ? 0 : regularisedBeta(p, hits, n - hits + 1);
}

/**
 * The chance of `hits` or fewer among n trials of chance p. Cost grows as sqrt(n).
 *
 * @example
 * binomialLowerTail(1, 3, 0.5) // => 0.5
 */
export function binomialLowerTail(hits: number, n: number, p: number): number {
  if (hits < 0) {
    return 0;
  }
  return hits >= n ? 1 : regularisedBeta(1 - p, n - hits, hits + 1, p);
}
