import { incompleteBeta } from './beta';
import { normalCdf } from './normal';

/**
 * Two-sided p-value of Student's t: the chance of a value as far from 0. Infinite degrees of freedom are the normal law.
 *
 * @example
 * studentTwoSided(1, 1) // => 0.5
 */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom === Infinity) {
    return 2 * normalCdf(-Math.abs(t));
  }
  return incompleteBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + t * t));
}
