import { type Answer, answered, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type Estimate, type EstimateOptions, type MetricDefinition } from '../metric';
import { studentCritical, studentSurvival } from '../special/studentSurvival';

const OVERFLOW_DETAIL = 'The differences are too large to add up: look for a wrong unit.';

/** Differences shadow - live of a number (loss, latency, predicted value), summed up so that windows can be added. */
export interface DifferenceMoments {
  readonly n: number;
  readonly mean: number;
  /** Sum of (difference - mean)^2. */
  readonly squares: number;
}

/** Moments that grow as differences come in, for rows that nobody wants to hold. */
export type RunningMoments = { -readonly [Key in keyof DifferenceMoments]: DifferenceMoments[Key] };

/**
 * The moments of no difference at all, to add to.
 *
 * @example
 * noDifferences() // => { n: 0, mean: 0, squares: 0 }
 */
export function noDifferences(): RunningMoments {
  return { n: 0, mean: 0, squares: 0 };
}

/**
 * Takes one difference into the moments, in place and without cancellation (Welford 1962). What is not finite is left
 * out. O(1).
 *
 * @example
 * addDifference(addDifference(noDifferences(), 1), 3) // => { n: 2, mean: 2, squares: 2 }
 */
export function addDifference(moments: RunningMoments, difference: number): RunningMoments {
  if (Number.isFinite(difference)) {
    moments.n++;
    const off = difference - moments.mean;
    moments.mean += off / moments.n;
    moments.squares += off * (difference - moments.mean);
  }
  return moments;
}

/**
 * The moments of shadow - live, row by row, in one pass without cancellation (Welford 1962). Rows where either is not
 * finite are left out. Unequal columns give no answer. O(rows).
 *
 * @example
 * differenceMoments(Float64Array.of(1, 2, 3), Float64Array.of(2, 4, 6)).value // => { n: 3, mean: 2, squares: 2 }
 */
export function differenceMoments(live: Float64Array, shadow: Float64Array): Answer<DifferenceMoments> {
  if (live.length !== shadow.length) {
    return noAnswer('unequal_lengths', `${live.length} live values against ${shadow.length}: pair them first.`);
  }
  const moments = noDifferences();
  for (let i = 0; i < live.length; i++) {
    addDifference(moments, (shadow[i] as number) - (live[i] as number));
  }
  return Number.isFinite(moments.mean) && Number.isFinite(moments.squares)
    ? answered<DifferenceMoments>(moments)
    : noAnswer('overflow', OVERFLOW_DETAIL);
}

/**
 * Two windows' moments as one (Chan, Golub & LeVeque 1983). O(1).
 *
 * @example
 * mergeMoments({ n: 1, mean: 1, squares: 0 }, { n: 1, mean: 3, squares: 0 }) // => { n: 2, mean: 2, squares: 2 }
 */
export function mergeMoments(one: DifferenceMoments, other: DifferenceMoments): DifferenceMoments {
  const n = one.n + other.n;
  if (n === 0) {
    return one;
  }
  const off = other.mean - one.mean;
  return {
    n,
    mean: one.mean + off * (other.n / n),
    squares: one.squares + other.squares + off * off * ((one.n * other.n) / n),
  };
}

export interface PairedTest {
  /** Two-sided. */
  readonly pValue: number;
  readonly t: number;
  readonly degreesOfFreedom: number;
}

function fault(moments: DifferenceMoments): ReturnType<typeof noAnswer> | null {
  const { n, mean, squares } = moments;
  if (!(Number.isFinite(n) && Number.isFinite(mean) && Number.isFinite(squares) && n >= 0 && squares >= 0)) {
    return noAnswer('overflow', OVERFLOW_DETAIL);
  }
  return n >= 2
    ? null
    : noAnswer('too_few_observations', `${n} pairs with both values: at least 2 are needed, widen the window.`);
}

/**
 * The mean of shadow - live with Student's interval: by how much do losses, latencies or predicted values differ on the
 * same requests?
 *
 * mean -+ t sd / sqrt(n). Pairing removes what the requests have in common, so it sees far smaller differences than two
 * separate means. Fewer than 2 pairs give no answer. O(1).
 *
 * @example
 * meanDifference({ n: 3, mean: 2, squares: 2 }).value.value // => 2
 */
export function meanDifference(moments: DifferenceMoments, options?: EstimateOptions): Answer<Estimate> {
  const confidence = confidenceOf(options);
  const wrong = fault(moments);
  if (wrong !== null) {
    return wrong;
  }
  const { n, mean, squares } = moments;
  const half = studentCritical((1 - confidence) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return finiteEstimate({ value: mean, lower: mean - half, upper: mean + half, n });
}

/**
 * Student's paired t test: could the mean difference be `hypothesis` (by default 0)? Differences that are all alike
 * give p = 1 where they equal it and p = 0 where not. O(1).
 *
 * @example
 * pairedTTest({ n: 2, mean: 1, squares: 2 }).value.pValue // => 0.5
 */
export function pairedTTest(moments: DifferenceMoments, hypothesis = 0): Answer<PairedTest> {
  const wrong = fault(moments);
  if (wrong !== null) {
    return wrong;
  }
  const { n, mean, squares } = moments;
  const degreesOfFreedom = n - 1;
  const off = mean - hypothesis;
  const error = Math.sqrt(squares / degreesOfFreedom / n);
  if (error === 0) {
    // The largest double stands for an infinite t: every number stays finite.
    return answered({
      pValue: off === 0 ? 1 : 0,
      t: Math.sign(off) * (off === 0 ? 0 : Number.MAX_VALUE),
      degreesOfFreedom,
    });
  }
  const t = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, off / error));
  return answered({ pValue: Math.min(1, 2 * studentSurvival(Math.abs(t), degreesOfFreedom)), t, degreesOfFreedom });
}

export const meanDifferenceDefinition: MetricDefinition<'mean_difference', DifferenceMoments> = {
  id: 'mean_difference',
  label: 'Mean difference, shadow minus live',
  explanation: 'How far the shadow lies above live on the same requests, in the unit of the values themselves.',
  direction: 'neither',
  range: { min: null, max: null },
  unit: 'unit of the values',
  formula: 'mean of (shadow - live), -+ t sd / sqrt(n)',
  citation: 'Student, Biometrika 6, 1908',
  needs: 'Pairs of numbers (losses, latencies, predictions), or the moments of their differences.',
  limits: 'A few huge differences rule the mean; the interval takes the requests as independent.',
  compute: meanDifference,
};
