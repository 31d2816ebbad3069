import { type Answer, answered, noAnswer } from '../answer';
import { oneSidedRunLength } from './cusumRunLength';
import type { Alarm, Detection, DetectorDefinition, DetectorOptions, RunLength } from './definition';
import { faultOfOption, run, type Step } from './run';

function faultOf(options: DetectorOptions['page_hinkley']): ReturnType<typeof faultOfOption> {
  const { tolerance = 0.005, threshold = 50, forgetting = 0.9999, first = 30, deviation = 1 } = options;
  if (!(tolerance >= 0 && tolerance < Infinity)) {
    return noAnswer('invalid_option', `The tolerance is ${tolerance}: it must be at least 0.`);
  }
  return (
    faultOfOption('The threshold', threshold, 0, 1e300) ??
    faultOfOption('The forgetting factor', forgetting, 0, 1) ??
    faultOfOption('The number of first values', first, 0, 1e9) ??
    faultOfOption('The deviation', deviation, 0, 1e300)
  );
}

/**
 * Page-Hinkley: has the mean left its own running average?
 *
 * Both sides of m = a m + (x - mean so far -+ tolerance); an alarm where m has risen more than `threshold` above its
 * minimum (or fallen below its maximum), from the `first` values on (Page 1954; Hinkley 1971; forgetting as in river).
 * It began at the likeliest split of the values since
 * the last alarm: with forgetting, the minimum itself lies far back. Values that are not finite are skipped and counted. O(values).
 *
 * @example
 * pageHinkley(Float64Array.of(...Array(50).fill(0), ...Array(20).fill(9))).value.alarms[0].onset // => 50
 */
export function pageHinkley(values: Float64Array, options: DetectorOptions['page_hinkley'] = {}): Answer<Detection> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  const { tolerance = 0.005, threshold = 50, forgetting = 0.9999, first = 30 } = options;
  const fresh = { n: 0, mean: 0, up: 0, down: 0, lowest: Infinity, highest: -Infinity };
  let state = { ...fresh };
  const step: Step = (value, seen): Alarm | null => {
    state.n++;
    state.mean += (value - state.mean) / state.n;
    const off = value - state.mean;
    state.up = forgetting * state.up + off - tolerance;
    state.down = forgetting * state.down + off + tolerance;
    state.lowest = Math.min(state.lowest, state.up);
    state.highest = Math.max(state.highest, state.down);
    const [rise, fall] = [state.up - state.lowest, state.highest - state.down];
    if (state.n < first || !(rise > threshold || fall > threshold) || !Number.isFinite(rise + fall)) {
      return null;
    }
    state = { ...fresh };
    return rise >= fall
      ? { at: seen, onset: seen, direction: 'up', statistic: rise, threshold }
      : { at: seen, onset: seen, direction: 'down', statistic: fall, threshold };
  };
  return answered(run(values, step, { looksBack: true }));
}

/**
 * About how many values pass between two false alarms: those of a CUSUM with slack tolerance / deviation and threshold
 * threshold / deviation. It leaves out that the mean is estimated and old values are forgotten, so it is an order of
 * magnitude; see `simulatedRunLength`.
 *
 * @example
 * pageHinkleyRunLength({ tolerance: 0.5, threshold: 4 }).value.kind // => 'approximation'
 */
export function pageHinkleyRunLength(options: DetectorOptions['page_hinkley'] = {}): Answer<RunLength> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  const { tolerance = 0.005, threshold = 50, deviation = 1, first = 30 } = options;
  const side = oneSidedRunLength(tolerance / deviation, threshold / deviation, 0);
  return answered({
    value: Math.min(Number.MAX_VALUE, Math.max(first, side / 2)),
    kind: 'approximation',
    note: 'As a CUSUM of known mean that forgets nothing: an order of magnitude. Give the deviation of the values.',
  });
}

export const pageHinkleyDefinition: DetectorDefinition<'page_hinkley'> = {
  id: 'page_hinkley',
  label: 'Page-Hinkley',
  explanation: 'Sees a lasting shift of the mean without being told what is normal.',
  formula: 'm = a m + (x - mean - d), alarm at m - min m > lambda, and the mirror image',
  citation: 'Page, Biometrika 41, 1954; Hinkley, Biometrika 58, 1971',
  needs: 'Nothing but the values; tolerance and threshold are in their unit.',
  usual: "Tolerance 0.005, threshold 50, forgetting 0.9999 (river's).",
  limits: 'Its defaults suit values of deviation about 1: scale the values, or the threshold.',
  detect: pageHinkley,
  expectedRunLength: pageHinkleyRunLength,
};
