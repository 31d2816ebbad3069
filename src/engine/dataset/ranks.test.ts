import { seeded, wholeNumber } from '../testing/random';
import { ranks } from './ranks';

describe('ranks', () => {
  test('those that are alike share the mean of their ranks, and infinities are the ends', () => {
    expect(ranks([5, 5, 5])).toEqual([2, 2, 2]);
    expect(ranks([Infinity, 0, -Infinity, Infinity])).toEqual([3.5, 2, 1, 3.5]);
    expect(ranks([0, -0])).toEqual([1.5, 1.5]);
    expect(ranks([])).toEqual([]);
  });

  test('add up to n (n + 1) / 2, and are one more than the smaller ones and half of the other equal ones', () => {
    const random = seeded(58);
    for (let k = 0; k < 500; k++) {
      const values = Array.from({ length: wholeNumber(random, 1, 40) }, () => wholeNumber(random, 0, 15));
      const found = ranks(values);
      expect(found.reduce((all, one) => all + one, 0)).toBe((values.length * (values.length + 1)) / 2);
      values.forEach((value, i) => {
        const below = values.filter((other) => other < value).length;
        const alike = values.filter((other) => other === value).length;
        expect(found[i]).toBe(below + (alike + 1) / 2);
      });
    }
  });
});
