import { expectClose } from '../testing/close';
import { chiSquaredSurvival } from '../special/chiSquared';
import { scipy } from '../testing/fixture';
import { categoricalPair, pair, reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { chiSquare } from './chiSquare';
import { homogeneity } from './pearson';

describe('homogeneity', () => {
  test('[[8, 2], [1, 5]]: 3.809524 with Yates, p .050962; 6.112169 without, p .013425 (SciPy)', () => {
    expect(homogeneity([8, 2], [1, 5])).toBeCloseTo(3.809524, 6);
    expect(chiSquaredSurvival(homogeneity([8, 2], [1, 5]), 1)).toBeCloseTo(0.050962, 6);
    expect(homogeneity([8, 2], [1, 5], { yates: false })).toBeCloseTo(6.112169, 6);
    expect(chiSquaredSurvival(homogeneity([8, 2], [1, 5], { yates: false }), 1)).toBeCloseTo(0.013425, 6);
  });

  test('Yates never goes past what is expected', () => {
    expect(homogeneity([10, 10.2], [10, 10])).toBe(0);
  });
});

describe('chiSquare', () => {
  test('worked by hand', () => {
    const score = valueOf(chiSquare(pair([20, 30, 50], [30, 30, 40])));
    expectClose(score.value, 28 / 9);
    expect(score.degreesOfFreedom).toBe(2);
    expectClose(score.pValue as number, Math.exp(-14 / 9));
  });

  test('agrees with scipy.stats.chi2_contingency, fractions of counts included', () => {
    for (const { reference, current, chi_square, chiSquareP } of scipy.scores) {
      const score = valueOf(chiSquare(pair(reference, current)));
      expectClose(score.value, chi_square, 2000);
      expectClose(score.pValue as number, chiSquareP, 1e6);
    }
  });

  test('with a fixed reference is the goodness of fit of scipy.stats.chisquare', () => {
    for (const { reference, current, goodnessOfFit, goodnessOfFitP } of scipy.scores) {
      const score = valueOf(chiSquare(pair(reference, current), { fixedReference: true }));
      expectClose(score.value, goodnessOfFit, 2000);
      expectClose(score.pValue as number, goodnessOfFitP, 1e6);
    }
  });

  test('bins that expect fewer than five join their neighbours, and it is said', () => {
    const answer = chiSquare(pair([50, 3, 3, 40, 2], [45, 2, 4, 50, 1]));
    // Twelve in the two middle bins are six a side; the three at the end join the bin before them.
    expectClose(valueOf(answer).value, valueOf(chiSquare(pair([50, 6, 42], [45, 6, 51]))).value);
    expect(repairsOf(answer)).toEqual([{ kind: 'rare_bins_merged', from: 5, to: 3 }]);
  });

  test('rare categories join one another, wherever they stand', () => {
    const answer = chiSquare(categoricalPair([3, 50, 3, 40, 3], [2, 45, 2, 50, 4]));
    expectClose(valueOf(answer).value, valueOf(chiSquare(categoricalPair([9, 50, 40], [8, 45, 50]))).value);
  });

  test('rare categories too light together join the lightest other', () => {
    const answer = chiSquare(categoricalPair([1, 60, 30], [1, 55, 40]));
    expectClose(valueOf(answer).value, valueOf(chiSquare(categoricalPair([60, 31], [55, 41]))).value);
  });

  test('a category new to a fixed reference joins a group, and counts', () => {
    const answer = chiSquare(categoricalPair([60, 40, 0], [50, 30, 20]), { fixedReference: true });
    expectClose(valueOf(answer).value, 100 / 60 + 100 / 40);
  });

  test('too little data for two bins is no answer; a feature that never leaves one bin is alike', () => {
    expect(reasonOf(chiSquare(pair([2, 2], [1, 2])))).toBe('too_few_observations');
    expect(valueOf(chiSquare(categoricalPair([7], [9])))).toEqual({ value: 0, pValue: 1, degreesOfFreedom: 1 });
  });
});
