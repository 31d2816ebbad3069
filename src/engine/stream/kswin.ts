import { type Answer, answered, noAnswer } from '../answer';
import { changePoint } from './changePoint';
import type { Alarm, Detection, DetectorDefinition, DetectorOptions, RunLength } from './definition';
import { faultOfOption, run } from './run';

/** Below it two samples count as alike, however sure the test is (as in river). */
const SMALLEST_DISTANCE = 0.1;

/** The largest gap between the two samples' distributions, in steps of 1 / n; both of n values, sorted. */
function largestGap(a: Float64Array, b: Float64Array): number {
  let [i, j, largest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] as number, b[j] as number);
    while (a[i] === value) {
      i++;
    }
    while (b[j] === value) {
      j++;
    }
    largest = Math.max(largest, Math.abs(i - j));
  }
  return largest;
}

/**
 * The exact chance of a gap of `steps` / n or more between two samples of n values of one law (Gnedenko & Korolyuk
 * 1951): 2 sum (-1)^(k-1) C(2n, n - k steps) / C(2n, n). O(n).
 *
 * @example
 * equalSamplesKsP(2, 2) // => 1 / 3
 */
export function equalSamplesKsP(steps: number, n: number): number {
  if (steps <= 0) {
    return 1;
  }
  let total = 0;
  let ratio = 1;
  for (let j = 1; j <= n; j++) {
    ratio *= (n - j + 1) / (n + j);
    if (j % steps === 0) {
      total += (j / steps) % 2 === 1 ? ratio : -ratio;
    }
  }
  return Math.min(1, 2 * total);
}

function faultOf({
  alpha = 0.005,
  window = 100,
  recent = 30,
}: DetectorOptions['kswin']): ReturnType<typeof faultOfOption> {
  if (!(
    Number.isInteger(window) &&
    Number.isInteger(recent) &&
    recent >= 2 &&
    window >= 2 * recent &&
    window <= 10_000
  )) {
    return noAnswer(
      'invalid_option',
      `A window of ${window} with the ${recent} newest: both whole, at least 2 newest, and a window of at least twice as many, up to 10000.`
    );
  }
  return faultOfOption('Alpha', alpha, 0, 1);
}

/** `count` of the first `from` values, drawn without putting back, sorted. */
function drawn(window: readonly number[], from: number, count: number, random: () => number): Float64Array {
  const pool = window.slice(0, from);
  for (let i = 0; i < count; i++) {
    const pick = i + Math.floor(random() * (from - i));
    [pool[i], pool[pick]] = [pool[pick] as number, pool[i] as number];
  }
  return Float64Array.from(pool.slice(0, count)).sort();
}

/**
 * KSWIN: have the newest values another distribution, not only another mean?
 *
 * Two-sample Kolmogorov-Smirnov test (exact) of the `recent` newest values against as many drawn from the older ones in
 * the window, at each value; an alarm where p <= alpha and the distance is above 0.1 (Raab, Heusinger & Schleif 2020).
 * The draw is seeded by the caller. The change began at the change point of the window. After an alarm it goes on with
 * the newest values, as river's does afresh. Values that are not finite are skipped and counted.
 * O(values x window).
 *
 * @example
 * kswin(Float64Array.of(...Array(100).fill(0), ...Array(60).fill(5)), { random: () => 0.5 }).value.alarms[0].onset // => 100
 */
export function kswin(values: Float64Array, options: DetectorOptions['kswin']): Answer<Detection> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  const { alpha = 0.005, window: size = 100, recent: newest = 30, random } = options;
  let window: number[] = [];
  return answered(
    run(values, (value, seen): Alarm | null => {
      window.push(value);
      if (window.length > size) {
        window.shift();
      }
      if (window.length < size) {
        return null;
      }
      const recent = Float64Array.from(window.slice(size - newest)).sort();
      const older = drawn(window, size - newest, newest, random);
      const steps = largestGap(older, recent);
      if (equalSamplesKsP(steps, newest) > alpha || steps / newest <= SMALLEST_DISTANCE) {
        return null;
      }
      const change = changePoint(Float64Array.from(window));
      const began = change.ok ? change.value.onset : size - newest;
      const middle = (sorted: Float64Array): number => sorted[sorted.length >> 1] as number;
      const rose = change.ok ? change.value.meanAfter >= change.value.meanBefore : middle(recent) >= middle(older);
      window = [];
      return {
        at: seen,
        onset: seen - size + 1 + began,
        direction: rose ? 'up' : 'down',
        statistic: steps / newest,
        threshold: thresholdOf(alpha, newest),
      };
    })
  );
}

/** The smallest distance that the test calls, a multiple of 1 / n. */
function thresholdOf(alpha: number, n: number): number {
  for (let steps = 1; steps <= n; steps++) {
    if (equalSamplesKsP(steps, n) <= alpha) {
      return Math.max(SMALLEST_DISTANCE, steps / n);
    }
  }
  return 1;
}

/**
 * At least how many values pass between two false alarms: each test errs with chance alpha at most, so that the window
 * and half of 1 / alpha values pass on average (the union bound).
 *
 * @example
 * kswinRunLength({ random: () => 0.5 }).value.value // => 199
 */
export function kswinRunLength(options: DetectorOptions['kswin']): Answer<RunLength> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  const { alpha = 0.005, window = 100 } = options;
  return answered({
    value: Math.min(Number.MAX_VALUE, window - 1 + 1 / (2 * alpha)),
    kind: 'lower_bound',
    note: 'By the union bound over its tests; they overlap, so that on independent values of any law it is longer.',
  });
}

export const kswinDefinition: DetectorDefinition<'kswin'> = {
  id: 'kswin',
  label: 'KSWIN',
  explanation: 'Sees a change of the whole distribution, where mean-based detectors see nothing.',
  formula: 'KS distance of the newest r values and r drawn from the older; alarm at p <= alpha and distance > 0.1',
  citation: 'Raab, Heusinger & Schleif, Neurocomputing 416, 2020; Gnedenko & Korolyuk 1951 (exact p)',
  needs: 'Values, and a seeded stream of random numbers.',
  usual: "Alpha 0.005, a window of 100 with the 30 newest (river's).",
  limits: 'It tests at every value: choose alpha far below what a single test would have.',
  detect: kswin,
  expectedRunLength: kswinRunLength,
};
