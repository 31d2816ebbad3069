import { lowerGamma } from './gamma';
import { poissonTerm } from './poisson';

/**
 * Distribution function of the non-central chi-squared distribution: a mixture of central ones, whose degrees of freedom
 * rise by 2 with a Poisson count of mean nonCentrality / 2. Terms are added outward from the likeliest until they no
 * longer count. Cost: O(sqrt(nonCentrality)) terms.
 *
 * @example
 * nonCentralChiSquaredCdf(5.991464547107979, 2, 0) // => 0.95
 */
export function nonCentralChiSquaredCdf(x: number, degreesOfFreedom: number, nonCentrality: number): number {
  if (!(x > 0)) {
    return 0;
  }
  const mean = nonCentrality / 2;
  const middle = Math.floor(mean);
  const term = (k: number): number => poissonTerm(k, mean) * lowerGamma(degreesOfFreedom / 2 + k, x / 2);
  let result = 0;
  for (let k = middle; k >= 0; k--) {
    const next = term(k);
    result += next;
    if (poissonTerm(k, mean) < 1e-18) {
      break;
    }
  }
  for (let k = middle + 1; ; k++) {
    const next = term(k);
    result += next;
    if (next <= result * 1e-17 || poissonTerm(k, mean) < 1e-300) {
      break;
    }
  }
  return Math.min(1, result);
}

/**
 * The value below which the non-central chi-squared distribution has the given mass, from 0 to 1, by halving.
 *
 * @example
 * nonCentralChiSquaredQuantile(0.95, 2, 0) // => 5.991464547107979
 */
export function nonCentralChiSquaredQuantile(mass: number, degreesOfFreedom: number, nonCentrality: number): number {
  let low = 0;
  let high = degreesOfFreedom + nonCentrality + 1;
  while (nonCentralChiSquaredCdf(high, degreesOfFreedom, nonCentrality) < mass) {
    low = high;
    high *= 2;
  }
  for (let k = 0; k < 200 && high - low > 2 * Number.EPSILON * high; k++) {
    const middle = (low + high) / 2;
    if (nonCentralChiSquaredCdf(middle, degreesOfFreedom, nonCentrality) < mass) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}
