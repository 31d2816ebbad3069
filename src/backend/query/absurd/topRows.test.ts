import { seeded, wholeNumber } from '../../../engine/testing/random';
import { Top } from './topRows';

describe('the best few of many', () => {
  it('are those that a sort of all would put first, whatever their order', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed);
      const items = Array.from({ length: wholeNumber(random, 0, 200) }, () => wholeNumber(random, 0, 60));
      const most = wholeNumber(random, 1, 30);
      const top = new Top<number>(most, (a, b) => b - a);
      items.forEach((item) => top.offer(item));
      expect(top.sorted()).toEqual([...items].sort((a, b) => b - a).slice(0, most));
      expect(top.all).toBe(items.length);
    }
  });
});
