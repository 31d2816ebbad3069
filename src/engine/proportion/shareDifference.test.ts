import { reasonOf, valueOf } from '../testing/pairs';
import { seeded, wholeNumber } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { shareDifference } from './shareDifference';

describe('the difference of two independent shares', () => {
  test("has Newcombe's interval: 56 of 70 against 48 of 80 (Newcombe 1998, table II, method 10)", () => {
    const { value, lower, upper } = valueOf(shareDifference({ hits: 48, n: 80 }, { hits: 56, n: 70 }));
    expectWithin(value, 0.2, 1e-12);
    expect([lower, upper].map((bound) => bound?.toFixed(4))).toEqual(['0.0524', '0.3339']);
    // The same table with nothing on one side: 10 of 10 against 0 of 20, 5 of 56 against 0 of 29.
    const rare = valueOf(shareDifference({ hits: 0, n: 29 }, { hits: 5, n: 56 }));
    expect([rare.lower, rare.upper].map((bound) => bound?.toFixed(4))).toEqual(['-0.0381', '0.1926']);
    const whole = valueOf(shareDifference({ hits: 0, n: 20 }, { hits: 10, n: 10 }));
    expect([whole.lower, whole.upper].map((bound) => bound?.toFixed(4))).toEqual(['0.6791', '1.0000']);
  });

  test('turns round with its sides', () => {
    const random = seeded(3);
    for (let k = 0; k < 500; k++) {
      const [n, m] = [wholeNumber(random, 1, 500), wholeNumber(random, 1, 500)];
      const first = { hits: wholeNumber(random, 0, n), n };
      const second = { hits: wholeNumber(random, 0, m), n: m };
      const one = valueOf(shareDifference(first, second));
      const other = valueOf(shareDifference(second, first));
      expectWithin(one.lower, -(other.upper ?? NaN), 1e-12, 1e-15);
      expectWithin(one.pValue, other.pValue, 1e-9, 1e-15);
    }
  });

  test('gives no answer for an empty group or counts that are none', () => {
    expect(reasonOf(shareDifference({ hits: 0, n: 0 }, { hits: 1, n: 2 }))).toBe('too_few_observations');
    expect(reasonOf(shareDifference({ hits: 1, n: 2 }, { hits: 3, n: 2 }))).toBe('invalid_count');
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(shareDifference({ hits: a, n: b }, { hits: 1, n: 2 }));
        expectHonest(shareDifference({ hits: 1, n: 2 }, { hits: a, n: b }));
      }
    }
  });
});
