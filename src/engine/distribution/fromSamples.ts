import type { Answer } from '../answer';
import type { NumericHistogram } from './histogram';

/** A histogram of raw values; NaN is no value, and counted apart. */
export interface SampledHistogram extends NumericHistogram {
  readonly missing: number;
}

/** A numeric histogram of raw values on given edges. */
export function fromSamples(samples: ArrayLike<number>, edges: readonly number[]): Answer<SampledHistogram> {
  throw new Error(`not built yet: ${samples.length} ${edges.length}`);
}
