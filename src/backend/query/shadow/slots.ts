import type { Steps } from '../steps';

/** One window: its end, and which slots it is made of (the last one excluded). */
export interface Window {
  readonly time: number;
  readonly first: number;
  readonly end: number;
}

/**
 * Time cut where any window begins or ends, so that each event is counted in one slot, however many windows overlap
 * there, and each window is the sum of its slots, exactly.
 */
export interface Slots {
  readonly count: number;
  readonly windows: readonly Window[];
  /** The slot of an instant, -1 outside all windows. As everywhere, the start is excluded and the end is in. */
  of(time: number): number;
}

export function slotsOf({ times, windowMs }: Pick<Steps, 'times' | 'windowMs'>): Slots {
  const bounds = Float64Array.from(new Set(times.flatMap((time) => [time - windowMs, time]))).sort();
  /** The place of the first bound at or after an instant. */
  const place = (time: number): number => {
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((bounds[middle] ?? Infinity) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  return {
    count: Math.max(0, bounds.length - 1),
    windows: times.map((time) => ({ time, first: place(time - windowMs), end: place(time) })),
    of: (time) => {
      const at = place(time);
      return at === 0 || at === bounds.length ? -1 : at - 1;
    },
  };
}

/**
 * The sum over each of a sliding row of windows, with two merges a slot whatever their length: one stack holds sums from
 * each slot to its top, the other one sum of what has come since (the queue of two stacks). Windows must come in order.
 */
export function* slide<T>(
  windows: readonly Window[],
  at: (slot: number) => T,
  { merge, empty }: { readonly merge: (one: T, other: T) => T; readonly empty: () => T }
): Generator<{ readonly time: number; readonly sum: T }> {
  let front: T[] = [];
  let frontEnd = 0;
  let back = empty();
  let backFrom = 0;
  let end = 0;
  for (const window of windows) {
    if (end < window.first) {
      front = [];
      back = empty();
      end = backFrom = frontEnd = window.first;
    }
    for (; end < window.end; end++) {
      back = merge(back, at(end));
    }
    // Slots that have left the front stack lie on its top.
    while (front.length > 0 && frontEnd - front.length < window.first) {
      front.pop();
    }
    if (front.length === 0 && backFrom < window.first) {
      let sum = empty();
      for (let slot = end - 1; slot >= window.first; slot--) {
        sum = merge(at(slot), sum);
        front.push(sum);
      }
      frontEnd = backFrom = end;
      back = empty();
    }
    const top = front.at(-1);
    yield { time: window.time, sum: top === undefined ? back : merge(top, back) };
  }
}
