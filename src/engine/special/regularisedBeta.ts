import { gammaln } from 'simple-statistics';

/** From here on Stirling's series is exact to double precision with the terms below. */
const STIRLING_FROM = 16;
/** The fraction needs about sqrt(max(a, b)) terms; this is beyond any count of observations. */
const MAX_TERMS = 1_000_000;
const TINY = 1e-300;

/** log Gamma(n + 1) beyond Stirling's formula: what the formula lacks. */
function stirlingError(n: number): number {
  if (n < STIRLING_FROM) {
    return gammaln(n + 1) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
  }
  const r = 1 / n;
  const r2 = r * r;
  return r * (1 / 12 - r2 * (1 / 360 - r2 * (1 / 1260 - r2 * (1 / 1680 - r2 / 1188))));
}

/** x log(x / m) + m - x without cancellation where x is near m (Loader 2000, section 4). */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) < 0.1 * (x + m)) {
    const v = (x - m) / (x + m);
    let total = (x - m) * v;
    let term = 2 * x * v;
    for (let k = 1; k < 1000; k++) {
      term *= v * v;
      const next = total + term / (2 * k + 1);
      if (next === total) {
        break;
      }
      total = next;
    }
    return total;
  }
  return x * Math.log(x / m) + m - x;
}

/**
 * The binomial density at real numbers of hits and misses: Gamma(n + 1) / (Gamma(k + 1) Gamma(n - k + 1)) p^k q^(n-k).
 *
 * By the saddle point (Loader, Fast and Accurate Computation of Binomial Probabilities, 2000): no difference of large
 * numbers, so that millions of observations cost no digits. O(1).
 *
 * @example
 * binomialDensity(1, 2, 0.5) // => 3 * 0.5 ** 3
 */
export function binomialDensity(hits: number, misses: number, p: number, q: number = 1 - p): number {
  const n = hits + misses;
  if (hits === 0) {
    return Math.exp(p < 0.1 ? n * Math.log1p(-p) : n * Math.log(q));
  }
  if (misses === 0) {
    return Math.exp(q < 0.1 ? n * Math.log1p(-q) : n * Math.log(p));
  }
  const logarithm =
    stirlingError(n) - stirlingError(hits) - stirlingError(misses) - deviance(hits, n * p) - deviance(misses, n * q);
  return Math.exp(logarithm) * Math.sqrt(n / (2 * Math.PI * hits * misses));
}

/** I_x(a, b) by its continued fraction (Lentz's method): for x < (a + 1) / (a + b + 2). */
function fraction(x: number, a: number, b: number, y: number): number {
  // x^a y^b / (a B(a, b)) is b / (a + b) times a binomial density.
  const front = (b / (a + b)) * binomialDensity(a, b, x, y);
  if (!(front > 0)) {
    return 0;
  }
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < TINY ? TINY : d);
  let h = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    c = Math.abs(c) < TINY ? TINY : c;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (Math.abs(d) < TINY ? TINY : d);
    c = Math.abs(c) < TINY ? TINY : c;
    h *= d * c;
    if (Math.abs(d * c - 1) < Number.EPSILON) {
      break;
    }
  }
  return front * h;
}

/**
 * Regularised incomplete beta function I_x(a, b), for a, b > 0, with its digits for any numbers of observations: the
 * distribution function of the beta distribution, and with it the tails of the binomial and of Student's t.
 *
 * Continued fraction (Press et al., Numerical Recipes, 3rd ed., 6.4). Where x is near 1, hand over `y` = 1 - x with
 * its digits. Cost grows as sqrt(max(a, b)).
 *
 * @example
 * regularisedBeta(0.3, 1, 2) // => 1 - 0.7 ** 2
 */
export function regularisedBeta(x: number, a: number, b: number, y: number = 1 - x): number {
  if (x <= 0) {
    return 0;
  }
  if (y <= 0) {
    return 1;
  }
  return x < (a + 1) / (a + b + 2) ? Math.min(1, fraction(x, a, b, y)) : Math.max(0, 1 - fraction(y, b, a, x));
}

/**
 * The x below which a beta variable falls with chance `chance`, 0 < chance < 1.
 *
 * Newton's method inside a bracket that only shrinks. About 1e-14 relative; a few dozen evaluations of I_x at most.
 *
 * @example
 * betaQuantile(0.19, 1, 2) // => 0.1
 */
export function betaQuantile(chance: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let k = 0; k < 200; k++) {
    const excess = regularisedBeta(x, a, b) - chance;
    if (excess === 0) {
      return x;
    }
    if (excess > 0) {
      high = x;
    } else {
      low = x;
    }
    // The slope of log I over log x, which is nearly straight in the lower tail.
    const slope = (((a * b) / (a + b)) * binomialDensity(a, b, x)) / (1 - x) / (excess + chance);
    const step = chance <= 0.5 ? Math.log1p(excess / chance) / slope : excess / (excess + chance) / slope;
    let next = chance <= 0.5 ? x * Math.exp(-step) : x * (1 - step);
    if (!(next > low && next < high)) {
      next = low === 0 ? high / 8 : (low + high) / 2;
    }
    if (Math.abs(next - x) <= 2 * Number.EPSILON * x || next < 1e-300) {
      return next;
    }
    x = next;
  }
  return x;
}
