import { quantileSorted } from 'simple-statistics';
import { type Answer, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type Estimate, type EstimateOptions } from '../metric';
import { finiteOf, type Samples } from '../sample/sides';
import { ranksOf } from './ranks';

/**
 * A quantile of raw values with an interval that holds whatever their distribution: the 95 % quantile of latency, say.
 *
 * Interpolated as NumPy does (Hyndman & Fan's type 7); the interval is made of the values whose ranks bound it by the
 * binomial law. A side that so few values cannot bound is absent. q between 0 and 1. NaN and infinities are left out;
 * no value gives no answer. O(n log n).
 *
 * @example
 * quantileOfSamples([4, 1, 3, 2, 5], 0.5).value.value // => 3
 */
export function quantileOfSamples(samples: Samples, q: number, options?: EstimateOptions): Answer<Estimate> {
  const confidence = confidenceOf(options);
  if (!(q > 0 && q < 1)) {
    throw new RangeError(`a quantile of ${q}: it must lie between 0 and 1`);
  }
  const values = finiteOf(samples).sort();
  const n = values.length;
  if (n === 0) {
    return noAnswer('no_samples', 'There is no value to take a quantile of: widen the window.');
  }
  const { lower, upper } = ranksOf(n, q, confidence);
  return finiteEstimate({
    // quantileSorted takes any list with a length; its type says array.
    value: quantileSorted(values as unknown as number[], q),
    ...(lower === undefined ? {} : { lower: values[lower - 1] as number }),
    ...(upper === undefined ? {} : { upper: values[upper - 1] as number }),
    n,
  });
}
