import type { Answer } from '../answer';
import { type SampleDistance, finiteDistance } from './result';
import { type Samples, type Sides, sortedSides } from './sides';

/** The integral of what `of` makes of F - G, over all values. O(n + m). */
function integrate({ x, y }: Sides, of: (gap: number) => number): number {
  const n = x.length;
  const m = y.length;
  let i = 0;
  let j = 0;
  let at = Math.min(x[0] as number, y[0] as number);
  let total = 0;
  while (i < n || j < m) {
    const next = Math.min(i < n ? (x[i] as number) : Infinity, j < m ? (y[j] as number) : Infinity);
    if (next > at) {
      total += (next - at) * of(i / n - j / m);
      at = next;
    }
    while (i < n && (x[i] as number) <= next) {
      i++;
    }
    while (j < m && (y[j] as number) <= next) {
      j++;
    }
  }
  return total;
}

/**
 * Wasserstein-1 distance of raw values: how far have they moved, on average, in their own unit?
 *
 * The integral of |F - G|, as SciPy's `wasserstein_distance`. NaN and infinities take no part, and it is said. An empty
 * side: no answer. O(n log n).
 *
 * @example
 * wassersteinDistance([0, 1, 3], [5, 6, 8]).value.distance // => 5
 */
export function wassersteinDistance(reference: Samples, current: Samples): Answer<SampleDistance> {
  const sides = sortedSides(reference, current);
  if (!sides.ok) {
    return sides;
  }
  const { x, y } = sides.value;
  return finiteDistance({ distance: integrate(sides.value, Math.abs), n: x.length, m: y.length }, sides.repairs);
}

/**
 * Energy distance of raw values: how far apart are the two distributions, in the root of their unit?
 *
 * sqrt(2 integral (F - G)^2), as SciPy's `energy_distance`. NaN and infinities take no part, and it is said. An empty
 * side: no answer. O(n log n).
 *
 * @example
 * energyDistance([0], [2]).value.distance // => 2
 */
export function energyDistance(reference: Samples, current: Samples): Answer<SampleDistance> {
  const sides = sortedSides(reference, current);
  if (!sides.ok) {
    return sides;
  }
  const { x, y } = sides.value;
  const distance = Math.sqrt(2 * integrate(sides.value, (gap) => gap * gap));
  return finiteDistance({ distance, n: x.length, m: y.length }, sides.repairs);
}
