import type { Estimate } from '../metric';
import { wilson } from '../proportion/wilson';
import { reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { estimateChange } from './estimateChange';

const share = (hits: number, n: number): Estimate => valueOf(wilson(hits, n));

describe('estimateChange', () => {
  // Newcombe, Statistics in Medicine 17, 1998, 873-890, table II, contrasts (a), (c) and (d).
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
  ])('of shares is Newcombe’s method 10: %d/%d against %d/%d', (hits, n, other, m, lower, upper) => {
    const { change } = valueOf(estimateChange(share(other, m), share(hits, n)));
    expectWithin(change.lower, lower, 0, 5e-5);
    expectWithin(change.upper, upper, 0, 5e-5);
  });

  test('turns its sign when the sides are changed, with the same p-value', () => {
    const there = valueOf(estimateChange(share(40, 50), share(30, 60)));
    const back = valueOf(estimateChange(share(30, 60), share(40, 50)));
    expectWithin(back.change.value, -there.change.value, 1e-12);
    expectWithin(back.change.lower, -(there.change.upper as number), 1e-12);
    expectWithin(back.pValue, there.pValue, 1e-12);
    expect(valueOf(estimateChange(share(4, 9), share(4, 9))).pValue).toBe(1);
  });

  test('its p-value is below 0.05 exactly where the interval leaves 0 out', () => {
    for (let hits = 0; hits <= 60; hits++) {
      const { change, pValue } = valueOf(estimateChange(share(30, 50), share(hits, 60)));
      const out = (change.lower as number) > 0 || (change.upper as number) < 0;
      expect(out).toBe(pValue < 0.05);
    }
  });

  test('rejects about 5 times in 100 where nothing has changed', () => {
    const random = seeded(81);
    const draw = (n: number): Estimate => share(Array.from({ length: n }, random).filter((u) => u < 0.9).length, n);
    let rejected = 0;
    for (let k = 0; k < 2000; k++) {
      rejected += valueOf(estimateChange(draw(200), draw(100))).pValue < 0.05 ? 1 : 0;
    }
    expect(rejected / 2000).toBeGreaterThan(0.025);
    expect(rejected / 2000).toBeLessThan(0.065);
  });

  test('needs an interval on both sides; hostile numbers stay inside', () => {
    expect(reasonOf(estimateChange({ value: 1, n: 2 }, share(1, 2)))).toBe('too_few_observations');
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(estimateChange({ value: a, lower: b, upper: a, n: 3 }, { value: 1, lower: 0, upper: b, n: 3 }));
      }
    }
  });
});
