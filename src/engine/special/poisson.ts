import { gammaLogDensity } from './gamma';

/**
 * The chance of exactly k events where `mean` are expected.
 *
 * @example
 * poissonTerm(2, 1) // => Math.exp(-1) / 2
 */
export function poissonTerm(k: number, mean: number): number {
  if (mean === 0) {
    return k === 0 ? 1 : 0;
  }
  return Math.exp(gammaLogDensity(k + 1, mean));
}
