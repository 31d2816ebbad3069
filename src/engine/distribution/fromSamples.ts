import { type Answer, answered } from '../answer';
import { countInBins } from './countInBins';
import { faultOfEdges } from './validate';
import type { NumericHistogram } from './histogram';

/** A histogram of raw values; NaN is no value, and counted apart. */
export interface SampledHistogram extends NumericHistogram {
  readonly missing: number;
}

/**
 * A numeric histogram of raw values on given edges.
 *
 * A value on an edge belongs to the bin below it, as in Prometheus. Infinities fall into the outer bins. NaN is a
 * missing value: counted in `missing` and in no bin. No samples make an empty histogram. O(n) for many samples.
 *
 * @example
 * fromSamples([1, 10, 11, NaN, Infinity], [10, 20]).value
 * // => { kind: 'numeric', edges: [10, 20], counts: [2, 1, 1], missing: 1 }
 */
export function fromSamples(samples: ArrayLike<number>, edges: readonly number[]): Answer<SampledHistogram> {
  const fault = faultOfEdges(edges);
  if (fault !== null) {
    return fault;
  }
  const { counts, missing } = countInBins(samples, edges);
  return answered<SampledHistogram>({ kind: 'numeric', edges: [...edges], counts, missing });
}
