import type { NumericPair } from '../distribution/pair';
import { type WeightSums, bridgeSums } from '../special/weightedChiSquared';
import type { ScoreOptions } from './definition';
import type { Shares } from './shares';

/** A quadratic statistic of the gaps between two cumulative shares, and the weights of its law without drift. */
export interface QuadraticGap {
  readonly statistic: number;
  readonly law: WeightSums;
}

/**
 * nm/(n+m) sum (F - G)^2 weight(h, H) over the ends of the bins but the last filled one, where H are the cumulative
 * shares of both sides together (of the reference alone, where it is fixed) and h the bins' own. Empty bins weigh
 * nothing. O(bins).
 */
export function quadraticGap(
  pair: NumericPair,
  { p, q, n, m }: Shares,
  { fixedReference }: ScoreOptions,
  weight: (share: number, cumulative: number) => number
): QuadraticGap {
  const before = fixedReference ? 1 : n / (n + m);
  let last = p.length - 1;
  while (
    last > 0 &&
    !(fixedReference ? (pair.reference[last] as number) > 0 : (p[last] as number) + (q[last] as number) > 0)
  ) {
    last--;
  }
  const points: number[] = [];
  const weights: number[] = [];
  let f = 0;
  let g = 0;
  let cumulative = 0;
  let total = 0;
  for (let i = 0; i < last; i++) {
    const share = before * (p[i] as number) + (1 - before) * (q[i] as number);
    f += p[i] as number;
    g += q[i] as number;
    cumulative += share;
    if (share > 0 && cumulative < 1) {
      const w = weight(share, cumulative);
      points.push(cumulative);
      weights.push(w);
      total += (f - g) * (f - g) * w;
    }
  }
  const scale = (fixedReference ? 0 : 1 / n) + 1 / m;
  return { statistic: total / scale, law: bridgeSums(points, weights) };
}
