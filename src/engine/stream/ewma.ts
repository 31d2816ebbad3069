import { type Answer, answered } from '../answer';
import type { Alarm, Detection, DetectorDefinition, DetectorOptions, RunLength } from './definition';
import { ewmaRunLength } from './ewmaRunLength';
import { faultOfOption, inControlOf, run } from './run';

function faultOf({ weight = 0.1, width = 2.7 }: DetectorOptions['ewma']): ReturnType<typeof faultOfOption> {
  // Lighter weights than this need a finer quadrature than anybody waits for, and see nothing for days.
  return faultOfOption('The weight', weight, 0.009, 1) ?? faultOfOption('The width', width, 0, 10);
}

/**
 * EWMA: has a moving average left its limits?
 *
 * A = w z + (1 - w) A on z = (x - mean) / deviation, with limits +- L sqrt(w / (2 - w) (1 - (1 - w)^2t)) (Roberts 1959;
 * Lucas & Saccucci 1990). It began where the average last crossed the mean. Values that are not finite are skipped and
 * counted. O(values).
 *
 * @example
 * ewma(Float64Array.of(0, 0, 4, 4), { inControl: { mean: 0, deviation: 1 } }).value.alarms[0].direction // => 'up'
 */
export function ewma(values: Float64Array, options: DetectorOptions['ewma'] = {}): Answer<Detection> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  const known = inControlOf(values, options);
  if (!known.ok) {
    return known;
  }
  const { mean, deviation, from } = known.value;
  const { weight = 0.1, width = 2.7 } = options;
  const steady = width * Math.sqrt(weight / (2 - weight));
  let [average, steps, since] = [0, 0, from];
  const detection = run(
    values,
    (value, seen): Alarm | null => {
      const z = Math.max(-1e300, Math.min(1e300, (value - mean) / deviation));
      const next = weight * z + (1 - weight) * average;
      steps++;
      if (next * average <= 0) {
        since = seen;
      }
      average = next;
      const threshold = steady * Math.sqrt(1 - (1 - weight) ** (2 * steps));
      if (Math.abs(average) <= threshold) {
        return null;
      }
      const direction = average > 0 ? 'up' : 'down';
      const alarm: Alarm = { at: seen, onset: since, direction, statistic: average, threshold };
      [average, steps, since] = [0, 0, seen + 1];
      return alarm;
    },
    { from }
  );
  return answered(detection);
}

/**
 * How many values pass between two false alarms of an EWMA chart, by its integral equation.
 *
 * @example
 * expectedEwmaRunLength({ weight: 1, width: 3 }).value.kind // => 'exact'
 */
export function expectedEwmaRunLength(options: DetectorOptions['ewma'] = {}): Answer<RunLength> {
  const fault = faultOf(options);
  if (fault !== null) {
    return fault;
  }
  const { weight = 0.1, width = 2.7 } = options;
  // Beyond 8 deviations the equation is singular to double precision, and nobody lives to see an alarm.
  return answered({
    value: Math.min(1e15, width > 8 ? 1e15 : Math.abs(ewmaRunLength(weight, width))),
    kind: width > 8 ? 'lower_bound' : 'exact',
    note: 'For independent normal values of known mean and deviation; a learned baseline shortens it, correlation in time much more.',
  });
}

export const ewmaDefinition: DetectorDefinition<'ewma'> = {
  id: 'ewma',
  label: 'EWMA',
  explanation: 'Sees lasting shifts of the mean by a moving average that a person can look at.',
  formula: 'A = w z + (1 - w) A, alarm at |A| > L sqrt(w / (2 - w) (1 - (1 - w)^2t))',
  citation: 'Roberts, Technometrics 1, 1959; Crowder, Technometrics 29, 1987 (run length)',
  needs: 'A mean and deviation from good times, or a first part of the series to learn them from.',
  usual: 'Weight 0.1, width 2.7 (Lucas & Saccucci, Technometrics 32, 1990).',
  limits: 'Correlation in time makes false alarms far more frequent than the run length says.',
  detect: ewma,
  expectedRunLength: expectedEwmaRunLength,
};
