import type { Answer } from '../answer';
import type { NumericHistogram } from './histogram';

/** The same counts on fewer bounds, exactly. */
export function coarsen(histogram: NumericHistogram, edges: readonly number[]): Answer<NumericHistogram> {
  throw new Error(`not built yet: ${histogram.kind} ${edges.length}`);
}

/** The same counts on any bounds: exact on those the histogram has, interpolated on others, and says so. */
export function rebin(histogram: NumericHistogram, edges: readonly number[]): Answer<NumericHistogram> {
  throw new Error(`not built yet: ${histogram.kind} ${edges.length}`);
}
