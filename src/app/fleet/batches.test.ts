import { batches } from './batches';

const list = (length: number) => Array.from({ length }, (_, index) => index);

describe('batches', () => {
  it('hold each item once, in its order', () => {
    for (const length of [0, 1, 6, 7, 200]) {
      expect(batches(list(length)).flat()).toEqual(list(length));
    }
  });

  it('begin small, grow, and are few', () => {
    expect(batches(list(200)).map(({ length }) => length)).toEqual([6, 12, 24, 24, 24, 24, 24, 24, 24, 14]);
  });
});
