import { pair, repairsOf, valueOf } from '../testing/pairs';
import { sharesOf, type Shares } from './shares';
import { smooth } from './smoothing';

const shares = (reference: number[], current: number[]): Shares => valueOf(sharesOf(pair(reference, current)));
const total = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);

describe('smooth', () => {
  test('leaves full bins alone unless asked', () => {
    const given = shares([1, 3], [2, 2]);
    expect(valueOf(smooth(given))).toBe(given);
    const asked = smooth(given, { kind: 'jeffreys', when: 'always' });
    expect(valueOf(asked).p).toEqual([1.5 / 5, 3.5 / 5]);
    expect(repairsOf(asked)).toEqual([{ kind: 'smoothed', added: 0.5, emptyBins: 0 }]);
  });

  test('shares still sum to 1, and bins empty on both sides stay empty', () => {
    const { p, q } = valueOf(smooth(shares([9, 0, 0, 1], [3, 2, 0, 0])));
    expect(total(p)).toBeCloseTo(1, 14);
    expect(total(q)).toBeCloseTo(1, 14);
    expect([p[2], q[2]]).toEqual([0, 0]);
    expect(Math.min(p[1] as number, q[3] as number)).toBeGreaterThan(0);
  });

  test('a floor is said only where it raised something', () => {
    expect(repairsOf(smooth(shares([1, 1], [1, 1]), { kind: 'floor', floor: 1e-4 }))).toEqual([]);
  });

  test.each([0, 1, -1, NaN])("a floor of %p is a programmer's error", (floor) => {
    expect(() => smooth(shares([1, 0], [0, 1]), { kind: 'floor', floor })).toThrow(RangeError);
  });
});
