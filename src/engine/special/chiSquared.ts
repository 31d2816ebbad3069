import { probit } from 'simple-statistics';
import { gammaLogDensity, lowerGamma, upperGamma } from './gamma';

/**
 * Survival function of the chi-squared distribution: the chance of a value above x. Full double precision in the tail.
 *
 * @example
 * chiSquaredSurvival(5.991464547107979, 2) // => 0.05
 */
export function chiSquaredSurvival(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, x / 2);
}

/**
 * Newton's method on the logarithm of the tail over the logarithm of x, which is nearly straight where either is small,
 * kept inside a bracket that only shrinks.
 */
function solve(alpha: number, degreesOfFreedom: number): number {
  const a = degreesOfFreedom / 2;
  // The smaller tail is the one with digits in it.
  const useUpper = alpha <= 0.5;
  const tail = useUpper ? upperGamma : lowerGamma;
  const wanted = Math.log(useUpper ? alpha : 1 - alpha);

  // Wilson and Hilferty's cube: a few percent off at worst where it is positive.
  const h = 2 / (9 * degreesOfFreedom);
  const cube = 1 - h + probit(1 - alpha) * Math.sqrt(h);
  let x = cube > 0 ? a * cube * cube * cube : a / 2;
  let low = 0;
  let high = Infinity;
  for (let k = 0; k < 200; k++) {
    const mass = tail(a, x);
    const excess = Math.log(mass) - wanted;
    if (excess > 0 === useUpper) {
      low = x;
    } else {
      high = x;
    }
    const slope = (x * Math.exp(gammaLogDensity(a, x))) / mass;
    let next = x * Math.exp(useUpper ? excess / slope : -excess / slope);
    if (!(next > low && next < high)) {
      next = high === Infinity ? x * 2 : low === 0 ? x / 4 : Math.sqrt(low * high);
    }
    if (Math.abs(next - x) <= 4 * Number.EPSILON * x) {
      return 2 * next;
    }
    x = next;
  }
  return 2 * x;
}

/** Alphas and bin numbers are few and asked for again and again: a query asks once a feature. */
const known = new Map<number, Map<number, number>>();
const MOST_KNOWN = 1000;

/**
 * The value that a chi-squared variable exceeds with chance alpha, 0 < alpha < 1: the critical value of its tests.
 *
 * Answers are remembered (a few of them), since a query asks the same for every feature.
 *
 * @example
 * chiSquaredCritical(0.05, 9) // => 16.918977604620448
 */
export function chiSquaredCritical(alpha: number, degreesOfFreedom: number): number {
  let byFreedom = known.get(alpha);
  if (byFreedom === undefined || byFreedom.size >= MOST_KNOWN) {
    if (known.size >= MOST_KNOWN) {
      known.clear();
    }
    byFreedom = new Map();
    known.set(alpha, byFreedom);
  }
  let critical = byFreedom.get(degreesOfFreedom);
  if (critical === undefined) {
    critical = solve(alpha, degreesOfFreedom);
    byFreedom.set(degreesOfFreedom, critical);
  }
  return critical;
}
