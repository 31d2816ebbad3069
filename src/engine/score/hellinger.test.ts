import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { pair, valueOf } from '../testing/pairs';
import { hellinger } from './hellinger';

const distance = (reference: readonly number[], current: readonly number[]): number =>
  valueOf(hellinger(pair(reference, current))).value;

describe('hellinger', () => {
  test('worked by hand', () => {
    expectClose(distance([1, 0], [1, 1]), Math.sqrt(1 - Math.SQRT1_2));
  });

  test('agrees with NumPy', () => {
    for (const { reference, current, hellinger: expected } of scipy.scores) {
      expectClose(distance(reference, current), expected, 1000);
    }
  });

  test('nothing in common is 1', () => {
    expect(distance([3, 7, 0], [0, 0, 5])).toBe(1);
  });

  test('a tiny change does not drown in 1 - 1', () => {
    expectClose(distance([1e9, 1e9], [1e9 + 1, 1e9 - 1]), 1e-9 / Math.sqrt(8), 1e9);
  });
});
