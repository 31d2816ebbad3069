import { gammaln } from 'simple-statistics';

const EPSILON = Number.EPSILON;
/** Both expansions need about 7 sqrt(a) terms at worst; this is far beyond any number of bins. */
const MAX_TERMS = 1_000_000;
/** From here on Stirling's series is exact to double precision with the terms below. */
const STIRLING_FROM = 16;

/**
 * x^a e^-x / Gamma(a + 1). Written around x = a for large a, where the plain form loses digits: its exponent is then a
 * small difference of large numbers.
 */
function prefactor(a: number, x: number): number {
  if (a < STIRLING_FROM) {
    return Math.exp(a * Math.log(x) - x - gammaln(a + 1));
  }
  const r = 1 / a;
  const r2 = r * r;
  const stirling = r * (1 / 12 - r2 * (1 / 360 - r2 * (1 / 1260 - r2 * (1 / 1680 - r2 * (1 / 1188)))));
  const mu = (x - a) / a;
  return Math.exp(a * (Math.log1p(mu) - mu) - stirling) / Math.sqrt(2 * Math.PI * a);
}

/** P by its power series: for x < a + 1. */
function series(a: number, x: number): number {
  let term = 1;
  let total = 1;
  for (let k = 1; k < MAX_TERMS; k++) {
    term *= x / (a + k);
    total += term;
    if (term < total * EPSILON * 0.1) {
      break;
    }
  }
  return total * prefactor(a, x);
}

/** Q by its continued fraction (Lentz's method): for x >= a + 1. */
function continuedFraction(a: number, x: number): number {
  const factorBefore = prefactor(a, x);
  // Nothing is left of it (or x is no number): the fraction would be followed to its last term in vain.
  if (!(factorBefore > 0)) {
    return factorBefore;
  }
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < MAX_TERMS; k++) {
    const an = -k * (k - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) {
      d = tiny;
    }
    c = b + an / c;
    if (Math.abs(c) < tiny) {
      c = tiny;
    }
    d = 1 / d;
    const factor = d * c;
    h *= factor;
    if (Math.abs(factor - 1) < EPSILON) {
      break;
    }
  }
  return h * a * factorBefore;
}

/**
 * Regularised lower incomplete gamma function P(a, x), for a > 0 and x >= 0.
 *
 * Power series below a + 1, continued fraction above (Press et al., Numerical Recipes, 3rd ed., 6.2). About 1e-14
 * relative. Cost grows as sqrt(a) near x = a.
 *
 * @example
 * lowerGamma(1, 2) // => 1 - Math.exp(-2)
 */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) {
    return 0;
  }
  if (x === Infinity) {
    return 1;
  }
  return x < a + 1 ? Math.min(1, series(a, x)) : 1 - continuedFraction(a, x);
}

/**
 * Regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), without cancellation where it is small.
 *
 * @example
 * upperGamma(1, 50) // => Math.exp(-50)
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) {
    return 1;
  }
  if (x === Infinity) {
    return 0;
  }
  return x < a + 1 ? Math.max(0, 1 - series(a, x)) : continuedFraction(a, x);
}

/**
 * Logarithm of the density of the gamma distribution with shape a and scale 1, at x > 0.
 *
 * @example
 * gammaLogDensity(1, 3) // => -3
 */
export function gammaLogDensity(a: number, x: number): number {
  return (a - 1) * Math.log(x) - x - gammaln(a);
}
