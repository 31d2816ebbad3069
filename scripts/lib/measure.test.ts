import { interleave, median } from './measure';

describe('median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 100])).toBe(3);
    expect(median([])).toBeNaN();
  });
});

describe('interleave', () => {
  it('runs each contender once a round, in another order each round, and counts no warm-up', async () => {
    const calls: string[] = [];
    const contender = (name: string) => ({
      name,
      run: (round: number) => {
        calls.push(`${name}${round}`);
        return Promise.resolve();
      },
    });
    const times = await interleave([contender('a'), contender('b')], 2, 1);
    expect(calls).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
    expect(times['a']).toHaveLength(2);
    expect(times['b']).toHaveLength(2);
  });
});
