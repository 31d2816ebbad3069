import type { ConfusionMatrix } from './confusion';

/** Sums of a confusion matrix: of each label, of each prediction, and of what is right. */
export interface Margins {
  readonly labels: readonly number[];
  readonly predictions: readonly number[];
  readonly right: number;
}

export function marginsOf({ counts }: ConfusionMatrix): Margins {
  const labels = counts.map((row) => row.reduce((all, count) => all + count, 0));
  const predictions = counts.map((_, j) => counts.reduce((all, row) => all + (row[j] ?? 0), 0));
  return { labels, predictions, right: counts.reduce((all, row, i) => all + (row[i] ?? 0), 0) };
}
