import { chiSquaredCritical } from './chiSquared';
import { lowerGamma, upperGamma } from './gamma';

/**
 * The chance of `count` or more where `mean` are expected. Counts may be real numbers. Cost grows as sqrt(count).
 *
 * @example
 * countsOrMore(1, 2) // => 1 - Math.exp(-2)
 */
export function countsOrMore(count: number, mean: number): number {
  return count <= 0 ? 1 : lowerGamma(count, mean);
}

/**
 * The chance of `count` or fewer where `mean` are expected.
 *
 * @example
 * countsOrFewer(0, 2) // => Math.exp(-2)
 */
export function countsOrFewer(count: number, mean: number): number {
  return count < 0 ? 0 : upperGamma(count + 1, mean);
}

/**
 * The exact interval of a Poisson mean, given a count (Garwood, Biometrika 28, 1936).
 *
 * @example
 * garwood(0, 0.9).upper // => -Math.log(0.05)
 */
export function garwood(count: number, confidence: number): { readonly lower: number; readonly upper: number } {
  const tail = (1 - confidence) / 2;
  return {
    lower: count > 0 ? chiSquaredCritical(1 - tail, 2 * count) / 2 : 0,
    upper: chiSquaredCritical(tail, 2 * count + 2) / 2,
  };
}
