import { type Answer } from '../answer';
import { reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { andersonDarlingTest } from './andersonDarling';
import { cramerVonMisesTest } from './cramerVonMises';
import { domainClassifier } from './domainClassifier';
import { kolmogorovSmirnov } from './kolmogorovSmirnov';
import { mannWhitney } from './mannWhitney';
import { mmd } from './mmd';
import { energyDistance, wassersteinDistance } from './transport';
import { welch } from './welch';
import type { Samples } from './sides';

const tests: Array<[string, (x: Samples, y: Samples) => Answer<object>]> = [
  ['kolmogorovSmirnov', kolmogorovSmirnov],
  ['cramerVonMises', cramerVonMisesTest],
  ['andersonDarling', andersonDarlingTest],
  ['mannWhitney', mannWhitney],
  ['welch', welch],
  ['wasserstein', wassersteinDistance],
  ['energy', energyDistance],
];

function numbersOf(value: object): number[] {
  return Object.values(value).filter((one): one is number => typeof one === 'number');
}

describe.each(tests)('%s', (_, test_) => {
  test('hostile values are answered with finite numbers or a reason', () => {
    const sides = [[], [NaN], [1], [1, 1], [1, 1, 1, 1], [0, -0], [Infinity, 1, 2], [-1e308, 1e308, 3], [5e-324, 0, 1]];
    for (const x of sides) {
      for (const y of sides) {
        const answer = test_(x, y);
        if (answer.ok) {
          expect(numbersOf(answer.value).every(Number.isFinite)).toBe(true);
        } else {
          expect(answer.detail).not.toBe('');
        }
      }
    }
  });

  test('an empty side is said, and which', () => {
    expect(reasonOf(test_([], [1, 2, 3]))).toBe('empty_reference');
    expect(reasonOf(test_([1, 2, 3], [NaN]))).toBe('empty_current');
  });

  test('what is NaN or infinite takes no part, and is said', () => {
    const answer = test_([1, 2, 3, NaN, Infinity], [2, 3, 4, 5]);
    expect(valueOf(answer)).toEqual(valueOf(test_([1, 2, 3], [2, 3, 4, 5])));
    expect(repairsOf(answer)).toEqual([{ kind: 'not_finite_left_out', values: 2 }]);
  });

  test('leaves the lists that it was given as they are, and does not care for their order', () => {
    const random = seeded(5);
    const x = Float64Array.from({ length: 40 }, random);
    const y = Float64Array.from({ length: 30 }, random);
    const before = x.slice();
    const found = valueOf(test_(x, y));
    expect(x).toEqual(before);
    const again = numbersOf(valueOf(test_(x.slice().reverse(), y.slice().sort())));
    numbersOf(found).forEach((value, i) => expect(again[i]).toBeCloseTo(value, 10));
  });

  test('is 0, or has a p-value of 1, of a side with itself', () => {
    const random = seeded(6);
    const x = Float64Array.from({ length: 50 }, random);
    const found = valueOf(test_(x, x)) as { distance?: number; pValue?: number };
    expect(found.distance ?? 1 - (found.pValue ?? 0)).toBeLessThan(0.02);
  });
});

describe('tests on rows', () => {
  const random = seeded(9);
  /** Two features of which the second is the first, or its opposite: alike one by one, not together. */
  const rows = (count: number, sign: number): number[][] =>
    Array.from({ length: count }, () => {
      const a = random() + random() + random() - 1.5;
      return [a, sign * a + 0.3 * (random() - 0.5)];
    });

  test('MMD sees a correlation that turned, which no feature shows alone', () => {
    expect(valueOf(mmd(rows(60, 1), rows(60, -1), { random })).pValue).toBe(1 / 200);
    expect(valueOf(mmd(rows(60, 1), rows(60, 1), { random })).pValue).toBeGreaterThan(0.01);
  });

  test('the domain classifier sees it too, and its interval holds 0.5 without drift', () => {
    const drift = valueOf(domainClassifier(rows(150, 1), rows(150, -1), { random }));
    expect(drift.lower).toBeGreaterThan(0.8);
    expect(drift.pValue).toBeLessThan(1e-6);
    const none = valueOf(domainClassifier(rows(150, 1), rows(150, 1), { random }));
    expect(none.lower).toBeLessThan(0.5);
    expect(none.upper).toBeGreaterThan(0.5);
    expect(none.pValue).toBeGreaterThan(0.01);
  });

  test('the same seed gives the same answer', () => {
    const [x, y] = [rows(30, 1), rows(30, 1)];
    expect(mmd(x, y, { random: seeded(1) })).toEqual(mmd(x, y, { random: seeded(1) }));
    expect(domainClassifier(x, y, { random: seeded(1) })).toEqual(domainClassifier(x, y, { random: seeded(1) }));
  });

  test('more rows than can be compared are drawn, and it is said', () => {
    const answer = mmd(rows(80, 1), rows(20, 1), { random, most: 50, permutations: 9 });
    expect(repairsOf(answer)).toEqual([{ kind: 'sampled', of: 100, kept: 70 }]);
  });

  test('rows of other lengths, too few, constant or incomplete ones are answered in words', () => {
    expect(reasonOf(mmd([[1], [1, 2]], [[1]], { random }))).toBe('unequal_lengths');
    expect(reasonOf(mmd([], [], { random }))).toBe('unequal_lengths');
    expect(reasonOf(mmd([[NaN], [1]], [[1], [2]], { random }))).toBe('too_few_observations');
    expect(reasonOf(mmd([[1], [1]], [[1], [1]], { random }))).toBe('no_variation');
    expect(reasonOf(domainClassifier(rows(10, 1), rows(30, 1), { random }))).toBe('too_few_observations');
    const constant = Array.from({ length: 25 }, () => [3, 3]);
    expect(valueOf(domainClassifier(constant, constant, { random })).auc).toBe(0.5);
  });
});

test('KS: the exact law adds up to the shares of all orders, for unequal sides', () => {
  // Of the 10 orders of 2 and 3 values, 2 keep the sides wholly apart.
  expect(valueOf(kolmogorovSmirnov([1, 2], [3, 4, 5])).pValue).toBeCloseTo(2 / 10, 12);
  const far = kolmogorovSmirnov(
    Float64Array.from({ length: 3000 }, (_, i) => i),
    Float64Array.from({ length: 2000 }, (_, i) => i + 900)
  );
  expect(valueOf(far).pValue).toBeGreaterThan(0);
  expect(valueOf(far).pValue).toBeLessThan(1e-50);
});
