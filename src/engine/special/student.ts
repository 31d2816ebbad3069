import { incompleteBeta } from './beta';
import { normalCdf } from './normal';

const NEARLY_NORMAL = 1e5;

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
  if (degreesOfFreedom > NEARLY_NORMAL) {
    // The beta function's fraction cancels there; Fisher's expansion (1925) is exact to its last digits.
    const z = Math.abs(t);
    const first = (z * (z * z + 1)) / 4 / degreesOfFreedom;
    const second = (z * (3 * z ** 6 - 7 * z ** 4 - 5 * z * z - 3)) / 96 / degreesOfFreedom ** 2;
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const tail = normalCdf(-z) + (density > 0 ? density * (first + second) : 0);
    return Math.min(1, 2 * tail);
  }
  const part = 1 / (1 + degreesOfFreedom / (t * t));
  return incompleteBeta(degreesOfFreedom / 2, 0.5, 1 / (1 + (t * t) / degreesOfFreedom), part);
}
