import { type Answer, answered, noAnswer } from '../answer';
import { normalQuantile } from '../special/normalQuantile';
import type { Alarm, Detection } from './definition';

const FIRST_LOOK = 256;

export interface SimulatedRunLength {
  /** Mean number of values up to the first alarm; at least this where runs were cut off. */
  readonly value: number;
  /** 95 % interval of the mean. */
  readonly lower: number;
  readonly upper: number;
  /** Runs that had no alarm within `longest` values. */
  readonly cutOff: number;
}

/**
 * The run length between false alarms by simulation: for values as yours are, not only normal and independent ones.
 *
 * `detect` is a detector with its options, `draw` gives the next value of good times; randomness comes with it. Runs end
 * at `longest` values: where some did, the true mean is longer. O(runs x longest).
 *
 * @example
 * simulatedRunLength((values) => cusum(values, { inControl: { mean: 0, deviation: 1 } }), () => 2, { runs: 5, longest: 50 }).value.value // => 4
 */
export function simulatedRunLength(
  detect: (values: Float64Array) => Answer<Detection>,
  draw: () => number,
  { runs = 200, longest = 10_000 }: { readonly runs?: number; readonly longest?: number } = {}
): Answer<SimulatedRunLength> {
  if (!(Number.isInteger(runs) && runs >= 2 && Number.isInteger(longest) && longest >= 1)) {
    return noAnswer('invalid_option', `${runs} runs of up to ${longest} values: at least 2 runs of at least 1 value.`);
  }
  let [sum, squares, cutOff] = [0, 0, 0];
  for (let k = 0; k < runs; k++) {
    let first: Alarm | undefined;
    let values = new Float64Array(0);
    // Most runs end soon: look at a short one first, and draw more of it only where there is no alarm yet.
    while (first === undefined && values.length < longest) {
      const before = values;
      const length = Math.min(longest, Math.max(FIRST_LOOK, 4 * before.length));
      values = Float64Array.from({ length }, (_, i) => before[i] ?? draw());
      const detection = detect(values);
      if (!detection.ok) {
        return detection;
      }
      first = detection.value.alarms[0];
    }
    const length = first === undefined ? longest : first.at + 1;
    cutOff += first === undefined ? 1 : 0;
    sum += length;
    squares += length * length;
  }
  const value = sum / runs;
  const half = normalQuantile(0.975) * Math.sqrt(Math.max(0, squares / runs - value * value) / (runs - 1));
  return answered({ value, lower: Math.max(0, value - half), upper: value + half, cutOff });
}
