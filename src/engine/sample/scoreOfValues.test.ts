import { valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { sampleTables } from '../testing/scipyTables';
import { SAMPLE_SCORE_IDS } from './definition';
import { domainClassifier } from './domainClassifier';
import { mmd } from './mmd';
import { scoreOfValues } from './scoreOfValues';

const options = () => ({ random: seeded(1) });

describe('a score of the raw values of one feature', () => {
  test('is what SciPy has of the same values, whichever it is', () => {
    for (const { x, y, ks, cramerVonMises, andersonDarling, welch, wasserstein, energy } of sampleTables.samples) {
      const value = (id: (typeof SAMPLE_SCORE_IDS)[number]): number =>
        valueOf(scoreOfValues(id, x, y, options())).value;
      expect(value('ks_exact')).toBeCloseTo(ks[0], 9);
      expect(value('cramer_von_mises_exact')).toBeCloseTo(cramerVonMises[0], 9);
      expect(value('anderson_darling_exact')).toBeCloseTo(andersonDarling[0], 9);
      expect(value('welch')).toBeCloseTo(Math.abs(welch[0]), 9);
      expect(value('wasserstein_exact')).toBeCloseTo(wasserstein, 9);
      expect(value('energy_exact')).toBeCloseTo(energy, 9);
    }
  });

  test('of those that take rows is that of rows of one column', () => {
    const random = seeded(2);
    const [x, y] = [0, 0.5].map((shift) => Array.from({ length: 60 }, () => random() + shift)) as [number[], number[]];
    const rows = (values: readonly number[]): number[][] => values.map((value) => [value]);
    expect(valueOf(scoreOfValues('mmd', x, y, options())).value).toBe(
      valueOf(mmd(rows(x), rows(y), options())).statistic
    );
    expect(valueOf(scoreOfValues('domain_classifier', x, y, options())).value).toBe(
      valueOf(domainClassifier(rows(x), rows(y), options())).auc
    );
  });

  test('draws from many values, says so, and draws the same again', () => {
    const random = seeded(3);
    const many = Array.from({ length: 700 }, () => random());
    const first = scoreOfValues('mmd', [...many, NaN], many.slice(0, 600), options());
    expect(first).toEqual(scoreOfValues('mmd', [...many, NaN], many.slice(0, 600), options()));
    expect(first).toMatchObject({
      ok: true,
      repairs: [
        { kind: 'not_finite_left_out', values: 1 },
        { kind: 'sampled', of: 1300, kept: 1000 },
      ],
    });
  });

  test('of a side without values is none, with its reason', () => {
    for (const id of SAMPLE_SCORE_IDS) {
      expect(scoreOfValues(id, [], [1, 2], options())).toMatchObject({ ok: false, reason: 'empty_reference' });
      expect(scoreOfValues(id, [1, 2], [NaN], options())).toMatchObject({ ok: false, reason: 'empty_current' });
    }
  });
});
