import { numericPair, pair, rawPair, reasonOf, valueOf } from '../testing/pairs';
import { sharesOf } from './shares';
import { sizesOf } from './sampleSizes';

describe('sharesOf', () => {
  test('counts what it shares', () => {
    expect(valueOf(sharesOf(pair([1, 3, 0, 0], [2, 0, 2, 0])))).toEqual({
      p: [0.25, 0.75, 0, 0],
      q: [0.5, 0, 0.5, 0],
      n: 4,
      m: 4,
      filled: 3,
      oneSided: 2,
    });
  });

  test('what rounding leaves of nothing is nothing', () => {
    expect(reasonOf(sharesOf(pair([1, 2], [1e-13, 0])))).toBe('empty_current');
  });

  test("lists of other lengths are a programmer's error", () => {
    expect(() => sharesOf({ ...pair([1, 2], [1, 2]), current: [1] })).toThrow(RangeError);
  });

  test.each([
    ['an empty reference', pair([0, 0], [1, 1]), 'empty_reference'],
    ['an empty current side', pair([1, 1], [0, 0]), 'empty_current'],
    ['one numeric bin', numericPair([], [5], [6]), 'too_few_bins'],
    ['NaN', rawPair([1, NaN], [1, 1]), 'invalid_count'],
    ['a negative count', rawPair([1, 1], [1, -1]), 'invalid_count'],
    ['infinity', rawPair([1, Infinity], [1, 1]), 'invalid_count'],
    ['a sum that overflows', rawPair([1e308, 1e308], [1, 1]), 'invalid_count'],
  ])('%s: no answer', (_, sides, reason) => {
    expect(reasonOf(sharesOf(sides))).toBe(reason);
  });

  test('a fixed reference is infinitely large', () => {
    expect(valueOf(sizesOf(pair([1, 1], [1, 2]), { fixedReference: true }))).toEqual({
      reference: Infinity,
      current: 3,
      bins: 2,
    });
  });
});
