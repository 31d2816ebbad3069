import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { pair, valueOf } from '../testing/pairs';
import { totalVariation } from './totalVariation';

describe('totalVariation', () => {
  test('is the share that has to move, worked by hand', () => {
    expectClose(valueOf(totalVariation(pair([50, 30, 20], [20, 40, 40]))).value, 0.3);
  });

  test('agrees with SciPy', () => {
    for (const { reference, current, total_variation: expected } of scipy.scores) {
      expectClose(valueOf(totalVariation(pair(reference, current))).value, expected, 500);
    }
  });

  test('nothing in common is 1', () => {
    expect(valueOf(totalVariation(pair([3, 7, 0], [0, 0, 5]))).value).toBe(1);
  });
});
