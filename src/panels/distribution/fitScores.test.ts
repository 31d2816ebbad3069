import { fitScores } from './fitScores';

const four = ['PSI', 'JS', 'KS', 'W₁'].map((short) => ({ short, text: '0.123' }));

describe('fitScores', () => {
  it.each([
    [400, 4],
    [160, 2],
    [10, 1],
    [-5, 1],
  ])('in %d pixels stand %d of four', (width, expected) => {
    expect(fitScores(four, width)).toBe(expected);
  });

  it('is fine with no score', () => {
    expect(fitScores([], 100)).toBe(0);
  });
});
