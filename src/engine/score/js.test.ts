import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { pair, repairKinds, valueOf } from '../testing/pairs';
import { js } from './js';

const distance = (reference: readonly number[], current: readonly number[]): number =>
  valueOf(js(pair(reference, current))).value;

describe('js', () => {
  test('of (1, 0) and (1/2, 1/2) worked by hand', () => {
    const entropy = (share: number): number => -share * Math.log2(share) - (1 - share) * Math.log2(1 - share);
    expectClose(distance([1, 0], [1, 1]), Math.sqrt(entropy(0.25) - 0.5));
  });

  test('agrees with scipy.spatial.distance.jensenshannon, base 2', () => {
    for (const { reference, current, js: expected } of scipy.scores) {
      expectClose(distance(reference, current), expected, 5000);
    }
  });

  test('p = (.85, .05, .05, .05), q = (.25 x 4): the divergence is .195617 nats (popmon)', () => {
    expect(distance([85, 5, 5, 5], [25, 25, 25, 25]) ** 2 * Math.LN2).toBeCloseTo(0.195617, 6);
  });

  test('nothing in common is exactly 1, without a repair', () => {
    const answer = js(pair([3, 7, 0, 0], [0, 0, 5, 5]));
    expect(valueOf(answer).value).toBe(1);
    expect(repairKinds(answer)).toEqual([]);
  });

  test('is proportional to a change however small: logarithms do not cancel', () => {
    const step = 1e6;
    const at = (change: number): number => distance([step, step], [step + change, step - change]);
    // What is left is the rounding of the shares, 1e-16 of a change of 1e-9.
    expectClose(at(1e-3) / at(1e-2), 0.1, 1e9);
    expectClose(at(1e-3), 0.5e-9 / Math.sqrt(2 * Math.LN2), 1e9);
  });

  test('the change from series to logarithms leaves no step', () => {
    const at = (d: number): number => distance([1 + d, 1 - d], [1 - d, 1 + d]);
    expect(at(0.1 + 1e-12) - at(0.1 - 1e-12)).toBeLessThan(1e-11);
    expectClose(at(0.1 + 1e-12), at(0.1 - 1e-12), 1e6);
  });
});
