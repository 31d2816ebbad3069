import { type Answer } from '../answer';
import { reasonOf, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { multinomial, seeded, wholeNumber } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { businessValue } from './businessValue';
import { performanceMetrics } from './catalogue';
import { binaryConfusion, confusion, confusionFromRows, type ConfusionMatrix } from './confusion';
import {
  PERFORMANCE_METRIC_IDS,
  type PerformanceData,
  type PerformanceEstimate,
  type PerformanceMetricDefinition,
  type PerformanceMetricId,
} from './definition';
import { errorSums, regressionRows } from './regressionRows';
import { scoredBuckets, scoredRows } from './scored';

type Numbers<Key extends string> = Record<Key, number>;
const peer = peerTable('scikit-learn/performance.json') as {
  binary: Array<
    { scores: number[]; labels: number[]; counts: number[]; aucError: number } & Numbers<PerformanceMetricId>
  >;
  multiclass: Array<
    { classes: string[]; counts: number[][] } & Numbers<
      | 'accuracy'
      | 'macro_precision'
      | 'macro_recall'
      | 'macro_f1'
      | 'weighted_precision'
      | 'weighted_f1'
      | 'kappa'
      | 'mcc'
    >
  >;
  regression: Array<
    { labels: number[]; predicted: number[] } & Numbers<
      'mae' | 'maeLower' | 'maeUpper' | 'rmse' | 'mape' | 'r2' | 'bias'
    >
  >;
};

const {
  accuracy,
  precision,
  recall,
  f1,
  mcc,
  kappa,
  roc_auc: rocAuc,
  balanced_accuracy: balanced,
} = performanceMetrics;
const definitions: PerformanceMetricDefinition[] = PERFORMANCE_METRIC_IDS.map((id) => performanceMetrics[id]);

function binary(counts: readonly number[]): ConfusionMatrix {
  const [truePositive = 0, falsePositive = 0, falseNegative = 0, trueNegative = 0] = counts;
  return valueOf(binaryConfusion({ truePositive, falsePositive, falseNegative, trueNegative }));
}

function several(counts: readonly number[][]): ConfusionMatrix {
  return valueOf(
    confusion(counts.flatMap((row, i) => row.map((count, j) => ({ label: `c${i}`, prediction: `c${j}`, count }))))
  );
}

function columns(rows: number, of: () => number): Float64Array {
  return Float64Array.from({ length: rows }, of);
}

describe('confusion matrices', () => {
  test('rows without a label take no part, and rows and counts are alike', () => {
    const rows = valueOf(confusionFromRows(['a', 'b', null, 'a'], ['a', 'a', 'a', 'b'], 'a'));
    expect(rows).toEqual({ kind: 'confusion', classes: ['a', 'b'], counts: [[1, 1], [1, 0]], n: 3, positive: 'a' }); // prettier-ignore
    expect(reasonOf(confusionFromRows([null], ['a']))).toBe('no_labels');
    expect(reasonOf(confusionFromRows([], ['a']))).toBe('unequal_lengths');
  });

  test('of several classes one may be looked for, and all others are then negative', () => {
    const cells = [['a', 'a', 5], ['a', 'b', 2], ['b', 'a', 1], ['c', 'b', 4]] as const; // prettier-ignore
    const matrix = valueOf(
      confusion(
        cells.map(([label, prediction, count]) => ({ label, prediction, count })),
        'a'
      )
    );
    expectWithin(valueOf(precision.compute(matrix)).value, 5 / 6);
    expectWithin(valueOf(recall.compute(matrix)).value, 5 / 7);
    expectWithin(valueOf(performanceMetrics.specificity.compute(matrix)).value, 4 / 5);
  });
});

describe('against scikit-learn', () => {
  test('metrics of counts agree on 200 random binary sets', () => {
    const ids = ['accuracy', 'f1', 'specificity', 'balanced_accuracy', 'precision', 'recall', 'mcc', 'kappa'] as const;
    let compared = 0;
    for (const set of peer.binary) {
      for (const id of ids) {
        const answer = performanceMetrics[id].compute(binary(set.counts));
        if (answer.ok) {
          expectWithin(answer.value.value, set[id], 1e-9, 1e-12);
          compared++;
        } else {
          // scikit-learn says 0 where there is nothing to take a share of; that is no answer here.
          expect(set[id]).toBe(0);
        }
      }
    }
    expect(compared).toBeGreaterThan(1550);
  });

  test("metrics of scores agree on the same sets, ties and all, and AUC's error with DeLong's by comparing every pair", () => {
    for (const set of peer.binary) {
      const points = valueOf(scoredRows(Float64Array.from(set.scores), set.labels));
      for (const id of ['roc_auc', 'pr_auc', 'log_loss', 'brier'] as const) {
        expectWithin(valueOf(performanceMetrics[id].compute(points)).value, set[id], 1e-9, 1e-12);
      }
      const { value, lower, upper } = valueOf(rocAuc.compute(points));
      if (set.aucError > 1e-9) {
        const logit = (p: number): number => Math.log(p / (1 - p));
        const half = (1.959963984540054 * set.aucError) / (value * (1 - value));
        expectWithin(logit(upper as number) - logit(lower as number), 2 * half, 1e-6);
      }
    }
  });

  test('metrics over several classes agree on 200 random sets', () => {
    for (const set of peer.multiclass) {
      const matrix = several(set.counts);
      expectWithin(valueOf(accuracy.compute(matrix)).value, set.accuracy);
      expectWithin(valueOf(precision.compute(matrix)).value, set.macro_precision);
      expectWithin(valueOf(recall.compute(matrix)).value, set.macro_recall);
      expectWithin(valueOf(balanced.compute(matrix)).value, set.macro_recall);
      expectWithin(valueOf(f1.compute(matrix)).value, set.macro_f1);
      expectWithin(valueOf(precision.compute(matrix, { average: 'weighted' })).value, set.weighted_precision);
      expectWithin(valueOf(f1.compute(matrix, { average: 'weighted' })).value, set.weighted_f1);
      expectWithin(valueOf(kappa.compute(matrix)).value, set.kappa, 1e-9, 1e-12);
      expectWithin(valueOf(mcc.compute(matrix)).value, set.mcc, 1e-9, 1e-12);
    }
  });

  test('metrics of regression agree on 200 random sets, the interval of MAE with scipy.stats.t', () => {
    for (const set of peer.regression) {
      const rows = valueOf(regressionRows(Float64Array.from(set.labels), Float64Array.from(set.predicted)));
      for (const id of ['mae', 'rmse', 'mape', 'r2', 'bias'] as const) {
        expectWithin(valueOf(performanceMetrics[id].compute(rows)).value, set[id], 1e-9, 1e-12);
      }
      const { lower, upper } = valueOf(performanceMetrics.mae.compute(rows));
      expectWithin(lower, Math.max(0, set.maeLower), 1e-9, 1e-12);
      expectWithin(upper, set.maeUpper);
    }
  });
});

describe('intervals', () => {
  /** How often the interval of `id` holds the truth, over seeded simulations. */
  function coverage(seed: number, truth: number, draw: (random: () => number) => Answer<PerformanceEstimate>): number {
    const random = seeded(seed);
    let held = 0;
    for (let k = 0; k < 1000; k++) {
      const { lower, upper } = valueOf(draw(random));
      held += (lower as number) <= truth && (upper as number) >= truth ? 1 : 0;
    }
    return held / 1000;
  }

  const cells = [0.3, 0.08, 0.12, 0.5];
  test.each(['accuracy', 'precision', 'recall', 'f1', 'specificity', 'balanced_accuracy', 'mcc', 'kappa'] as const)(
    'of %s hold the truth about 95 times in 100 (1,000 seeded simulations)',
    (id) => {
      const truth = valueOf(performanceMetrics[id].compute(binary(cells.map((cell) => cell * 1e6)))).value;
      const share = coverage(41, truth, (random) =>
        performanceMetrics[id].compute(binary(multinomial(random, 300, cells)))
      );
      expect(share).toBeGreaterThan(0.925);
      expect(share).toBeLessThan(0.985);
    }
  );

  const table = [[0.2, 0.05, 0.05], [0.02, 0.3, 0.03], [0.1, 0.05, 0.2]]; // prettier-ignore
  test.each(['precision', 'recall', 'f1', 'mcc'] as const)('over several classes too: %s', (id) => {
    for (const average of ['macro', 'weighted'] as const) {
      const of = (counts: number[]): ConfusionMatrix =>
        several([counts.slice(0, 3), counts.slice(3, 6), counts.slice(6, 9)]);
      const options = { average };
      const truth = valueOf(performanceMetrics[id].compute(of(table.flat().map((cell) => cell * 1e6)), options)).value;
      const share = coverage(42, truth, (random) =>
        performanceMetrics[id].compute(of(multinomial(random, 400, table.flat())), options)
      );
      expect(Math.abs(share - 0.95)).toBeLessThan(0.025);
    }
  });

  test('of ROC AUC hold the truth, and a perfect order is not called certain', () => {
    // Scores of positives are uniform to the power of 1/2: AUC = E(score of a positive) = 2/3.
    const share = coverage(43, 2 / 3, (random) => {
      const labels = columns(120, () => (random() < 0.4 ? 1 : 0));
      return rocAuc.compute(
        valueOf(
          scoredRows(
            labels.map((label) => (label ? Math.sqrt(random()) : random())),
            labels
          )
        )
      );
    });
    expect(Math.abs(share - 0.95)).toBeLessThan(0.025);
    const perfect = valueOf(rocAuc.compute(valueOf(scoredRows(Float64Array.of(0.1, 0.2, 0.8, 0.9), [0, 0, 1, 1]))));
    expect(perfect).toMatchObject({ value: 1, upper: 1 });
    expect(perfect.lower).toBeLessThan(0.8);
    const worst = valueOf(rocAuc.compute(valueOf(scoredRows(Float64Array.of(0.1, 0.2, 0.8, 0.9), [1, 1, 0, 0]))));
    expectWithin(worst.upper, 1 - (perfect.lower as number), 1e-12);
  });

  test.each(['mae', 'rmse', 'bias', 'r2', 'mape'] as const)('of %s hold the truth', (id) => {
    const rows = (random: () => number, n: number): PerformanceData => {
      const labels = columns(n, () => 5 + 4 * random());
      const predictions = labels.map((label) => label + 2 * random() - 0.8);
      return valueOf(regressionRows(labels, predictions));
    };
    const truth = valueOf(performanceMetrics[id].compute(rows(seeded(44), 200_000))).value;
    const share = coverage(45, truth, (random) => performanceMetrics[id].compute(rows(random, 150)));
    expect(Math.abs(share - 0.95)).toBeLessThan(0.025);
  });
});

describe('scores in buckets', () => {
  test('what the buckets leave open holds the value that the rows have', () => {
    const random = seeded(46);
    for (let k = 0; k < 1000; k++) {
      const scores = columns(wholeNumber(random, 5, 80), () => 0.01 + 0.98 * random());
      const labels = scores.map((score, i) => (i < 2 ? i : random() < score ? 1 : 0));
      const buckets = 1 + wholeNumber(random, 1, 10);
      const counted = valueOf(
        scoredBuckets(
          Array.from({ length: buckets }, (_, b) => {
            const [lower, upper] = [b / buckets, (b + 1) / buckets];
            const inside = [...scores.keys()].filter(
              (i) => (scores[i] as number) > lower && (scores[i] as number) <= upper
            );
            const positive = inside.filter((i) => labels[i] === 1).length;
            return { lower, upper, positive, negative: inside.length - positive };
          })
        )
      );
      const rows = valueOf(scoredRows(scores, labels));
      for (const id of ['roc_auc', 'brier', 'log_loss'] as const) {
        const exact = valueOf(performanceMetrics[id].compute(rows)) as PerformanceEstimate;
        const { value, open } = valueOf(performanceMetrics[id].compute(counted)) as PerformanceEstimate;
        expect(exact.open).toBeUndefined();
        const { lower, upper } = open ?? { lower: value, upper: value };
        expect(lower).toBeLessThanOrEqual(exact.value + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(exact.value - 1e-12);
      }
    }
  });

  test('AUC does not change with any rising change of the scores, and mirrors with the outcomes', () => {
    const random = seeded(47);
    for (let k = 0; k < 1000; k++) {
      const scores = columns(40, () => Math.round(20 * random()) / 20);
      const labels = columns(40, () => (random() < 0.5 ? 1 : 0));
      const of = (s: Float64Array, l: Float64Array): number | null => {
        const answer = rocAuc.compute(valueOf(scoredRows(s, l)));
        return answer.ok ? answer.value.value : null;
      };
      const value = of(scores, labels);
      if (value !== null) {
        expectWithin(
          of(
            scores.map((s) => s ** 3),
            labels
          ) ?? NaN,
          value,
          1e-12,
          1e-12
        );
        expectWithin(
          of(
            scores,
            labels.map((l) => 1 - l)
          ) ?? NaN,
          1 - value,
          1e-12,
          1e-12
        );
      }
    }
  });

  test('of very many rows, buckets hold the value of the rows between narrow bounds', () => {
    const random = seeded(46);
    const scores = columns(20_000, () => random() ** 8);
    const labels = scores.map((score) => (random() < score ? 1 : 0));
    const exact = valueOf(rocAuc.compute(valueOf(scoredRows(scores, labels, { most: Infinity }))));
    const counted = valueOf(rocAuc.compute(valueOf(scoredRows(scores, labels, { most: 1000 }))));
    expect(exact.open).toBeUndefined();
    expect(counted.open?.lower).toBeLessThanOrEqual(exact.value);
    expect(counted.open?.upper).toBeGreaterThanOrEqual(exact.value);
    expect((counted.open?.upper ?? 1) - (counted.open?.lower ?? 0)).toBeLessThan(0.005);
  });

  test('overlapping buckets, and buckets outside 0 to 1, say so', () => {
    const one = { positive: 1, negative: 1 };
    expect(
      reasonOf(
        scoredBuckets([
          { lower: 0, upper: 0.6, ...one },
          { lower: 0.5, upper: 1, ...one },
        ])
      )
    ).toBe('invalid_confidence');
    expect(reasonOf(scoredBuckets([{ lower: 0, upper: 2, ...one }]))).toBe('invalid_confidence');
    expect(reasonOf(scoredRows(Float64Array.of(0.5), [NaN]))).toBe('no_labels');
  });
});

describe('sums of errors', () => {
  test('say what the rows say, interval and all, and for RMSE the value', () => {
    for (const set of peer.regression) {
      const errors = set.predicted.map((one, i) => one - (set.labels[i] as number));
      const total = (of: (error: number) => number): number => errors.reduce((all, error) => all + of(error), 0);
      const sums = errorSums({ n: errors.length, errors: total((e) => e), absolute: total(Math.abs), squares: total((e) => e * e) }); // prettier-ignore
      const rows = valueOf(regressionRows(Float64Array.from(set.labels), Float64Array.from(set.predicted)));
      for (const id of ['mae', 'bias'] as const) {
        const [counted, exact] = [valueOf(sums), rows].map((data) => valueOf(performanceMetrics[id].compute(data)));
        expectWithin(counted?.value, exact?.value as number, 1e-9, 1e-12);
        expectWithin(counted?.lower, exact?.lower as number, 1e-9, 1e-9);
        expectWithin(counted?.upper, exact?.upper as number, 1e-9, 1e-9);
      }
      const { value, lower } = valueOf(performanceMetrics.rmse.compute(valueOf(sums)));
      expectWithin(value, set.rmse);
      expect(lower).toBeUndefined();
    }
  });

  test('that cannot be of the same rows are refused', () => {
    expect(reasonOf(errorSums({ n: 2, errors: 5, absolute: 3, squares: 9 }))).toBe('invalid_count');
    expect(reasonOf(errorSums({ n: 2, errors: 1, absolute: 3, squares: 1 }))).toBe('invalid_count');
    expect(reasonOf(errorSums({ n: 0, errors: 0, absolute: 0, squares: 0 }))).toBe('no_labels');
  });
});

describe('business value', () => {
  const values = { 1: { 1: 100, 0: -500 }, 0: { 1: -10 } };

  test('is what hits and misses are worth, worked by hand; cells not named are worth nothing', () => {
    const { value } = valueOf(businessValue(binary([2, 1, 1, 6]), values));
    expectWithin(value, (200 - 10 - 500) / 10, 1e-12);
  });

  test('its interval is that of a mean over the rows', () => {
    const { lower, upper } = valueOf(businessValue(binary([20, 10, 10, 60]), values));
    const rows = [...Array<number>(20).fill(100), ...Array<number>(10).fill(-10), ...Array<number>(10).fill(-500), ...Array<number>(60).fill(0)]; // prettier-ignore
    const mean = rows.reduce((a, b) => a + b, 0) / 100;
    const spread = rows.reduce((a, b) => a + (b - mean) ** 2, 0) / 100;
    expectWithin((upper as number) - (lower as number), 2 * 1.959963984540054 * Math.sqrt(spread / 100), 1e-9);
  });

  test('names of classes are not looked up in prototypes, and worths must be numbers', () => {
    const matrix = valueOf(confusionFromRows(['constructor', 'a'], ['toString', 'a']));
    expect(valueOf(businessValue(matrix, {})).value).toBe(0);
    expect(reasonOf(businessValue(binary([1, 1, 1, 1]), { 1: { 1: NaN } }))).toBe('invalid_worth');
  });
});

describe('the catalogue', () => {
  test('has every id once, each definition under its own, in the order of the ids, in words', () => {
    expect(Object.keys(performanceMetrics)).toEqual([...PERFORMANCE_METRIC_IDS]);
    expect(definitions.map(({ id }) => id)).toEqual([...PERFORMANCE_METRIC_IDS]);
    for (const { explanation, needs, limits } of definitions) {
      for (const words of [explanation, needs, limits]) {
        expect(words).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  const samples: PerformanceData[] = [
    binary([20, 5, 7, 60]),
    valueOf(scoredRows(Float64Array.of(0.1, 0.4, 0.35, 0.8), [0, 0, 1, 1])),
    valueOf(regressionRows(Float64Array.of(1, 2, 3, 5), Float64Array.of(1, 3, 2, 5))),
    valueOf(errorSums({ n: 4, errors: 0, absolute: 2, squares: 2 })),
  ];
  test.each(definitions.map((definition) => [definition.id, definition] as const))(
    '%s answers for the kinds it names, within its range, and says what it is for others',
    (_, { compute, kinds, range }) => {
      for (const data of samples) {
        const answer = compute(data);
        expect(answer.ok).toBe(kinds.includes(data.kind));
        if (answer.ok) {
          // RMSE from sums has no interval: its value stands for both ends.
          const { value, lower = value, upper = value } = answer.value;
          expect(lower).toBeLessThanOrEqual(value);
          expect(upper).toBeGreaterThanOrEqual(value);
          expect(lower).toBeGreaterThanOrEqual(range.min ?? -Infinity);
          expect(upper).toBeLessThanOrEqual(range.max ?? Infinity);
        } else {
          expect(answer.reason).toBe('kind_mismatch');
        }
      }
    }
  );

  test('everything counted three times moves no value, and narrows intervals', () => {
    const random = seeded(48);
    for (let k = 0; k < 500; k++) {
      const counts = [0, 1, 2, 3].map(() => wholeNumber(random, 1, 60));
      for (const { compute, kinds } of definitions.filter((one) => one.kinds.includes('confusion'))) {
        expect(kinds).toEqual(['confusion']);
        const one = valueOf(compute(binary(counts)));
        const three = valueOf(compute(binary(counts.map((count) => 3 * count))));
        expectWithin(three.value, one.value, 1e-9, 1e-12);
        expect((three.upper as number) - (three.lower as number)).toBeLessThanOrEqual(
          (one.upper as number) - (one.lower as number) + 1e-12
        );
      }
    }
  });

  test('hostile data is answered with finite numbers or a reason, never with an exception', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        const sets: Array<Answer<PerformanceData>> = [
          binaryConfusion({ truePositive: a, falsePositive: b, falseNegative: 1, trueNegative: 0 }),
          binaryConfusion({ truePositive: 0, falsePositive: a, falseNegative: b, trueNegative: 0 }),
          confusion([
            { label: 'a', prediction: 'b', count: a },
            { label: 'c', prediction: 'b', count: b },
          ]),
          scoredRows(Float64Array.of(a, b, 0.5), [0, 1, 1]),
          scoredBuckets([
            { lower: 0, upper: 0.5, positive: a, negative: b },
            { lower: 0.5, upper: 1, positive: 1, negative: a },
          ]),
          scoredBuckets([{ lower: a, upper: b, positive: 1, negative: 1 }]),
          regressionRows(Float64Array.of(a, b, 1, 2), Float64Array.of(b, a, 2, a)),
          errorSums({ n: a, errors: b, absolute: Math.abs(b), squares: a }),
        ];
        for (const set of sets) {
          expectHonest(set);
          if (set.ok) {
            for (const { compute } of definitions) {
              expectHonest(compute(set.value));
            }
            if (set.value.kind === 'confusion') {
              expectHonest(businessValue(set.value, { 1: { 1: a }, a: { b } }));
            }
          }
        }
      }
    }
  });
});
