import type { Answer } from '../answer';
import type { CategoricalHistogram } from './histogram';

/** A categorical histogram from counts by category, in the order given. */
export function fromCategoryCounts(
  counts: ReadonlyMap<string, number> | Readonly<Record<string, number>>
): Answer<CategoricalHistogram> {
  throw new Error(`not built yet: ${String(counts)}`);
}
