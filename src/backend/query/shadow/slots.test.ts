import { seeded, wholeNumber } from '../../../engine/testing/random';
import { slide, slotsOf } from './slots';

describe('windows are made of slots', () => {
  it('count each event once, at a step that divides the window and at one that does not', () => {
    const random = seeded(4);
    for (const [windowMs, stepMs] of [
      [60, 60],
      [60, 20],
      [60, 25],
      [10, 60],
      [7, 3],
    ] as const) {
      const times = Array.from({ length: 30 }, (_, i) => 1000 + i * stepMs);
      const events = Array.from({ length: 400 }, () => wholeNumber(random, 900, 1000 + 32 * stepMs));
      const slots = slotsOf({ times, windowMs });
      const counts = Array.from({ length: slots.count }, () => 0);
      for (const time of events) {
        const slot = slots.of(time);
        if (slot >= 0) {
          counts[slot] = (counts[slot] ?? 0) + 1;
        }
      }
      const sums = [...slide(slots.windows, (slot) => counts[slot] ?? NaN, { merge: (a, b) => a + b, empty: () => 0 })];
      expect(sums).toEqual(
        times.map((time) => ({ time, sum: events.filter((one) => one > time - windowMs && one <= time).length }))
      );
    }
  });

  it('keep the order of what they add up, for sums that depend on it', () => {
    const slots = slotsOf({ times: [10, 20, 30, 40, 50], windowMs: 30 });
    const texts = [...slide(slots.windows, String, { merge: (a, b) => a + b, empty: () => '' })].map(({ sum }) => sum);
    expect(texts).toEqual(['012', '123', '234', '345', '456']);
  });

  it('merge a slot a few times only, however long the windows are', () => {
    const times = Array.from({ length: 1000 }, (_, i) => 1000 + i);
    const slots = slotsOf({ times, windowMs: 900 });
    let merges = 0;
    const merge = (a: number, b: number): number => {
      merges++;
      return a + b;
    };
    expect([...slide(slots.windows, () => 1, { merge, empty: () => 0 })].every(({ sum }) => sum === 900)).toBe(true);
    expect(merges).toBeLessThan(4 * slots.count);
  });

  it('have no slot for what lies before the first or after the last', () => {
    const slots = slotsOf({ times: [10, 20], windowMs: 5 });
    expect([5, 5.5, 10, 10.5, 15, 16, 20, 21].map((time) => slots.of(time))).toEqual([-1, 0, 0, 1, 1, 2, 2, -1]);
    expect(slots.windows).toEqual([
      { time: 10, first: 0, end: 1 },
      { time: 20, first: 2, end: 3 },
    ]);
  });
});
