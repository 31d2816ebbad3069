import { type Answered, type NoAnswer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';

/** Raw values of one side; a typed array is the fastest. */
export type Samples = ArrayLike<number>;

/** Both sides without what is no value, in rising order. */
export interface Sides {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The finite values of a side, in the order given. O(n). */
export function finiteOf(samples: Samples): Float64Array {
  const values = Float64Array.from(samples);
  let kept = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isFinite(value)) {
      values[kept++] = value;
    }
  }
  return kept === values.length ? values : values.slice(0, kept);
}

/** Both sides as the tests need them, or why not: a side without at least `least` finite values. O(n). */
export function finiteSides(reference: Samples, current: Samples, least = 1): Answered<Sides> | NoAnswer {
  const x = finiteOf(reference);
  const y = finiteOf(current);
  if (x.length === 0) {
    return noAnswer('empty_reference', 'The reference holds no values: choose another time, labels or profile.');
  }
  if (y.length === 0) {
    return noAnswer('empty_current', 'The window holds no values: widen it, or check that the feature is still sent.');
  }
  if (x.length < least || y.length < least) {
    return noAnswer(
      'too_few_observations',
      `${x.length} against ${y.length} values: the test needs ${least} on each side, so widen the window.`
    );
  }
  const dropped = reference.length - x.length + (current.length - y.length);
  const repairs: readonly Repair[] = dropped > 0 ? [{ kind: 'not_finite_left_out', values: dropped }] : [];
  return answered({ x, y }, repairs);
}

/** The same, sorted. O(n log n). */
export function sortedSides(reference: Samples, current: Samples, least = 1): Answered<Sides> | NoAnswer {
  const sides = finiteSides(reference, current, least);
  if (sides.ok) {
    sides.value.x.sort();
    sides.value.y.sort();
  }
  return sides;
}
