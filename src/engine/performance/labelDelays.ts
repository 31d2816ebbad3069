import { type Answer, answered, noAnswer } from '../answer';
import type { CompletenessOptions } from './labelCompleteness';

export interface LabelDelays {
  /** As `labelCompleteness` takes them. */
  readonly delays: NonNullable<CompletenessOptions['delays']>;
  /** Seconds after which half of the labels, and 95 % of them, have come. */
  readonly median: number;
  readonly late: number;
  readonly n: number;
}

const SHARES = [0.5, 0.75, 0.9, 0.95, 0.99, 1] as const;
const LATE = 0.95;
/** Fewer labels say too little about their late ones. */
const ENOUGH = 20;
/** A label that is there at once, in a form that rises from 0. */
const AT_ONCE = 1e-3;

/**
 * How late labels are, from those of a stretch of the past: seconds from each prediction to its label, in any order. A
 * label before its prediction (clocks differ) came at once; NaN is left out.
 *
 * Labels that have not come yet are in no list, so that a young stretch seems to have quick labels. `age` is how long ago
 * its youngest prediction was made, in seconds: where the last 5 % took longer than half of it, more may well be on
 * their way, and there is no answer. O(labels log labels).
 *
 * @example
 * labelDelays(new Float64Array(30).fill(60), 3600).value // => { delays: [{ seconds: 60, share: 1 }], median: 60, late: 60, n: 30 }
 */
export function labelDelays(seconds: Float64Array, age: number): Answer<LabelDelays> {
  const sorted = seconds
    .filter((delay) => !Number.isNaN(delay))
    .map((delay) => Math.max(0, delay))
    .sort();
  const n = sorted.length;
  if (n < ENOUGH) {
    return noAnswer(
      'too_few_observations',
      `${n} labels are too few to tell how late labels are (at least ${ENOUGH}): set how long they usually take.`
    );
  }
  const after = (share: number): number => sorted[Math.ceil(share * n) - 1] as number;
  const late = after(LATE);
  if (!(late <= age / 2)) {
    return noAnswer(
      'too_few_observations',
      'Labels of the reference are still coming, so how late they are cannot be told: choose an older reference, or set how long they usually take.'
    );
  }
  const delays: Array<{ seconds: number; share: number }> = [];
  for (const share of SHARES) {
    const at = Math.max(AT_ONCE, after(share));
    if (delays.at(-1)?.seconds === at) {
      delays.pop();
    }
    delays.push({ seconds: at, share });
  }
  return answered({ delays, median: after(0.5), late, n });
}
