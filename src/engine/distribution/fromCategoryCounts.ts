import { type Answer, answered } from '../answer';
import { clipNegative, faultOfCounts } from './validate';
import type { CategoricalHistogram } from './histogram';

/**
 * A categorical histogram from counts by category, in the order given.
 *
 * A category with a count of 0 is kept: it is known, and was not met. Counts below zero are taken as zero and said;
 * NaN and infinities give no answer. No categories make an empty histogram. O(categories).
 *
 * @example
 * fromCategoryCounts({ DE: 20, FR: 0 }).value // => { kind: 'categorical', categories: ['DE', 'FR'], counts: [20, 0] }
 */
export function fromCategoryCounts(
  counts: ReadonlyMap<string, number> | Readonly<Record<string, number>>
): Answer<CategoricalHistogram> {
  const entries = counts instanceof Map ? [...(counts as ReadonlyMap<string, number>)] : Object.entries(counts);
  const given = entries.map(([, count]) => count);
  const fault = faultOfCounts(given);
  if (fault !== null) {
    return fault;
  }
  const clipped = clipNegative(given);
  return answered<CategoricalHistogram>(
    { kind: 'categorical', categories: entries.map(([category]) => category), counts: [...clipped.counts] },
    clipped.repairs
  );
}
