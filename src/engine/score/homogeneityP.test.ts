import { oneShareP, twoSharesP } from '../special/twoShares';
import { expectHonest, HOSTILE_NUMBERS } from '../testing/within';
import { categoricalPair, pair, rawPair, reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { chiSquare } from './chiSquare';
import { homogeneityP } from './homogeneityP';

describe('homogeneityP', () => {
  test('on three bins and more is the p of chi-square, merging and all', () => {
    for (const sides of [pair([50, 30, 20], [40, 30, 30]), pair([500, 300, 200, 2, 1], [400, 300, 200, 4, 3])]) {
      for (const fixedReference of [false, true]) {
        const [own, other] = [homogeneityP(sides, { fixedReference }), chiSquare(sides, { fixedReference })];
        expect(valueOf(own)).toBe(valueOf(other).pValue);
        expect(repairsOf(own)).toEqual(repairsOf(other));
      }
    }
  });

  test('on two bins compares two shares, or one with a known one, without Yates’ correction', () => {
    const sides = pair([400, 600], [430, 570]);
    expect(valueOf(homogeneityP(sides))).toBe(twoSharesP(400, 1000, 430, 1000));
    expect(valueOf(homogeneityP(sides, { fixedReference: true }))).toBe(oneShareP(430, 1000, 0.4));
    expect(valueOf(homogeneityP(sides))).toBeLessThan(valueOf(chiSquare(sides)).pValue as number);
  });

  test('where no two bins expect five, holds the fullest against all others', () => {
    const sides = categoricalPair([98, 1, 0], [96, 1, 2]);
    expect(chiSquare(sides).ok).toBe(false);
    expect(valueOf(homogeneityP(sides))).toBeCloseTo(twoSharesP(98, 99, 96, 99), 12);
  });

  test('a category that a fixed reference never met is unusual, not impossible', () => {
    const sides = categoricalPair([1000, 0], [99, 1]);
    const p = valueOf(homogeneityP(sides, { fixedReference: true }));
    expect(p).toBe(twoSharesP(1000, 1000, 99, 100));
    expect(p).toBeGreaterThan(0.01);
  });

  test('one bin that holds everything is alike; an empty side gives no answer', () => {
    expect(valueOf(homogeneityP(categoricalPair([10, 0], [20, 0])))).toBe(1);
    expect(reasonOf(homogeneityP(pair([1, 2], [0, 0])))).toBe('empty_current');
  });

  test('hostile counts are answered with a chance or a reason', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        for (const fixedReference of [false, true]) {
          expectHonest(homogeneityP(rawPair([a, 3, b], [b, 2, 7]), { fixedReference }));
          expectHonest(homogeneityP(rawPair([a, b], [b, 7]), { fixedReference }));
        }
      }
    }
  });
});
