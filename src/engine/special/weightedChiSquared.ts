import { chiSquaredSurvival } from './chiSquared';

/** Sums of the weights of a weighted sum of chi-squared variables, of their squares and of their cubes. */
export interface WeightSums {
  readonly first: number;
  readonly second: number;
  readonly third: number;
}

/**
 * Chance that a weighted sum of chi-squared variables of one degree of freedom exceeds x, where only the sums of the
 * weights' powers are known.
 *
 * Pearson's approximation by a chi-squared variable of the same mean, variance and skewness (Imhof 1961). Exact where
 * all weights are equal; for the weights of Cramer-von Mises and Anderson-Darling within 0.003 of the exact law from a
 * chance of 0.05 down, a little on the safe side, and within 0.015 around the middle. O(1).
 *
 * @example
 * weightedChiSquaredSurvival(3.841458820694124, { first: 1, second: 1, third: 1 }) // => 0.05
 */
export function weightedChiSquaredSurvival(x: number, { first, second, third }: WeightSums): number {
  if (!(x > 0)) {
    return 1;
  }
  if (!(second > 0 && third > 0)) {
    return 0;
  }
  const root = second ** 1.5 / third;
  const at = root * root + ((x - first) / Math.sqrt(second)) * root;
  return chiSquaredSurvival(Math.max(0, at), root * root);
}

/**
 * The weight sums of sum w_j Z(H_j)^2, where Z is a Brownian bridge at the shares H_j: the law that gaps between two
 * cumulative shares follow without drift. The covariance H_i (1 - H_j), i <= j, splits into factors, so that the traces
 * of its powers are running sums. O(points).
 *
 * @example
 * bridgeSums([0.5], [4]).first // => 1
 */
export function bridgeSums(shares: ArrayLike<number>, weights: ArrayLike<number>): WeightSums {
  let first = 0;
  let second = 0;
  let third = 0;
  // With a = w H^2, b = w H (1 - H), c = w (1 - H)^2: sums over the points so far of a, of a b, and of a_i b_j, i < j.
  let sumA = 0;
  let sumSame = 0;
  let sumPairs = 0;
  for (let j = 0; j < shares.length; j++) {
    const h = shares[j] as number;
    const w = weights[j] as number;
    const a = w * h * h;
    const b = w * h * (1 - h);
    const c = w * (1 - h) * (1 - h);
    first += b;
    second += b * b + 2 * c * sumA;
    third += b * b * b + 3 * b * c * sumA + c * (6 * sumPairs + 3 * sumSame);
    sumPairs += b * sumA;
    sumSame += a * b;
    sumA += a;
  }
  return { first, second, third };
}
