import { type Answer, answered } from '../answer';
import { clipNegative, faultOfHistogram } from './validate';
import type { NumericHistogram } from './histogram';

/**
 * A numeric histogram from stored edges and plain (not cumulative) counts, as in a profile.
 *
 * One more count than edges: the first counts what is at most the first edge, the last what is above the last. Counts
 * below zero are taken as zero and said; NaN, infinities and edges that do not rise give no answer. O(bins).
 *
 * @example
 * fromBinCounts([10, 20], [3, 5, 1]).value // => { kind: 'numeric', edges: [10, 20], counts: [3, 5, 1] }
 */
export function fromBinCounts(edges: readonly number[], counts: readonly number[]): Answer<NumericHistogram> {
  const fault = faultOfHistogram({ kind: 'numeric', edges, counts });
  if (fault !== null) {
    return fault;
  }
  const clipped = clipNegative(counts);
  return answered<NumericHistogram>(
    { kind: 'numeric', edges: [...edges], counts: [...clipped.counts] },
    clipped.repairs
  );
}
