import { causeRuns, causes, contributionShares } from './causes';

describe('contributionShares', () => {
  it('shares sum to one', () => {
    expect(contributionShares([0.3, 0.1, 0])).toEqual([0.3 / 0.4, 0.1 / 0.4, 0]);
  });

  it.each([
    ['a term is missing', [0.3, null]],
    ['nothing differs', [0, 0]],
    ['a term is negative, which no term of PSI is', [0.3, -0.1]],
    ['there is no bin', []],
  ])('says nothing where %s', (_, contributions) => {
    expect(contributionShares(contributions)).toEqual(contributions.map(() => null));
  });
});

describe('causes', () => {
  it.each([
    ['one bin that explains it all', [0, 0.95, 0.05, 0], [1]],
    ['the fewest that reach four fifths', [0.5, 0.1, 0.35, 0.05], [0, 2]],
    ['bins that reach four fifths but for rounding', [0.4, 0.1 + 0.1 + 0.1 + 0.1, 0.1, 0.1], [0, 1]],
    ['at most half of the bins, where all moved alike', [0.25, 0.25, 0.25, 0.25], [0, 1]],
    ['one bin of three, not one and a half', [0.4, 0.3, 0.3], [0]],
    ['nothing where no share is known', [null, null], []],
    ['no bin that explains nothing', [1, 0, 0, 0], [0]],
  ])('takes %s', (_, shares, expected) => {
    expect([...causes(shares)].sort()).toEqual(expected);
  });
});

describe('causeRuns', () => {
  const bin = (cause: boolean, direction: 'more' | 'less', share: number) => ({ cause, direction, share });

  it('joins neighbours that moved the same way, and sums what they explain', () => {
    expect(
      causeRuns([
        bin(true, 'less', 0.25),
        bin(true, 'less', 0.125),
        bin(true, 'more', 0.25),
        bin(false, 'more', 0.05),
        bin(true, 'more', 0.3),
      ])
    ).toEqual([
      { from: 0, to: 1, direction: 'less', share: 0.375 },
      { from: 2, to: 2, direction: 'more', share: 0.25 },
      { from: 4, to: 4, direction: 'more', share: 0.3 },
    ]);
  });
});
