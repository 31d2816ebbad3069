import { expectClose } from '../testing/close';
import { scipy } from '../testing/fixture';
import { pair, reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { psi, psiCritical, psiTerms } from './psi';

const valueOfPsi = (reference: number[], current: number[]): number => valueOf(psi(pair(reference, current))).value;

describe('psi', () => {
  test('of a quarter that moves from one half to the other is ln 3 / 4, worked by hand', () => {
    expectClose(valueOfPsi([50, 50], [75, 25]), Math.log(3) / 4);
  });

  test('agrees with scipy.stats.entropy both ways', () => {
    for (const { reference, current, psi: expected } of scipy.scores) {
      expectClose(valueOfPsi(reference, current), expected, 2000);
    }
  });

  test('is symmetric', () => {
    expectClose(valueOfPsi([5, 1, 9], [2, 8, 3]), valueOfPsi([2, 8, 3], [5, 1, 9]));
  });

  test('an empty bin on one side: 0.5 in every bin of both sides, renormalised, and said', () => {
    const answer = psi(pair([8, 2, 0], [7, 2, 1]));
    expectClose(valueOf(answer).value, valueOfPsi([8.5, 2.5, 0.5], [7.5, 2.5, 1.5]));
    expect(repairsOf(answer)).toEqual([{ kind: 'smoothed', added: 0.5, emptyBins: 1 }]);
  });

  test('bins that both sides leave empty change nothing, whatever the sizes', () => {
    const answer = psi(pair([600_000, 0, 0, 0, 400_000], [600, 0, 0, 0, 400]));
    expect(valueOf(answer).value).toBe(0);
    expect(repairsOf(answer)).toEqual([]);
    expectClose(valueOfPsi([8, 0, 2, 0], [7, 1, 2, 0]), valueOfPsi([8, 0, 2], [7, 1, 2]));
  });

  test('without smoothing an empty bin makes it infinite, and that is no answer', () => {
    const options = { smoothing: { kind: 'none' } } as const;
    expect(reasonOf(psi(pair([8, 2, 0], [7, 2, 1]), options))).toBe('infinite');
    expect(reasonOf(psi(pair([7, 2, 1], [8, 2, 0]), options))).toBe('infinite');
    expect(valueOf(psi(pair([8, 2, 0], [8, 2, 0]), options)).value).toBe(0);
  });

  test('p = (1, 0), q = (0, 1), floor 1e-4, not renormalised: 18.41883867587797 (feature-engine)', () => {
    const answer = psi(pair([1, 0], [0, 1]), { smoothing: { kind: 'floor', floor: 1e-4 } });
    expectClose(valueOf(answer).value, 18.41883867587797);
    expect(repairsOf(answer)).toEqual([{ kind: 'floored', floor: 1e-4, bins: 2 }]);
  });

  test('p = (.85, .05, .05, .05), q = (.25 x 4): 1.699928 (popmon)', () => {
    expect(valueOfPsi([85, 5, 5, 5], [25, 25, 25, 25])).toBeCloseTo(1.699928, 6);
  });

  test('its terms are at least 0 and sum to it exactly', () => {
    const { terms, psi: whole } = valueOf(psiTerms(pair([3, 0, 9, 4], [4, 2, 1, 0])));
    expect(terms.reduce((all, term) => all + term, 0)).toBe(whole);
    expect(Math.min(...terms)).toBeGreaterThanOrEqual(0);
  });

  test('its critical value falls with either size, and drops 1/n for a fixed reference', () => {
    const sizes = { reference: 200, current: 200, bins: 10 };
    expect(psiCritical({ ...sizes, current: 400 }, 0.05)).toBeLessThan(psiCritical(sizes, 0.05));
    expectClose(psiCritical({ ...sizes, reference: Infinity }, 0.05), psiCritical(sizes, 0.05) / 2);
  });
});
