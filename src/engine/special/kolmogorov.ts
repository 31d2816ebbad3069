const TERMS = 10;
/** Between these the two expansions agree to the last digits. */
const CROSSOVER = 1;

/**
 * Kolmogorov's limit distribution: the chance that sqrt(n) D exceeds lambda. Double precision.
 *
 * The alternating series 2 sum (-1)^(k-1) exp(-2 k^2 lambda^2) above 1; below, where it converges slowly, its theta
 * function twin (Marsaglia, Tsang, Wang 2003, section 2).
 *
 * @example
 * kolmogorovSurvival(1.3580986393225505) // => 0.05
 */
export function kolmogorovSurvival(lambda: number): number {
  if (!(lambda > 0)) {
    return 1;
  }
  if (lambda < CROSSOVER) {
    const exponent = (-Math.PI * Math.PI) / (8 * lambda * lambda);
    let cdf = 0;
    for (let k = 1; k <= 2 * TERMS; k += 2) {
      cdf += Math.exp(exponent * k * k);
    }
    return 1 - (cdf * Math.sqrt(2 * Math.PI)) / lambda;
  }
  let survival = 0;
  for (let k = 1; k <= TERMS; k++) {
    const term = Math.exp(-2 * k * k * lambda * lambda);
    survival += k % 2 === 1 ? term : -term;
    if (term < Number.EPSILON * survival) {
      break;
    }
  }
  return 2 * survival;
}

/** A query asks the same alpha for every feature. */
let known: { readonly alpha: number; readonly critical: number } | null = null;

/**
 * The lambda that sqrt(n) D exceeds with chance alpha, 0 < alpha < 1, by halving. The last answer is remembered.
 *
 * @example
 * kolmogorovCritical(0.05) // => 1.3580986393225505
 */
export function kolmogorovCritical(alpha: number): number {
  if (known?.alpha !== alpha) {
    known = { alpha, critical: solve(alpha) };
  }
  return known.critical;
}

function solve(alpha: number): number {
  let low = 0;
  // survival(20) is below the smallest double.
  let high = 20;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (kolmogorovSurvival(middle) > alpha) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}
