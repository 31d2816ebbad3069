import { type Answer, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type Estimate, type EstimateOptions } from '../metric';
import { normalQuantile } from '../special/normalQuantile';
import { faultOfNamedCounts } from './counts';

/** The bounds alone, for `hits` of n > 0. */
export function wilsonBounds(
  hits: number,
  n: number,
  confidence: number
): { readonly lower: number; readonly upper: number } {
  const z = normalQuantile(1 - (1 - confidence) / 2);
  const z2 = z * z;
  const centre = (hits + z2 / 2) / (n + z2);
  const half = (z / (n + z2)) * Math.sqrt((hits * (n - hits)) / n + z2 / 4);
  return { lower: hits === 0 ? 0 : centre - half, upper: hits === n ? 1 : centre + half };
}

/**
 * A share with Wilson's score interval: what is the chance behind `hits` of n?
 *
 * (hits + z^2/2 -+ z sqrt(hits (n - hits) / n + z^2/4)) / (n + z^2) (Wilson 1927), which covers well at any n and near
 * 0 and 1, where the usual share -+ z se does not (Brown, Cai & DasGupta 2001). Counts may be real numbers. n = 0
 * gives no answer. O(1).
 *
 * @example
 * wilson(0, 4, { confidence: 0.95 }).value.value // => 0
 */
export function wilson(hits: number, n: number, options?: EstimateOptions): Answer<Estimate> {
  const fault = faultOfNamedCounts({ hits, all: n });
  if (fault !== null) {
    return fault;
  }
  if (hits > n) {
    return noAnswer('invalid_count', `${hits} of ${n}: a part cannot be more than the whole.`);
  }
  if (n === 0) {
    return noAnswer('too_few_observations', 'There is nothing to take a share of: widen the window.');
  }
  return finiteEstimate({ value: hits / n, ...wilsonBounds(hits, n, confidenceOf(options)), n }, { min: 0, max: 1 });
}
