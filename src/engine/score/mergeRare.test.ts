import { seeded, wholeNumber } from '../testing/random';
import { groupRare } from './mergeRare';

describe.each([true, false])('groupRare, ordered: %p', (ordered) => {
  test('every group weighs enough, or there is a single one; nothing heavy is lost', () => {
    const random = seeded(29);
    for (let k = 0; k < 500; k++) {
      const weights = Array.from({ length: wholeNumber(random, 1, 12) }, () => wholeNumber(random, 0, 12));
      const { group, groups } = groupRare(weights, 10, ordered);
      const heaviness = new Array<number>(groups).fill(0);
      weights.forEach((weight, i) => {
        expect((group[i] as number) >= 0).toBe(weight > 0);
        if (weight > 0) {
          heaviness[group[i] as number] = (heaviness[group[i] as number] ?? 0) + weight;
        }
      });
      expect(heaviness).toHaveLength(groups);
      if (groups > 1) {
        expect(Math.min(...heaviness)).toBeGreaterThanOrEqual(10);
      }
    }
  });
});

test('in order, only neighbours join', () => {
  expect([...groupRare([4, 20, 4, 7, 1], 10, true).group]).toEqual([0, 0, 1, 1, 1]);
});

test('without order, heavy bins stay alone', () => {
  expect([...groupRare([4, 20, 4, 12, 3], 10, false).group]).toEqual([0, 1, 0, 2, 0]);
});
