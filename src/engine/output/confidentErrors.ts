import { type Answer, answered, noAnswer } from '../answer';
import { confidenceOf, type EstimateOptions } from '../metric';
import { pInWords } from '../pInWords';
import { clopperPearson } from '../proportion/clopperPearson';
import { moreHits } from '../proportion/moreHits';
import { binomialUpperTail } from '../special/binomial';
import { poissonBinomialUpperTail } from '../special/poissonBinomial';
import type { Verdict } from '../verdict/verdict';
import { type Calibration, calibrated, referenceSize } from './calibration';
import { type CalibrationBucket, faultOfCalibration, meanConfidence, middlesTaken } from './calibrationBuckets';

export interface ConfidentErrorsOptions extends EstimateOptions {
  /** What a claimed confidence is worth, learned on a reference; by default it is taken at its word. */
  readonly calibration?: Calibration;
  /** Of the verdict; by default 0.05. */
  readonly alpha?: number;
  /** From how many times as many errors as expected the verdict is `drift` and not `warning`; by default 2. */
  readonly ratio?: number;
}

export interface ConfidentErrors {
  /** Labelled predictions that are at least so confident. */
  readonly confident: number;
  readonly wrong: number;
  /** Sum of (1 - calibrated confidence). */
  readonly expectedWrong: number;
  /**
   * wrong / expectedWrong, with an exact interval: of the share of errors, and with a calibration of the ratio of two
   * shares, for what is expected was counted as well. Null where none is expected.
   */
  readonly ratio: number | null;
  readonly ratioLower: number | null;
  readonly ratioUpper: number | null;
  /** Chance of as many errors or more, if the calibration still held. */
  readonly pValue: number;
  /**
   * `poisson_binomial` is exact; `binomial` takes the mean chance, which errs on the safe side (Hoeffding 1956). Both
   * hold the claim against what came; `two_samples` holds the reference against it, which is a sample itself.
   */
  readonly method: 'poisson_binomial' | 'binomial' | 'two_samples';
  /** On how many labelled predictions of the reference the expectation rests; null where the claim is taken at its word. */
  readonly referenceSize: number | null;
  /** The smallest ratio that so much data would call significant; null where none would be. */
  readonly detectableRatio: number | null;
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Up to so many steps the exact law is added up; above, the binomial of the mean chance. */
const EXACT_STEPS = 4_000_000;

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** The fewest errors that the test at alpha calls too many, by halving; more than n where none does. */
function criticalCount(tail: (wrong: number) => number, n: number, alpha: number): number {
  let low = 0;
  let high = Math.floor(n) + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (tail(middle) <= alpha) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return high;
}

/**
 * Where the ratio lies. Against a claim, the exact interval of the share of errors over what is expected. Against a
 * sample, the exact interval of the ratio of two rates, given both counts together (Przyborowski & Wilenski, Biometrika
 * 31, 1940).
 */
function ratioBounds(of: {
  readonly wrong: number;
  readonly confident: number;
  readonly expectedWrong: number;
  readonly reference: number | null;
  readonly confidence: number;
}): readonly [number | null, number | null] {
  const { wrong, confident, expectedWrong, reference, confidence } = of;
  if (expectedWrong <= 0) {
    return [null, null];
  }
  if (reference === null) {
    const { lower, upper } = clopperPearson(Math.min(wrong, confident), confident, confidence);
    return [(lower * confident) / expectedWrong, (upper * confident) / expectedWrong];
  }
  const before = (expectedWrong / confident) * reference;
  const { lower, upper } = clopperPearson(wrong, wrong + before, confidence);
  const over = (share: number): number => ((share / (1 - share)) * reference) / confident;
  return [over(lower), upper < 1 ? over(upper) : null];
}

/**
 * Confident errors: is the model wrong, though sure, more often than its calibration allows?
 *
 * Among predictions of confidence >= threshold, the errors against the expected sum (1 - calibrated confidence). Exact
 * one-sided test: the Poisson binomial law where counts are whole and few enough, else the binomial of the mean chance,
 * which is never too bold where it matters (Hoeffding, Annals of Mathematical Statistics 27, 1956). With a calibration
 * the expectation is an estimate from so many labelled predictions of the reference, and the test is Fisher's between
 * the two samples: taken for certain, a calibration would make false alarms of its own error as soon as there is much
 * current data. Hand over buckets from `threshold` on: one that only partly lies above it takes no part.
 *
 * Verdict: `insufficient` where fewer errors than `ratio` times the expected could not be told from chance, and chance
 * explains what is seen; `drift` where significant and at least `ratio` times the expected; `warning` where significant;
 * else `ok`. A claim that expects no error at all is taken at its word. No confident labelled prediction gives no
 * answer. O(predictions x errors) for the exact law, at most four million steps; else O(buckets).
 *
 * @example
 * confidentErrors([{ lower: 0.95, upper: 1, count: 100, hits: 90, confidenceSum: 98 }], 0.95).value.ratio // => 5
 */
export function confidentErrors(
  buckets: readonly CalibrationBucket[],
  threshold: number,
  options: ConfidentErrorsOptions = {}
): Answer<ConfidentErrors> {
  const { calibration, alpha = 0.05, ratio: wantedRatio = 2 } = options;
  const confidence = confidenceOf(options);
  const within = buckets.filter(({ lower, upper }) => lower >= threshold || (upper === lower && lower === threshold));
  const fault = buckets.length > 0 ? faultOfCalibration(buckets) : null;
  if (fault !== null && fault.reason !== 'no_labels') {
    return fault;
  }
  const confident = within.reduce((all, { count }) => all + count, 0);
  if (confident === 0) {
    return noAnswer(
      'no_labels',
      `No labelled prediction lies in a bucket of confidence from ${threshold} on: lower the threshold, or give the histogram a bound there.`
    );
  }
  const groups = within
    .filter(({ count }) => count > 0)
    .map((bucket) => {
      const claimed = meanConfidence(bucket);
      const p = 1 - (calibration === undefined ? claimed : calibrated(calibration, claimed));
      return { n: bucket.count, claimed, p: Math.min(1, Math.max(0, p)) };
    });
  const wrong = within.reduce((all, { count, hits }) => all + Math.max(0, count - hits), 0);
  const expectedWrong = groups.reduce((all, { n, p }) => all + n * p, 0);
  const meanChance = Math.min(1, expectedWrong / confident);
  const reference = calibration === undefined ? null : referenceSize(calibration, groups);
  const whole = Number.isInteger(wrong) && groups.every(({ n }) => Number.isInteger(n));
  const exact = reference === null && whole && groups.length > 1 && confident * Math.max(1, wrong) <= EXACT_STEPS;
  const tail = (count: number): number =>
    reference === null
      ? binomialUpperTail(count, confident, meanChance)
      : moreHits(count, confident, meanChance * reference, reference);
  const pValue = exact ? poissonBinomialUpperTail(wrong, groups) : tail(wrong);
  const critical = criticalCount(tail, confident, alpha);
  const detectableRatio = expectedWrong > 0 && critical <= confident ? critical / expectedWrong : null;
  const ratio = expectedWrong > 0 ? wrong / expectedWrong : null;
  const [ratioLower, ratioUpper] = ratioBounds({ wrong, confident, expectedWrong, reference, confidence });
  const numbers = [confident, wrong, expectedWrong, ratio ?? 0, ratioUpper ?? 0, pValue, detectableRatio ?? 0];
  if (!numbers.every(Number.isFinite)) {
    return noAnswer('overflow', 'The counts are too large to compute with: narrow the window.');
  }
  const measured = `${number(wrong)} wrong of ${number(confident)} confident predictions, ${number(expectedWrong)} expected (${pInWords(pValue)})`;
  let verdict: Verdict;
  let reason: string;
  if (pValue <= alpha) {
    verdict = ratio === null || ratio >= wantedRatio ? 'drift' : 'warning';
    reason = `${measured}: more than its calibration allows.`;
  } else if (expectedWrong > 0 && (detectableRatio === null || detectableRatio > wantedRatio)) {
    verdict = 'insufficient';
    reason = `${measured}: too few to see ${number(wantedRatio)} times as many errors as expected; wait for more labels.`;
  } else {
    verdict = 'ok';
    reason = `${measured}: within what its calibration allows.`;
  }
  return answered(
    {
      confident,
      wrong,
      expectedWrong,
      ratio,
      ratioLower,
      ratioUpper,
      pValue,
      method: reference !== null ? 'two_samples' : exact ? 'poisson_binomial' : 'binomial',
      referenceSize: reference,
      detectableRatio,
      verdict,
      reason,
    },
    middlesTaken(within)
  );
}
