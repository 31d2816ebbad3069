import type { Answer } from '../answer';
import { normalCdf } from '../special/normal';
import { eachTie } from './ranks';
import { type SampleTest, finiteTest } from './result';
import { type Samples, sortedSides } from './sides';

/** SciPy's rule: exact where a side has at most eight values and none are tied. */
const FEW = 8;
/** Beyond it the limit law is as good, and the exact one slow. */
const MOST_EXACT = 200;

/**
 * The chance that U is at least `u` for n and m values without ties, by the recurrence on which side the largest value
 * belongs to. O(n^2 m^2).
 */
function exactUpper(n: number, m: number, u: number): number {
  // chances[b]: the law of U for a values against b.
  let chances: Float64Array[] = Array.from({ length: m + 1 }, () => Float64Array.of(1));
  for (let a = 1; a <= n; a++) {
    const next: Float64Array[] = [Float64Array.of(1)];
    for (let b = 1; b <= m; b++) {
      const law = new Float64Array(a * b + 1);
      const [largestOfX, largestOfY] = [chances[b] as Float64Array, next[b - 1] as Float64Array];
      largestOfX.forEach((chance, k) => {
        law[k + b] = (law[k + b] as number) + (chance * a) / (a + b);
      });
      largestOfY.forEach((chance, k) => {
        law[k] = (law[k] as number) + (chance * b) / (a + b);
      });
      next.push(law);
    }
    chances = next;
  }
  let upper = 0;
  (chances[m] as Float64Array).forEach((chance, k) => {
    upper += k >= u ? chance : 0;
  });
  return upper;
}

/**
 * Mann-Whitney U test: are values of one side larger than those of the other more often than not?
 *
 * U counts the pairs in which the reference's value is the larger one, ties half (Mann & Whitney 1947). Two-sided:
 * exact where a side has at most eight values and none are tied; else the normal limit with the correction for ties and
 * for continuity; both as in SciPy's `mannwhitneyu`. `share` is U of all pairs: 0.5 without drift.
 *
 * NaN and infinities take no part, and it is said. An empty side: no answer. O(n log n).
 *
 * @example
 * mannWhitney([1, 2, 3], [4, 5, 6]).value.pValue // => 0.1
 */
export function mannWhitney(
  reference: Samples,
  current: Samples,
  { method = 'auto' }: { readonly method?: 'auto' | 'exact' | 'asymptotic' } = {}
): Answer<SampleTest & { readonly share: number }> {
  const sides = sortedSides(reference, current);
  if (!sides.ok) {
    return sides;
  }
  const n = sides.value.x.length;
  const m = sides.value.y.length;
  let statistic = 0;
  let ties = 0;
  eachTie(sides.value, ({ belowY, atX, atY }) => {
    statistic += atX * (belowY + atY / 2);
    const at = atX + atY;
    ties += at * (at * at - 1);
  });
  const larger = Math.max(statistic, n * m - statistic);
  const all = n + m;
  const exact = method === 'exact' || (method === 'auto' && ties === 0 && Math.min(n, m) <= FEW && all <= MOST_EXACT);
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  // All values are one and the same: nothing speaks against one distribution.
  const z = variance > 0 ? (larger - (n * m) / 2 - 0.5) / Math.sqrt(variance) : 0;
  const pValue = Math.min(1, 2 * (exact ? exactUpper(n, m, Math.ceil(larger)) : normalCdf(-z)));
  return finiteTest(
    { statistic, pValue, method: exact ? ('exact' as const) : ('asymptotic' as const), n, m, share: statistic / n / m },
    sides.repairs
  );
}
