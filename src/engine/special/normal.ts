import { upperGamma } from './gamma';

/**
 * Distribution function of the standard normal, to double precision in both tails.
 *
 * simple-statistics reads this from a table of four digits.
 *
 * @example
 * normalCdf(1.959963984540054) // => 0.975
 */
export function normalCdf(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z > 0 ? 1 - tail : tail;
}
