import { type Answer, answered, noAnswer } from '../answer';
import { kolmogorovSurvival } from '../special/kolmogorov';

export interface ChangePoint {
  /** The first value after the change. */
  readonly onset: number;
  /** Largest |S_k|, S_k the sum of the first k values less their mean. */
  readonly statistic: number;
  /** statistic / (deviation sqrt(n)), whose limit law under no change is Kolmogorov's. */
  readonly scaled: number;
  readonly pValue: number;
  readonly meanBefore: number;
  readonly meanAfter: number;
}

/**
 * Where did the mean of a series change, if it did? Looks back over the whole of it.
 *
 * The largest |S_k| of the cumulative sums of (x - mean); scaled by deviation sqrt(n) it follows the supremum of a
 * Brownian bridge where nothing changed and values are independent (Ploberger & Kramer 1992). Values must be finite:
 * leave missing ones out first. Fewer than 4, or all alike, give no answer. O(values).
 *
 * @example
 * changePoint(Float64Array.of(0, 1, 0, 5, 6, 5)).value.onset // => 3
 */
export function changePoint(values: Float64Array): Answer<ChangePoint> {
  const n = values.length;
  if (!values.every(Number.isFinite)) {
    return noAnswer('invalid_count', 'A value is not finite: leave missing values out.');
  }
  if (n < 4) {
    return noAnswer('too_few_observations', `${n} values have no change that could be seen: widen the range.`);
  }
  const mean = values.reduce((all, value) => all + value / n, 0);
  let [sum, squares, statistic, last] = [0, 0, 0, 0];
  let [sumAtLast, signed] = [0, 0];
  values.forEach((value, i) => {
    const off = value - mean;
    sum += off;
    squares += off * off;
    if (i < n - 1 && Math.abs(sum) > statistic) {
      [statistic, last, sumAtLast, signed] = [Math.abs(sum), i, sum, sum];
    }
  });
  const deviation = Math.sqrt(squares / n);
  const scaled = statistic / (deviation * Math.sqrt(n));
  const before = last + 1;
  const [meanBefore, meanAfter] = [mean + sumAtLast / before, mean - signed / (n - before)];
  if (!(deviation > 0)) {
    return noAnswer('no_variation', 'All values are alike: nothing has changed.');
  }
  return [statistic, scaled, meanBefore, meanAfter].every(Number.isFinite)
    ? answered({ onset: before, statistic, scaled, pValue: kolmogorovSurvival(scaled), meanBefore, meanAfter })
    : noAnswer('overflow', 'The values are too large to compute with: look for a wrong unit.');
}

/**
 * The place that splits a series into the two parts that their own means describe best: the most likely place of a shift
 * that is known to be there, near an end too (Hinkley, Biometrika 57, 1970). O(values).
 *
 * @example
 * likeliestSplit(Float64Array.of(0, 1, 0, 1, 0, 1, 0, 9)) // => 7
 */
export function likeliestSplit(values: Float64Array): number {
  const n = values.length;
  const mean = values.reduce((all, value) => all + value / n, 0);
  let [sum, best, place] = [0, 0, 0];
  for (let k = 1; k < n; k++) {
    sum += (values[k - 1] as number) - mean;
    const gain = (sum / k) * (sum / (n - k));
    if (gain > best) {
      [best, place] = [gain, k];
    }
  }
  return place;
}
