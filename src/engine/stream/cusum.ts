import { type Answer, answered } from '../answer';
import { oneSidedRunLength } from './cusumRunLength';
import type { Alarm, Detection, DetectorDefinition, DetectorOptions, RunLength } from './definition';
import { faultOfOption, inControlOf, run } from './run';

function faultOf({ slack = 0.5, threshold = 5 }: DetectorOptions['cusum']): ReturnType<typeof faultOfOption> {
  return faultOfOption('The slack', slack, 0, 10) ?? faultOfOption('The threshold', threshold, 0, 1000);
}

/**
 * CUSUM: has the mean shifted for good, if only a little?
 *
 * Two-sided tabular form on z = (x - mean) / deviation: S = max(0, S +- z - slack), an alarm where S > threshold (Page
 * 1954; slack 0.5 and threshold 4 to 5 see a shift of one deviation soonest). It began where S last left 0. Values that
 * are not finite are skipped and counted. O(values).
 *
 * @example
 * cusum(Float64Array.of(0, 0, 3, 3, 3), { inControl: { mean: 0, deviation: 1 } }).value.alarms[0].onset // => 2
 */
export function cusum(values: Float64Array, options: DetectorOptions['cusum'] = {}): Answer<Detection> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  const known = inControlOf(values, options);
  if (!known.ok) {
    return known;
  }
  const { mean, deviation, from } = known.value;
  const { slack = 0.5, threshold = 5 } = options;
  let [up, down] = [0, 0];
  let [upSince, downSince] = [from, from];
  const detection = run(
    values,
    (value, seen): Alarm | null => {
      const z = Math.max(-1e300, Math.min(1e300, (value - mean) / deviation));
      up = Math.max(0, up + z - slack);
      down = Math.max(0, down - z - slack);
      upSince = up === 0 ? seen + 1 : upSince;
      downSince = down === 0 ? seen + 1 : downSince;
      if (Math.max(up, down) <= threshold) {
        return null;
      }
      const alarm: Alarm =
        up >= down
          ? { at: seen, onset: upSince, direction: 'up', statistic: up, threshold }
          : { at: seen, onset: downSince, direction: 'down', statistic: down, threshold };
      [up, down] = [0, 0];
      [upSince, downSince] = [seen + 1, seen + 1];
      return alarm;
    },
    { from }
  );
  return answered(detection);
}

/**
 * How many values pass between two false alarms of a CUSUM: half the run length of one side, by its integral equation.
 *
 * @example
 * Math.round(cusumRunLength({ threshold: 4 }).value.value) // => 168
 */
export function cusumRunLength(options: DetectorOptions['cusum'] = {}): Answer<RunLength> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  const { slack = 0.5, threshold = 5 } = options;
  const value = Math.min(Number.MAX_VALUE, oneSidedRunLength(slack, threshold, 0) / 2);
  return answered({
    value,
    kind: threshold > 60 ? 'approximation' : 'exact',
    note: 'For independent normal values of known mean and deviation; a learned baseline shortens it, correlation in time much more.',
  });
}

export const cusumDefinition: DetectorDefinition<'cusum'> = {
  id: 'cusum',
  label: 'CUSUM',
  explanation: 'Sees small lasting shifts of the mean soonest, by adding them up.',
  formula: 'S = max(0, S + z - k), alarm at S > h',
  citation: 'Page, Biometrika 41, 1954; Goel & Wu, Technometrics 13, 1971 (run length)',
  needs: 'A mean and deviation from good times, or a first part of the series to learn them from.',
  usual: 'Slack 0.5, threshold 5 (Montgomery, Statistical Quality Control, table 9.3).',
  limits: 'Correlation in time makes false alarms far more frequent than the run length says.',
  detect: cusum,
  expectedRunLength: cusumRunLength,
};
