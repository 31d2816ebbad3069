import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { pair, reasonOf, repairKinds, valueOf } from '../testing/pairs';
import { kl } from './kl';

const off = { smoothing: { kind: 'none' } } as const;

describe('kl', () => {
  test('worked by hand', () => {
    expectClose(valueOf(kl(pair([50, 50], [75, 25]))).value, Math.log(2 / 3) / 2 + Math.log(2) / 2);
  });

  test('agrees with scipy.stats.entropy of the reference against the current side', () => {
    for (const { reference, current, kl: expected } of scipy.scores) {
      expectClose(valueOf(kl(pair(reference, current))).value, expected, 5000);
    }
  });

  test('p = (.85, .05, .05, .05), q = (.25 x 4): .798793, and .901135 the other way (popmon)', () => {
    const [p, q] = [[85, 5, 5, 5], [25, 25, 25, 25]] as const; // prettier-ignore
    expect(valueOf(kl(pair(p, q))).value).toBeCloseTo(0.798793, 6);
    expect(valueOf(kl(pair(q, p))).value).toBeCloseTo(0.901135, 6);
  });

  test('what vanished makes it infinite without smoothing; what is new does not', () => {
    expect(reasonOf(kl(pair([5, 5], [10, 0]), off))).toBe('infinite');
    expectClose(valueOf(kl(pair([10, 0], [5, 5]), off)).value, Math.log(2));
  });

  test('empty bins are smoothed and said', () => {
    expect(repairKinds(kl(pair([5, 5], [10, 0])))).toEqual(['smoothed']);
  });
});
