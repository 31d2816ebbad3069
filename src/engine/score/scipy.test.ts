import { type AlignedPair } from '../distribution/pair';
import { categoricalPair, numericPair, pair, valueOf } from '../testing/pairs';
import { expectSameP, expectWithin, scoreTables } from '../testing/scipyTables';
import { scores } from './catalogue';
import { SCORE_IDS, type ScoreId } from './definition';
import { gTest } from './gTest';
import { ksVerdictP } from './ks';

const VALUE = 1e-9;

function histogramPair({ edges, reference, current, missing }: (typeof scoreTables.histograms)[number]): AlignedPair {
  return {
    ...numericPair(edges, reference, current),
    missing: { reference: missing[0], current: missing[1] },
  };
}

describe('200 random histograms, as SciPy and NumPy have them', () => {
  const ids = Object.keys(scoreTables.histograms[0]?.expected ?? {}) as ScoreId[];

  test.each(ids)('%s', (id) => {
    expect(scoreTables.histograms.length).toBeGreaterThanOrEqual(200);
    for (const one of scoreTables.histograms) {
      const score = valueOf(scores[id].compute(histogramPair(one)));
      const [value, pValue] = one.expected[id] as [number, number?];
      expectWithin(score.value, value, VALUE);
      if (pValue !== undefined) {
        expectSameP(score.pValue as number, pValue);
      }
    }
  });

  test('the p-value of a verdict on KS, by the law at the bounds', () => {
    for (const one of scoreTables.histograms) {
      expectSameP(valueOf(ksVerdictP(histogramPair(one))), one.ksVerdict);
    }
  });

  test('the G-test against a fixed reference', () => {
    for (const one of scoreTables.histograms) {
      const score = valueOf(gTest(histogramPair(one), { fixedReference: true }));
      expectWithin(score.value, one.gFit[0], VALUE);
      expectSameP(score.pValue as number, one.gFit[1]);
    }
  });

  test('the PRS against a fixed reference', () => {
    for (const one of scoreTables.histograms) {
      const score = valueOf(scores.prs.compute(histogramPair(one), { fixedReference: true }));
      expectSameP(score.pValue as number, one.prsFit);
    }
  });

  test('the law by three moments is within 0.003 of the exact one (Imhof) at 0.05, within 0.015 in the middle', () => {
    const laws = scoreTables.histograms.flatMap(({ exactLaw }) => exactLaw ?? []);
    expect(laws.length).toBeGreaterThan(50);
    for (const [, exact, byMoments] of laws) {
      expect(Math.abs(exact - byMoments)).toBeLessThan(exact < 0.06 ? 0.003 : 0.015);
    }
  });
});

describe('200 random tables of categories, as NumPy has them', () => {
  test.each(Object.keys(scoreTables.categories[0]?.expected ?? {}) as ScoreId[])('%s', (id) => {
    for (const { reference, current, expected } of scoreTables.categories) {
      const [value] = expected[id] as [number];
      expectWithin(valueOf(scores[id].compute(categoricalPair(reference, current))).value, value, VALUE);
    }
  });
});

describe('200 sparse pairs, with bins empty on one side or both, smoothed as NumPy has it', () => {
  test.each(Object.keys(scoreTables.sparse[0]?.expected ?? {}) as ScoreId[])('%s', (id) => {
    expect(scoreTables.sparse.length).toBeGreaterThanOrEqual(200);
    for (const { reference, current, expected } of scoreTables.sparse) {
      const [value] = expected[id] as [number];
      expectWithin(valueOf(scores[id].compute(pair(reference, current))).value, value, VALUE);
    }
  });
});

test('out_of_range: 200 random ranges, as NumPy has them', () => {
  for (const { edges, reference, current, range, expected, pValue } of scoreTables.ranges) {
    const score = valueOf(scores.out_of_range.compute(numericPair(edges, reference, current), { range }));
    expectWithin(score.value, expected, VALUE);
    expectSameP(score.pValue as number, pValue);
  }
});

test('every score has its table', () => {
  const held = [
    ...Object.keys(scoreTables.histograms[0]?.expected ?? {}),
    ...Object.keys(scoreTables.categories[0]?.expected ?? {}),
    'out_of_range',
  ];
  expect(SCORE_IDS.filter((id) => !held.includes(id))).toEqual([]);
});
