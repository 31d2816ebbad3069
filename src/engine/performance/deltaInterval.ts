import { normalQuantile } from '../special/normalQuantile';
import type { ConfusionMatrix } from './confusion';

/**
 * Half the width of the interval of a metric of a confusion matrix, by the delta method: `slope(i, j)` is how the
 * metric moves with one more count in that cell. For multinomial counts its variance is
 * sum n_ij slope^2 - (sum n_ij slope)^2 / n. O(cells).
 */
export function deltaHalfWidth(
  matrix: ConfusionMatrix,
  slope: (label: number, prediction: number) => number,
  confidence: number
): number {
  let squares = 0;
  let total = 0;
  matrix.counts.forEach((row, i) =>
    row.forEach((count, j) => {
      if (count > 0) {
        const one = slope(i, j);
        squares += count * one * one;
        total += count * one;
      }
    })
  );
  return normalQuantile(1 - (1 - confidence) / 2) * Math.sqrt(Math.max(0, squares - (total * total) / matrix.n));
}
