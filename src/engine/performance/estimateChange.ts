import { type Answer, answered, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type Estimate, type EstimateOptions } from '../metric';
import { normalCdf } from '../special/normal';
import { normalQuantile } from '../special/normalQuantile';

export interface EstimateChange {
  /** Current minus reference, with an interval. */
  readonly change: Estimate;
  /** Chance of a change as large, if there were none. */
  readonly pValue: number;
}

/**
 * By how much has a metric changed, and is that more than chance explains?
 *
 * The difference of two estimates from other rows, with the interval that their own intervals give: the method of
 * variance estimates recovery, (a - b) -+ sqrt((a - a_low)^2 + (b_high - b)^2) (Donner & Zou, Statistics in Medicine 31,
 * 2012; for shares with Wilson's intervals it is Newcombe's method 10, 1998). It keeps what they know of lopsided
 * errors. The p-value is that of the interval that just touches 0, with errors taken to grow as those of a normal law.
 * `confidence` must be that of both intervals. An estimate without an interval gives no answer. O(1).
 *
 * @example
 * estimateChange(
 *   { value: 0.9, lower: 0.86, upper: 0.93, n: 200 }, { value: 0.8, lower: 0.77, upper: 0.83, n: 600 }
 * ).value.change // => { value: -0.1, lower: -0.1424264068711929, upper: -0.05, n: 800 }
 */
export function estimateChange(
  reference: Estimate,
  current: Estimate,
  options?: EstimateOptions
): Answer<EstimateChange> {
  const z = normalQuantile(1 - (1 - confidenceOf(options)) / 2);
  if ([reference.lower, reference.upper, current.lower, current.upper].includes(undefined)) {
    return noAnswer('too_few_observations', 'A change needs an interval on both sides: widen the window.');
  }
  const above = ({ value, upper = value }: Estimate): number => Math.max(0, upper - value);
  const below = ({ value, lower = value }: Estimate): number => Math.max(0, value - lower);
  const value = current.value - reference.value;
  const [down, up] = [Math.hypot(below(current), above(reference)), Math.hypot(above(current), below(reference))];
  const change = finiteEstimate({ value, lower: value - down, upper: value + up, n: reference.n + current.n });
  if (!change.ok) {
    return change;
  }
  const reach = value > 0 ? down : up;
  const pValue = value === 0 ? 1 : reach === 0 ? 0 : 2 * normalCdf((-Math.abs(value) * z) / reach);
  return answered({ change: change.value, pValue });
}
