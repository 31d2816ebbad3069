import type { Answer } from '../answer';
import { kolmogorovCritical, kolmogorovSurvival } from '../special/kolmogorov';
import { kolmogorovOfSize } from '../special/kolmogorovOfSize';
import { type SampleTest, finiteTest, scored } from './result';
import { type Samples, type Sides, sortedSides } from './sides';
import type { SampleScoreDefinition } from './definition';

/** Up to here the exact law is worth its cost, as in SciPy. */
const MOST_EXACT = 10_000;
/** Below this a chance is none: the exact law would be followed through millions of points for it. */
const NO_CHANCE = 1e-290;

/** As NumPy rounds: halves to the even neighbour. */
function roundToEven(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 === 1 ? up - 1 : up;
}

/** n m sup|F - G|, a whole number: no rounding comes between the gap and its law. O(n + m). */
function largestGap({ x, y }: Sides): number {
  const n = x.length;
  const m = y.length;
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < n && j < m) {
    const value = Math.min(x[i] as number, y[j] as number);
    while (i < n && (x[i] as number) <= value) {
      i++;
    }
    while (j < m && (y[j] as number) <= value) {
      j++;
    }
    largest = Math.max(largest, Math.abs(i * m - j * n));
  }
  return largest;
}

/**
 * The exact chance that n m sup|F - G| is at least `gap` for n and m values without ties: the values are drawn one by
 * one from either side, and what reaches a gap for the first time is added up. Only positive terms, so that small
 * chances keep their digits. O(n m gap share) in time, O(m) in room.
 *
 * @example
 * exactGapChance(2, 2, 4) // => 1 / 3
 */
export function exactGapChance(n: number, m: number, gap: number): number {
  if (gap <= 0) {
    return 1;
  }
  // inside[j]: the chance to stand at (i, j) with no gap so far.
  const inside = new Float64Array(m + 2);
  let reached = 0;
  let previousLow = 0;
  inside[0] = 1;
  for (let i = 0; i <= n; i++) {
    const low = Math.max(0, Math.floor((i * m - gap) / n) + 1);
    const high = Math.min(m, Math.ceil((i * m + gap) / n) - 1);
    // Coming from (i - 1, j) below the band is a first gap.
    if (i > 0) {
      for (let j = previousLow; j < low; j++) {
        const stood = inside[j] as number;
        reached += stood * ((n - i + 1) / (n + m - i + 1 - j));
        inside[j] = 0;
      }
    }
    let fromLeft = 0;
    for (let j = low; j <= high; j++) {
      const stood = inside[j] as number;
      const fromBelow = i === 0 ? stood : stood * ((n - i + 1) / (n + m - i + 1 - j));
      const here = fromBelow + fromLeft;
      inside[j] = here;
      fromLeft = here * ((m - j) / (n + m - i - j));
    }
    // Where i = n and j = m the walk ends: nothing goes on.
    if (high < m) {
      reached += fromLeft;
    }
    previousLow = low;
  }
  return Math.min(1, reached);
}

/**
 * Two-sample Kolmogorov-Smirnov test on raw values: could both come from one distribution?
 *
 * D = sup |F - G|. The p-value is exact where neither side has more than 10,000 values (on the safe side where values
 * are tied), else that of one sample of n m / (n + m) values, rounded, against its law, which tends to Kolmogorov's limit
 * at sqrt(n m / (n + m)) D; both as in SciPy's `ks_2samp`.
 *
 * NaN and infinities take no part, and it is said. An empty side: no answer. O(n log n).
 *
 * @example
 * kolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6]).value.statistic // => 0.5
 */
export function kolmogorovSmirnov(
  reference: Samples,
  current: Samples,
  { method = 'auto' }: { readonly method?: 'auto' | 'exact' | 'asymptotic' } = {}
): Answer<SampleTest> {
  const sides = sortedSides(reference, current);
  if (!sides.ok) {
    return sides;
  }
  const n = sides.value.x.length;
  const m = sides.value.y.length;
  const gap = largestGap(sides.value);
  const statistic = gap / n / m;
  const exact = method === 'exact' || (method === 'auto' && Math.max(n, m) <= MOST_EXACT);
  const size = (n * m) / (n + m);
  const outOfReach = kolmogorovSurvival(statistic * Math.sqrt(size)) < NO_CHANCE;
  const pValue =
    exact && !outOfReach ? exactGapChance(n, m, gap) : kolmogorovOfSize(Math.max(1, roundToEven(size)), statistic);
  return finiteTest({ statistic, pValue, method: exact ? 'exact' : 'asymptotic', n, m }, sides.repairs);
}

export const kolmogorovSmirnovDefinition: SampleScoreDefinition<'ks_exact'> = {
  id: 'ks_exact',
  label: 'Kolmogorov-Smirnov, exact',
  explanation: 'The largest gap between the shares of values below any one value, then and now.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  thresholds: null,
  formula: 'max |F - G|',
  significance: 'the exact law up to 10,000 values a side, beyond it that of one sample of n m / (n + m)',
  needs: 'Raw values of one numeric feature.',
  notWhen: 'Not on values that follow one another closely in time, which it takes as independent: compare windows.',
  citation: "Hodges, Arkiv foer Matematik 3, 1958; Simard & L'Ecuyer, Journal of Statistical Software 39, 2011",
  takes: 'values',
  smallestDetectable: ({ reference, current }, alpha) =>
    Math.min(1, kolmogorovCritical(alpha) * Math.sqrt(1 / reference + 1 / current)),
  compute: (reference, current) => scored(kolmogorovSmirnov(reference, current)),
};
