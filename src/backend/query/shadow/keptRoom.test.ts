import { seeded, wholeNumber } from '../../../engine/testing/random';
import type { Kept } from './kept';
import { keptRoom } from './keptRoom';

describe('predictions wait in columns', () => {
  it('and leave as they came, whatever came and left between, but for their id', () => {
    const random = seeded(7);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    const room = keptRoom();
    const waiting = new Map<number, Kept>();
    for (let i = 0; i < 4_000; i++) {
      const kept: Kept = {
        requestId: `r${i}`,
        time: random() * 1e13,
        version: pick(['', '7', '8']),
        segment: wholeNumber(random, -1, 5),
        prediction: pick([undefined, 'fraud', '', 'é', 0, -1.5, -2, 1e300]),
        confidence: pick([NaN, 0, 0.99]),
        latencyMs: pick([NaN, 12.5]),
        failed: random() < 0.1,
        label: pick([undefined, 'fraud', 3]),
      };
      const place = room.enter(kept);
      expect(waiting.has(place)).toBe(false);
      waiting.set(place, { ...kept, requestId: undefined });
      for (const [one, expected] of random() < 0.6 ? [...waiting].slice(0, 1) : []) {
        expect(room.leave(one)).toEqual(expected);
        waiting.delete(one);
      }
    }
    expect(waiting.size).toBeGreaterThan(500);
    for (const [place, expected] of waiting) {
      expect(room.leave(place)).toEqual(expected);
    }
  });
});
