import type { Answer } from '../answer';
import { normalCdf } from '../special/normal';
import { normalQuantile } from '../special/normalQuantile';
import { eachTie } from './ranks';
import { type SampleTest, finiteTest, scored } from './result';
import { type Samples, sortedSides } from './sides';
import type { SampleScoreDefinition } from './definition';

/** SciPy's rule: exact where a side has at most eight values and none are tied. */
const FEW = 8;
/** With more pairs than these the exact law takes longer than anybody waits, and the limit law is as good. */
const MOST_PAIRS = 4_000_000;

/**
 * The chance that U is at most `u` for n and m values without ties: of all orders those with so few pairs, which the
 * Gaussian binomial coefficient counts, product of (1 - x^(m + k)) / (1 - x^k). Only the powers up to u are needed. O(u
 * min(n, m)).
 */
function exactLower(n: number, m: number, u: number): number {
  const [few, many] = n < m ? [n, m] : [m, n];
  const orders = new Float64Array(u + 1);
  orders[0] = 1;
  let all = 1;
  for (let k = 1; k <= few; k++) {
    for (let at = u; at >= many + k; at--) {
      orders[at] = (orders[at] as number) - (orders[at - many - k] as number);
    }
    for (let at = k; at <= u; at++) {
      orders[at] = (orders[at] as number) + (orders[at - k] as number);
    }
    all *= (many + k) / k;
  }
  return orders.reduce((total, one) => total + one, 0) / all;
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
  const exact = method === 'exact' || (method === 'auto' && ties === 0 && Math.min(n, m) <= FEW && n * m <= MOST_PAIRS);
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  // All values are one and the same: nothing speaks against one distribution.
  const z = variance > 0 ? (larger - (n * m) / 2 - 0.5) / Math.sqrt(variance) : 0;
  const pValue = Math.min(1, 2 * (exact ? exactLower(n, m, Math.floor(n * m - larger)) : normalCdf(-z)));
  return finiteTest(
    { statistic, pValue, method: exact ? ('exact' as const) : ('asymptotic' as const), n, m, share: statistic / n / m },
    sides.repairs
  );
}

export const mannWhitneyDefinition: SampleScoreDefinition<'mann_whitney'> = {
  id: 'mann_whitney',
  label: 'Mann-Whitney',
  explanation: 'Whether values are larger, or smaller, than they were as a rule: 0 is neither, 1 is always.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  thresholds: null,
  formula: '|2 U / (n m) - 1|, U the pairs in which the reference is larger, ties half',
  significance:
    'two-sided; the exact law where a side has at most 8 values and none are tied, else the normal limit with ties',
  needs: 'Raw values of one numeric or ordered feature.',
  notWhen: 'Not for a change of spread around the same middle, which it cannot see: use Kolmogorov-Smirnov.',
  citation:
    'Mann & Whitney, Annals of Mathematical Statistics 18, 1947; Wendt, European Journal of Social Psychology 2, 1972 (the size)',
  takes: 'values',
  // Twice the deviation of U over all pairs.
  smallestDetectable: ({ reference: n, current: m }, alpha) =>
    Math.min(1, normalQuantile(1 - alpha / 2) * Math.sqrt((n + m + 1) / (3 * n * m))),
  compute: (reference, current) => scored(mannWhitney(reference, current), ({ share }) => Math.abs(2 * share - 1)),
};
