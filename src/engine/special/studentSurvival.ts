import { normalCdf } from './normal';
import { normalQuantile } from './normalQuantile';
import { binomialDensity, regularisedBeta } from './regularisedBeta';

/** From here on the fraction of the beta function loses digits, and Fisher's expansion has them all. */
const NEARLY_NORMAL = 1e5;

/** The normal law with the first two terms in 1 / degrees of freedom (Fisher, Metron 5, 1925). */
function nearlyNormal(t: number, degreesOfFreedom: number): number {
  const z = Math.abs(t);
  const first = (z * (z * z + 1)) / 4 / degreesOfFreedom;
  const second = (z * (3 * z ** 6 - 7 * z ** 4 - 5 * z * z - 3)) / 96 / degreesOfFreedom ** 2;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const tail = normalCdf(-z) + (density > 0 ? density * (first + second) : 0);
  return t > 0 ? tail : 1 - tail;
}

/**
 * The chance that Student's t with so many degrees of freedom (any number above 0; infinite ones are the normal law)
 * exceeds t. Full precision in the tail. Cost grows as the root of the degrees of freedom.
 *
 * @example
 * studentSurvival(1, 1) // => 0.25
 */
export function studentSurvival(t: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom > NEARLY_NORMAL) {
    return nearlyNormal(t, degreesOfFreedom);
  }
  const t2 = t * t;
  const x = degreesOfFreedom / (degreesOfFreedom + t2);
  const y = t2 / (degreesOfFreedom + t2);
  const tail = t2 === Infinity ? 0 : regularisedBeta(x, degreesOfFreedom / 2, 0.5, y) / 2;
  return t > 0 ? tail : 1 - tail;
}

/**
 * Two-sided p-value of Student's t: the chance of a value as far from 0.
 *
 * @example
 * studentTwoSided(1, 1) // => 0.5
 */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  return Math.min(1, 2 * studentSurvival(Math.abs(t), degreesOfFreedom));
}

/** Density of Student's t, from the binomial density that both rest on. */
function density(t: number, degreesOfFreedom: number): number {
  const a = degreesOfFreedom / 2;
  const x = degreesOfFreedom / (degreesOfFreedom + t * t);
  const y = (t * t) / (degreesOfFreedom + t * t);
  return (((a * 0.5) / (a + 0.5)) * binomialDensity(a, 0.5, x, y)) / t;
}

/**
 * The value that Student's t exceeds with chance alpha, 0 < alpha < 1/2.
 *
 * Newton's method on the logarithm of the tail over that of t, kept inside a bracket that only shrinks.
 *
 * @example
 * studentCritical(0.25, 1) // => 1
 */
export function studentCritical(alpha: number, degreesOfFreedom: number): number {
  let low = 0;
  let high = Infinity;
  let t = normalQuantile(1 - alpha);
  for (let k = 0; k < 200; k++) {
    const mass = studentSurvival(t, degreesOfFreedom);
    const excess = Math.log(mass / alpha);
    if (excess > 0) {
      low = t;
    } else {
      high = t;
    }
    let next = t * Math.exp((excess * mass) / (t * density(t, degreesOfFreedom)));
    if (!(next > low && next < high)) {
      next = high === Infinity ? 2 * t : (low + high) / 2;
    }
    if (Math.abs(next - t) <= 4 * Number.EPSILON * t) {
      return next;
    }
    t = next;
  }
  return t;
}
