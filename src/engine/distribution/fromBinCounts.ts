import type { Answer } from '../answer';
import type { NumericHistogram } from './histogram';

/** A numeric histogram from stored edges and plain (not cumulative) counts, as in a profile. */
export function fromBinCounts(edges: readonly number[], counts: readonly number[]): Answer<NumericHistogram> {
  throw new Error(`not built yet: ${edges.length} ${counts.length}`);
}
