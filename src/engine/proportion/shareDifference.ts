import { type Answer, answered } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type Estimate, type EstimateOptions } from '../metric';
import { twoSharesP } from '../special/twoShares';
import { wilson } from './wilson';

/** How many of n. */
export interface Hits {
  readonly hits: number;
  readonly n: number;
}

/** A difference of two shares, and how likely one as large is if there is none. */
export interface ShareDifference extends Estimate {
  readonly pValue: number;
}

/**
 * The share of the second group minus that of the first, where the two are independent: with Newcombe's interval, made
 * of both Wilson intervals (Newcombe, Statistics in Medicine 17, 1998, method 10), and the p-value of the pooled z test,
 * or Fisher's by mid-p where little is expected. For the same requests, paired, use `accuracyDifference`, which sees far smaller
 * differences. An empty group gives no answer. O(1), O(smallest margin) for few.
 *
 * @example
 * shareDifference({ hits: 20, n: 100 }, { hits: 20, n: 100 }).value.pValue // => 1
 */
export function shareDifference(first: Hits, second: Hits, options?: EstimateOptions): Answer<ShareDifference> {
  const confidence = confidenceOf(options);
  const before = wilson(first.hits, first.n, { confidence });
  const now = wilson(second.hits, second.n, { confidence });
  if (!before.ok) {
    return before;
  }
  if (!now.ok) {
    return now;
  }
  const value = now.value.value - before.value.value;
  const below = (estimate: Estimate): number => estimate.value - (estimate.lower ?? 0);
  const above = (estimate: Estimate): number => (estimate.upper ?? 1) - estimate.value;
  const estimate = finiteEstimate(
    {
      value,
      lower: value - Math.hypot(below(now.value), above(before.value)),
      upper: value + Math.hypot(above(now.value), below(before.value)),
      n: first.n + second.n,
    },
    { min: -1, max: 1 }
  );
  return estimate.ok
    ? answered({ ...estimate.value, pValue: twoSharesP(first.hits, first.n, second.hits, second.n) })
    : estimate;
}
