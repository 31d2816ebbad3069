import { gaussLegendre, normalDensity, solve } from '../special/quadrature';

const NODES = 80;

/**
 * Average run length of an EWMA chart on standard normal values, with limits that widen from the start as the deviation
 * of the average does.
 *
 * The law of the average is carried forward step by step until the limits stand still; from there the integral equation
 * L(u) = 1 + 1/w int L(x) phi((x - (1 - w) u) / w) dx (Crowder, Technometrics 29, 1987). O(nodes^2 steps + nodes^3).
 *
 * @example
 * Math.round(ewmaRunLength(1, 3)) // => 370
 */
export function ewmaRunLength(weight: number, width: number): number {
  const steady = width * Math.sqrt(weight / (2 - weight));
  const keep = 1 - weight;
  const kernel = (to: number, from: number): number => normalDensity((to - keep * from) / weight) / weight;

  const { x, w } = gaussLegendre(NODES, -steady, steady);
  const matrix = Array.from(x, (u, i) => {
    const row = Float64Array.from(x, (to, j) => -(w[j] as number) * kernel(to, u));
    row[i] = (row[i] as number) + 1;
    return row;
  });
  const rest = solve(matrix, new Float64Array(NODES).fill(1));

  // P(run length > t) summed over t, as long as the limits still move.
  const limit = (t: number): number => steady * Math.sqrt(1 - keep ** (2 * t));
  let total = 1;
  let from = gaussLegendre(NODES, -limit(1), limit(1));
  let density = Float64Array.from(from.x, (to) => kernel(to, 0));
  let t = 1;
  while (keep ** (2 * t) > 1e-12) {
    total += density.reduce((all, one, j) => all + one * (from.w[j] as number), 0);
    t++;
    const next = gaussLegendre(NODES, -limit(t), limit(t));
    const [before, law] = [from, density];
    density = Float64Array.from(next.x, (to) => {
      let sum = 0;
      for (let j = 0; j < NODES; j++) {
        sum += (before.w[j] as number) * (law[j] as number) * kernel(to, before.x[j] as number);
      }
      return sum;
    });
    from = next;
  }
  // The nodes are those of the steady equation by now, up to rounding.
  return total + density.reduce((all, one, j) => all + one * (from.w[j] as number) * (rest[j] as number), 0);
}
