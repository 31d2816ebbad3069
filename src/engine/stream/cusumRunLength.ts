import { normalCdf } from '../special/normal';
import { gaussLegendre, normalDensity, solve } from '../special/quadrature';

/** From here on Siegmund's formula is good to a percent, and the equation would need too many nodes. */
const SIEGMUND_FROM = 60;
/** Slack of more deviations than this is never exceeded within double precision. */
const HOPELESS = 30;
/** What a random walk overshoots a boundary by, on average (Siegmund 1985). */
const OVERSHOOT = 1.166;

/**
 * Average run length of a one-sided CUSUM on standard normal values whose mean has moved by `shift`.
 *
 * Page's integral equation L(u) = 1 + L(0) Phi(k - u - shift) + int_0^h L(x) phi(x + k - u - shift) dx by Gauss-Legendre
 * (Goel & Wu, Technometrics 13, 1971); for thresholds of more than 60 deviations Siegmund's approximation (1985).
 * O(nodes^3), nodes 40 to 160.
 *
 * @example
 * Math.round(oneSidedRunLength(0.5, 4, 0)) // => 335
 */
export function oneSidedRunLength(slack: number, threshold: number, shift: number): number {
  const drift = shift - slack;
  if (drift < -HOPELESS) {
    return Number.MAX_VALUE;
  }
  if (threshold > SIEGMUND_FROM) {
    const height = threshold + OVERSHOOT;
    const exponent = -2 * drift * height;
    // Its limit for no drift, where the difference has no digits left.
    const length =
      Math.abs(exponent) < 1e-5 ? height * height : (Math.expm1(exponent) - exponent) / (2 * drift * drift);
    return Math.min(Number.MAX_VALUE, length);
  }
  const nodes = 40 + 2 * Math.ceil(threshold);
  const { x, w } = gaussLegendre(nodes, 0, threshold);
  // The unknowns: L at 0, then at the nodes.
  const points = Float64Array.of(0, ...x);
  const matrix = Array.from(points, (u, i) => {
    const row = new Float64Array(nodes + 1);
    row[0] = -normalCdf(-u - drift);
    x.forEach((to, j) => (row[j + 1] = -(w[j] as number) * normalDensity(to - u - drift)));
    row[i] = (row[i] as number) + 1;
    return row;
  });
  return solve(matrix, new Float64Array(nodes + 1).fill(1))[0] as number;
}
