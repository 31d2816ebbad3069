import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { pair, valueOf } from '../testing/pairs';
import { lInfinity } from './lInfinity';

describe('lInfinity', () => {
  test('is the largest change of a share, worked by hand', () => {
    expectClose(valueOf(lInfinity(pair([50, 30, 20], [20, 40, 40]))).value, 0.3);
  });

  test('agrees with scipy.spatial.distance.chebyshev', () => {
    for (const { reference, current, l_infinity: expected } of scipy.scores) {
      expectClose(valueOf(lInfinity(pair(reference, current))).value, expected, 500);
    }
  });

  test('never exceeds the total variation, and does not see many small changes', () => {
    expectClose(valueOf(lInfinity(pair([1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1]))).value, 0.25);
  });
});
