import { type Answer, answered, noAnswer } from '../answer';
import { chiSquaredCritical } from '../special/chiSquared';

/** An area under the curve with its interval. */
export interface Auc {
  readonly auc: number;
  readonly lower: number;
  readonly upper: number;
  readonly standardError: number;
}

/** For each score of a side the share of the other side's scores below it, ties half. O((n + m) log). */
function placements(own: Float64Array, other: Float64Array): Float64Array {
  const sorted = other.slice().sort();
  const first = (value: number, afterEqual: boolean): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const here = sorted[middle] as number;
      if (here < value || (afterEqual && here === value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  return own.map((value) => (first(value, false) + first(value, true)) / 2 / sorted.length);
}

function varianceOf(values: Float64Array, mean: number): number {
  return values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1);
}

/**
 * Area under the ROC curve of scores: how often does a positive score above a negative one?
 *
 * With the standard error of DeLong, DeLong & Clarke-Pearson (1988), and an interval on the logit scale, which stays
 * between 0 and 1. Fewer than two scores on a side: `too_few_observations`. O((n + m) log).
 *
 * @example
 * aucOf([1, 2, 3], [2, 3, 4], 0.05).value.auc // => 7 / 9
 */
export function aucOf(negatives: ArrayLike<number>, positives: ArrayLike<number>, alpha: number): Answer<Auc> {
  const x = Float64Array.from(negatives);
  const y = Float64Array.from(positives);
  if (x.length < 2 || y.length < 2) {
    return noAnswer('too_few_observations', 'An area under the curve needs two scores on each side.');
  }
  const ofPositives = placements(y, x);
  const ofNegatives = placements(x, y).map((share) => 1 - share);
  const auc = ofPositives.reduce((total, one) => total + one, 0) / y.length;
  const standardError = Math.sqrt(varianceOf(ofPositives, auc) / y.length + varianceOf(ofNegatives, auc) / x.length);
  return answered({ auc, standardError, ...aucInterval(auc, standardError, alpha, x.length, y.length) });
}

/** The interval of an area, on the logit scale, which stays between 0 and 1. O(1). */
export function aucInterval(
  auc: number,
  standardError: number,
  alpha: number,
  n: number,
  m: number
): { readonly lower: number; readonly upper: number } {
  if (!(auc > 0 && auc < 1)) {
    // Full separation leaves no scatter: the interval of so many hits without a miss (the rule of three, at alpha).
    const room = -Math.log(alpha / 2) / Math.min(n, m);
    return { lower: auc === 1 ? Math.max(0, 1 - room) : 0, upper: auc === 1 ? 1 : Math.min(1, room) };
  }
  const logit = Math.log(auc / (1 - auc));
  const reach = (Math.sqrt(chiSquaredCritical(alpha, 1)) * standardError) / (auc * (1 - auc));
  const back = (value: number): number => 1 / (1 + Math.exp(-value));
  return { lower: back(logit - reach), upper: back(logit + reach) };
}
