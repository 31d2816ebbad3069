import { reasonOf, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { seeded, wholeNumber } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { accuracyDifference } from './accuracyDifference';
import { agreement } from './agreement';
import { PAIRED_METRIC_IDS, pairedMetrics } from './catalogue';
import { confidentDisagreementRate, confidentDisagreements } from './confidentDisagreement';
import { flipMatrix, flipMatrixFromRows, flips, type FlipMatrix } from './flipMatrix';
import { kappa } from './kappa';
import { mcnemar } from './mcnemar';
import { accuracyNonInferiority, lossNonInferiority } from './nonInferiority';
import { outcomesFromRows, type PairedOutcomes } from './outcomes';
import { differenceMoments, meanDifference, mergeMoments, pairedTTest } from './pairedDifference';
import { pairsNeededForDifference, pairsNeededForNonInferiority } from './pairsNeeded';

interface Peer {
  outcomes: Array<{
    counts: [number, number, number, number];
    exact: number;
    chiSquare: number;
    corrected: number;
    lower: number;
    upper: number;
  }>;
  kappas: Array<{ table: number[][]; kappa: number; lower: number; upper: number }>;
  differences: Array<{
    live: number[];
    shadow: number[];
    p: number;
    t: number;
    lower: number;
    upper: number;
    nonInferiorP: number;
  }>;
}
const peer = peerTable('statsmodels/paired.json') as Peer;

function of(bothRight: number, onlyLiveRight: number, onlyShadowRight: number, bothWrong: number): PairedOutcomes {
  return { bothRight, onlyLiveRight, onlyShadowRight, bothWrong };
}

function matrixOf(counts: number[][]): FlipMatrix {
  const cells = counts.flatMap((row, i) => row.map((count, j) => ({ live: `${i}`, shadow: `${j}`, count })));
  return valueOf(flipMatrix(cells));
}

describe('flip matrix', () => {
  test('counts who said what, row by row and from counts alike', () => {
    const rows = valueOf(flipMatrixFromRows(['b', 'a', 'b', 'c'], ['b', 'b', 'a', 'c']));
    expect(rows).toEqual({
      classes: ['a', 'b', 'c'],
      counts: [
        [0, 1, 0],
        [1, 1, 0],
        [0, 0, 1],
      ],
      pairs: 4,
    });
    expect(flips(rows)).toEqual([
      { live: 'a', shadow: 'b', count: 1 },
      { live: 'b', shadow: 'a', count: 1 },
    ]);
  });

  test('cells that occur twice are added, as two windows are', () => {
    const cell = { live: 'a', shadow: 'b', count: 1.5 };
    expect(valueOf(flipMatrix([cell, cell])).counts).toEqual([[0, 3], [0, 0]]); // prettier-ignore
  });

  test('what cannot be compared says why', () => {
    expect(reasonOf(flipMatrix([]))).toBe('empty_current');
    expect(reasonOf(flipMatrixFromRows(['a'], []))).toBe('unequal_lengths');
    expect(reasonOf(flipMatrix([{ live: 'a', shadow: 'b', count: -1 }]))).toBe('invalid_count');
    const many = Array.from({ length: 3000 }, (_, i) => `${i}`);
    expect(reasonOf(flipMatrixFromRows(many, many))).toBe('too_many_classes');
  });

  test('class names like those of object properties are only names', () => {
    expect(valueOf(flipMatrixFromRows(['__proto__', 'constructor'], ['constructor', '__proto__'])).pairs).toBe(2);
  });
});

describe('agreement and kappa', () => {
  test('agreement is the diagonal, worked by hand', () => {
    const { value, n } = valueOf(agreement(matrixOf([[20, 5], [10, 15]]))); // prettier-ignore
    expect([value, n]).toEqual([0.7, 50]);
  });

  test('kappa agrees with statsmodels.cohens_kappa on 200 random tables, interval and all', () => {
    for (const { table, kappa: expected, lower, upper } of peer.kappas) {
      const answer = valueOf(kappa(matrixOf(table)));
      expectWithin(answer.value, expected, 1e-9, 1e-12);
      expectWithin(answer.lower, Math.max(-1, lower), 1e-9, 1e-12);
      expectWithin(answer.upper, Math.min(1, upper), 1e-9, 1e-12);
    }
  });

  test('kappa of a model with itself is 1; of one class alone it has no meaning', () => {
    expect(valueOf(kappa(matrixOf([[3, 0], [0, 5]]))).value).toBe(1); // prettier-ignore
    expect(reasonOf(kappa(matrixOf([[8]])))).toBe('no_variation');
  });

  test('neither depends on which model is which, nor kappa on the number of pairs', () => {
    const random = seeded(4);
    for (let k = 0; k < 1000; k++) {
      const size = wholeNumber(random, 2, 5);
      const table = Array.from({ length: size }, () => Array.from({ length: size }, () => wholeNumber(random, 1, 30)));
      const swapped = table.map((row, i) => row.map((_, j) => table[j]?.[i] as number));
      const scaled = table.map((row) => row.map((count) => count * 3));
      expectWithin(valueOf(agreement(matrixOf(table))).value, valueOf(agreement(matrixOf(swapped))).value, 1e-12);
      const value = valueOf(kappa(matrixOf(table))).value;
      expectWithin(valueOf(kappa(matrixOf(swapped))).value, value, 1e-9, 1e-12);
      expectWithin(valueOf(kappa(matrixOf(scaled))).value, value, 1e-9, 1e-12);
    }
  });
});

describe('outcomes', () => {
  test('rows without a label take no part', () => {
    const outcomes = outcomesFromRows(['a', 'a', 'b', 'b', 'a'], ['a', 'b', 'a', 'b', 'a'], ['a', 'a', 'a', 'a', null]);
    expect(valueOf(outcomes)).toEqual(of(1, 1, 1, 1));
    expect(reasonOf(outcomesFromRows(['a'], ['a'], [null]))).toBe('no_labels');
    expect(reasonOf(outcomesFromRows(['a'], ['a'], []))).toBe('unequal_lengths');
  });
});

describe('mcnemar', () => {
  test('with 1 against 4 is 2 (1 + 5) / 32, worked by hand', () => {
    expect(valueOf(mcnemar(of(9, 1, 4, 9))).pValue).toBeCloseTo(0.375, 14);
  });

  test('agrees with statsmodels.mcnemar on 200 random tables, in all three forms', () => {
    for (const { counts, exact, chiSquare, corrected } of peer.outcomes) {
      const outcomes = of(...counts);
      const p = (options: Parameters<typeof mcnemar>[1]): number => valueOf(mcnemar(outcomes, options)).pValue;
      expectWithin(p({ method: 'exact' }), exact, 1e-6);
      expectWithin(p({ method: 'chi_square' }), chiSquare, 1e-6);
      // Where both are alike statsmodels corrects past 0, to a statistic that is too large.
      expectWithin(p({ method: 'chi_square', continuity: true }), counts[1] === counts[2] ? 1 : corrected, 1e-6);
      const few = counts[1] + counts[2] < 25;
      expect(valueOf(mcnemar(outcomes)).method).toBe(few ? 'exact' : 'chi_square');
    }
  });

  test('reads nothing but the discordant pairs, and not which model is which', () => {
    const p = (outcomes: PairedOutcomes): number => valueOf(mcnemar(outcomes)).pValue;
    expect(p(of(0, 7, 3, 0))).toBe(p(of(1e6, 7, 3, 500)));
    expect(p(of(5, 70, 30, 5))).toBe(p(of(5, 30, 70, 5)));
    expect(p(of(5, 0, 0, 5))).toBe(1);
  });

  test('fires within a point of alpha where the models are alike (2,000 seeded simulations)', () => {
    const random = seeded(5);
    let alarms = 0;
    for (let k = 0; k < 2000; k++) {
      let b = 0;
      for (let i = 0; i < 200; i++) {
        b += random() < 0.5 ? 1 : 0;
      }
      alarms += valueOf(mcnemar(of(0, b, 200 - b, 0))).pValue <= 0.05 ? 1 : 0;
    }
    expect(Math.abs(alarms / 2000 - 0.05)).toBeLessThan(0.01);
  });
});

describe('accuracy difference', () => {
  test("agrees with Tango's interval, its likelihood maximised by SciPy, on 200 random tables", () => {
    for (const { counts, lower, upper } of peer.outcomes) {
      const answer = valueOf(accuracyDifference(of(...counts)));
      // The search for the maximum is itself good to the root of double precision.
      expectWithin(answer.lower, lower, 1e-5, 1e-7);
      expectWithin(answer.upper, upper, 1e-5, 1e-7);
    }
  });

  test("excludes 0 exactly where McNemar's test rejects", () => {
    const random = seeded(6);
    for (let k = 0; k < 2000; k++) {
      const outcomes = of(wholeNumber(random, 0, 50), wholeNumber(random, 0, 50), wholeNumber(random, 0, 50), 9);
      const { lower, upper } = valueOf(accuracyDifference(outcomes));
      const { pValue } = valueOf(mcnemar(outcomes, { method: 'chi_square' }));
      expect((lower as number) > 0 || (upper as number) < 0).toBe(pValue < 0.05);
    }
  });

  test('changes its sign with the models', () => {
    const one = valueOf(accuracyDifference(of(50, 3, 11, 9)));
    const other = valueOf(accuracyDifference(of(50, 11, 3, 9)));
    expectWithin(one.value, -other.value);
    expectWithin(one.lower, -(other.upper as number), 1e-12);
  });

  test('covers the truth as often as it says (2,000 seeded simulations)', () => {
    const random = seeded(7);
    let covered = 0;
    for (let k = 0; k < 2000; k++) {
      const counts: [number, number, number, number] = [0, 0, 0, 0];
      for (let i = 0; i < 150; i++) {
        const draw = random();
        const cell = draw < 0.7 ? 0 : draw < 0.78 ? 1 : draw < 0.9 ? 2 : 3;
        counts[cell]++;
      }
      const { lower, upper } = valueOf(accuracyDifference(of(...counts)));
      covered += (lower as number) <= 0.04 && (upper as number) >= 0.04 ? 1 : 0;
    }
    expect(Math.abs(covered / 2000 - 0.95)).toBeLessThan(0.012);
  });
});

describe('mean difference', () => {
  test('agrees with scipy.stats.ttest_rel on 200 random pairs of columns', () => {
    for (const { live, shadow, p, t, lower, upper, nonInferiorP } of peer.differences) {
      const moments = valueOf(differenceMoments(Float64Array.from(live), Float64Array.from(shadow)));
      const test = valueOf(pairedTTest(moments));
      expectWithin(test.pValue, p, 1e-6);
      expectWithin(test.t, t, 1e-9, 1e-12);
      const interval = valueOf(meanDifference(moments));
      expectWithin(interval.lower, lower, 1e-9, 1e-12);
      expectWithin(interval.upper, upper, 1e-9, 1e-12);
      expectWithin(valueOf(lossNonInferiority(moments, 0.5)).pValue, nonInferiorP, 1e-6);
    }
  });

  test('two windows added are the whole, wherever it is cut', () => {
    const random = seeded(8);
    const live = Float64Array.from({ length: 60 }, () => random() * 1e6);
    const shadow = live.map((value) => value + random() - 0.3);
    const whole = valueOf(differenceMoments(live, shadow));
    for (let cut = 0; cut <= 60; cut++) {
      const merged = mergeMoments(
        valueOf(differenceMoments(live.slice(0, cut), shadow.slice(0, cut))),
        valueOf(differenceMoments(live.slice(cut), shadow.slice(cut)))
      );
      expect(merged.n).toBe(60);
      expectWithin(merged.mean, whole.mean, 1e-9);
      expectWithin(merged.squares, whole.squares, 1e-9);
    }
  });

  test('the bound of non-inferiority lies at the margin exactly where the test is at alpha', () => {
    const moments = { n: 30, mean: 0.2, squares: 29 };
    const { bound } = valueOf(lossNonInferiority(moments, 1));
    expectWithin(valueOf(lossNonInferiority(moments, bound)).pValue, 0.05, 1e-9);
  });

  test('values that are missing are left out; differences that never vary are certain', () => {
    const moments = valueOf(differenceMoments(Float64Array.of(1, NaN, 3), Float64Array.of(2, 2, 4)));
    expect(moments).toEqual({ n: 2, mean: 1, squares: 0 });
    expect(valueOf(pairedTTest(moments)).pValue).toBe(0);
    expect(valueOf(pairedTTest(moments, 1)).pValue).toBe(1);
    expect(reasonOf(differenceMoments(Float64Array.of(1), Float64Array.of()))).toBe('unequal_lengths');
  });
});

describe('confident disagreements', () => {
  const pairs = {
    live: ['a', 'b', 'a', 'b'],
    shadow: ['b', 'b', 'b', 'a'],
    liveConfidence: Float64Array.of(0.96, 0.99, 0.99, NaN),
    shadowConfidence: Float64Array.of(0.97, 0.99, 0.98, 0.99),
  };

  test('are found with the surest first, and unsure ones left out', () => {
    expect(valueOf(confidentDisagreements(pairs, 0.95))).toEqual({ confident: 3, disagreeing: 2, rows: [2, 0] });
    expect(valueOf(confidentDisagreements(pairs, 0.95, 1)).rows).toEqual([2]);
  });

  test('without any confident pair there is no rate', () => {
    const none = valueOf(confidentDisagreements(pairs, 0.999));
    expect(reasonOf(confidentDisagreementRate(none))).toBe('too_few_observations');
    expect(reasonOf(confidentDisagreements({ ...pairs, live: [] }, 0.9))).toBe('unequal_lengths');
  });
});

describe('non-inferiority and pairs needed', () => {
  test('the bound of accuracy lies at the margin exactly where the test is at alpha', () => {
    for (const outcomes of [of(900, 30, 20, 50), of(90, 5, 1, 4), of(500, 40, 60, 0)]) {
      const { bound } = valueOf(accuracyNonInferiority(outcomes, 0.5));
      if (bound <= 0) {
        expectWithin(valueOf(accuracyNonInferiority(outcomes, -bound)).pValue, 0.05, 1e-6);
      }
    }
  });

  test('with a margin of 0 it is superiority: half of the two-sided McNemar', () => {
    const outcomes = of(100, 20, 45, 10);
    const { pValue } = valueOf(mcnemar(outcomes));
    expectWithin(valueOf(accuracyNonInferiority(outcomes, 0)).pValue, pValue / 2, 1e-9);
  });

  test('the planned number of pairs has the power that was asked for (2,000 seeded simulations)', () => {
    const random = seeded(9);
    const [difference, discordant] = [0.08, 0.2];
    const n = valueOf(pairsNeededForDifference(difference, discordant));
    const planned = valueOf(pairsNeededForNonInferiority(0.06, discordant));
    let seen = 0;
    let shown = 0;
    const draw = (pairs: number, against: number): PairedOutcomes => {
      let [b, c] = [0, 0];
      for (let i = 0; i < pairs; i++) {
        const at = random();
        b += at < against ? 1 : 0;
        c += at >= against && at < discordant ? 1 : 0;
      }
      return of(pairs - b - c, b, c, 0);
    };
    for (let k = 0; k < 2000; k++) {
      seen += valueOf(mcnemar(draw(n, (discordant - difference) / 2))).pValue <= 0.05 ? 1 : 0;
      shown += valueOf(accuracyNonInferiority(draw(planned, discordant / 2), 0.06)).nonInferior ? 1 : 0;
    }
    expect(Math.abs(seen / 2000 - 0.8)).toBeLessThan(0.03);
    expect(Math.abs(shown / 2000 - 0.8)).toBeLessThan(0.03);
  });

  test('what cannot be planned for says why', () => {
    expect(reasonOf(pairsNeededForDifference(0, 0.1))).toBe('invalid_margin');
    expect(reasonOf(pairsNeededForDifference(0.2, 0.1))).toBe('invalid_margin');
    expect(reasonOf(pairsNeededForNonInferiority(0.01, 0.1, { expected: -0.02 }))).toBe('invalid_margin');
    expect(() => pairsNeededForDifference(0.1, 0.2, { alpha: 3 })).toThrow('alpha of 3');
  });
});

test('the catalogue has every id once, each definition under its own, in the order of the ids, in words', () => {
  expect(Object.keys(pairedMetrics)).toEqual([...PAIRED_METRIC_IDS]);
  for (const definition of Object.values(pairedMetrics)) {
    expect(pairedMetrics[definition.id]).toBe(definition);
    for (const words of [definition.explanation, definition.needs, definition.limits]) {
      expect(words).toMatch(/^[A-Z].*\.$/);
    }
  }
});

test('hostile inputs are answered with finite numbers or a reason, never with an exception', () => {
  for (const a of HOSTILE_NUMBERS) {
    for (const b of HOSTILE_NUMBERS) {
      for (const outcomes of [of(a, b, 1, 1), of(1, a, b, 1), of(0, a, b, 0)]) {
        expectHonest(mcnemar(outcomes));
        expectHonest(mcnemar(outcomes, { method: 'exact' }));
        expectHonest(accuracyDifference(outcomes));
        expectHonest(accuracyNonInferiority(outcomes, a));
      }
      const cells = [
        { live: 'x', shadow: 'y', count: a },
        { live: 'y', shadow: 'x', count: b },
        { live: 'x', shadow: 'x', count: a },
      ];
      const matrix = flipMatrix(cells);
      expectHonest(matrix);
      if (matrix.ok) {
        expectHonest(agreement(matrix.value));
        expectHonest(kappa(matrix.value));
      }
      const moments = differenceMoments(Float64Array.of(a, b, 1), Float64Array.of(b, a, 2));
      expectHonest(moments);
      if (moments.ok) {
        expectHonest(meanDifference(moments.value));
        expectHonest(pairedTTest(moments.value, a === a && Math.abs(a) < Infinity ? a : 0));
        expectHonest(lossNonInferiority(moments.value, b));
      }
    }
  }
});
