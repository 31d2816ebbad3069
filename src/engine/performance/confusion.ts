import { type Answer, answered, noAnswer } from '../answer';
import { flipMatrix, flipMatrixFromRows } from '../paired/flipMatrix';

/** What was true and what was predicted: `counts[label][prediction]`, classes in rising order. */
export interface ConfusionMatrix {
  readonly kind: 'confusion';
  readonly classes: readonly string[];
  readonly counts: ReadonlyArray<readonly number[]>;
  readonly n: number;
  /** The class that is looked for, where there are two: precision, recall and F1 are then its own. */
  readonly positive?: string;
}

function asConfusion(matrix: ReturnType<typeof flipMatrix>, positive: string | undefined): Answer<ConfusionMatrix> {
  if (!matrix.ok) {
    return matrix.reason === 'empty_current'
      ? noAnswer('no_labels', 'No prediction has a label yet: wait for labels, or look at the estimated performance.')
      : matrix;
  }
  const { classes, counts, pairs: n } = matrix.value;
  return answered({ kind: 'confusion', classes, counts, n, ...(positive === undefined ? {} : { positive }) });
}

/**
 * A confusion matrix from counts that an upstream pushed down. `positive` names the class that is looked for in a
 * binary task. Cells that occur twice are added. O(cells + classes^2).
 *
 * @example
 * confusion([{ label: 'a', prediction: 'b', count: 2 }, { label: 'b', prediction: 'b', count: 5 }]).value.counts // => [[0, 2], [0, 5]]
 */
export function confusion(
  cells: ReadonlyArray<{ readonly label: string; readonly prediction: string; readonly count: number }>,
  positive?: string
): Answer<ConfusionMatrix> {
  return asConfusion(
    flipMatrix(cells.map(({ label, prediction, count }) => ({ live: label, shadow: prediction, count }))),
    positive
  );
}

/**
 * The same from rows; those whose label is null have none yet, and take no part. O(rows).
 *
 * @example
 * confusionFromRows(['a', null, 'b'], ['b', 'b', 'b']).value.n // => 2
 */
export function confusionFromRows(
  labels: ReadonlyArray<string | null>,
  predictions: readonly string[],
  positive?: string
): Answer<ConfusionMatrix> {
  if (labels.length !== predictions.length) {
    return noAnswer('unequal_lengths', `${labels.length} labels against ${predictions.length} predictions.`);
  }
  const known = labels.map((label) => label !== null);
  return asConfusion(
    flipMatrixFromRows(
      labels.filter((label): label is string => label !== null),
      predictions.filter((_, i) => known[i])
    ),
    positive
  );
}

/** The four counts of a binary task. */
export interface BinaryCounts {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

/**
 * A binary confusion matrix from its four counts, classes `0` and `1`. O(1).
 *
 * @example
 * binaryConfusion({ truePositive: 4, falsePositive: 1, falseNegative: 2, trueNegative: 3 }).value.counts // => [[3, 1], [2, 4]]
 */
export function binaryConfusion(counts: BinaryCounts): Answer<ConfusionMatrix> {
  const { truePositive, falsePositive, falseNegative, trueNegative } = counts;
  return confusion(
    [
      { label: '1', prediction: '1', count: truePositive },
      { label: '0', prediction: '1', count: falsePositive },
      { label: '1', prediction: '0', count: falseNegative },
      { label: '0', prediction: '0', count: trueNegative },
    ],
    '1'
  );
}

/** The four counts, where a positive class is named; null where none is. All other classes together are negative. */
export function binaryCounts(matrix: ConfusionMatrix): BinaryCounts | null {
  if (matrix.positive === undefined) {
    return null;
  }
  const at = matrix.classes.indexOf(matrix.positive);
  const row = matrix.counts[at] ?? [];
  const truePositive = row[at] ?? 0;
  const labelled = row.reduce((all, count) => all + count, 0);
  const predicted = at < 0 ? 0 : matrix.counts.reduce((all, one) => all + (one[at] ?? 0), 0);
  const falsePositive = Math.max(0, predicted - truePositive);
  const falseNegative = Math.max(0, labelled - truePositive);
  return {
    truePositive,
    falsePositive,
    falseNegative,
    trueNegative: Math.max(0, matrix.n - truePositive - falsePositive - falseNegative),
  };
}
