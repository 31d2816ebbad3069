import { type Answer, noAnswer } from '../answer';
import { type Random, shuffle } from './random';
import { type SampleTest, finiteTest, scored } from './result';
import { type Rows, rowSides } from './rows';
import type { SampleScoreDefinition } from './definition';

const MOST_ROWS = 500;

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < a.length; k++) {
    const gap = (a[k] as number) - (b[k] as number);
    total += gap * gap;
  }
  return total;
}

/** The median of a list, which is sorted in place. */
function medianOf(list: Float64Array): number {
  list.sort();
  const half = list.length >> 1;
  return list.length % 2 === 1 ? (list[half] as number) : ((list[half - 1] as number) + (list[half] as number)) / 2;
}

/**
 * Maximum mean discrepancy: do the rows of the two sides come from one joint distribution, correlations included?
 *
 * The unbiased MMD^2 of Gretton et al. (2012) with the kernel exp(-|a - b|^2 / (2 s^2)), where 2 s^2 is the median of
 * the squared distances between all rows (the median heuristic); `bandwidth` is s. The p-value is from permutations of
 * the rows, (1 + as large) / (1 + all): never 0, and exact in level. `random` is passed in, so that it can be repeated.
 *
 * All is compared with all: at most `most` rows of a side are drawn, and it is said. Rows with a NaN or an infinity take
 * no part. Scale the features alike before: the largest decides else. O((n + m)^2 (features + permutations)).
 *
 * @example
 * mmd([[0], [0], [1]], [[9], [9], [8]], { random: () => 0.5 }).value.statistic > 0.5 // => true
 */
export function mmd(
  reference: Rows,
  current: Rows,
  {
    random,
    permutations = 199,
    most = MOST_ROWS,
  }: { readonly random: Random; readonly permutations?: number; readonly most?: number }
): Answer<SampleTest & { readonly bandwidth: number }> {
  const sides = rowSides(reference, current, { least: 2, most, random });
  if (!sides.ok) {
    return sides;
  }
  const rows = [...sides.value.reference, ...sides.value.current];
  const n = sides.value.reference.length;
  const m = sides.value.current.length;
  const all = n + m;
  const kernel = new Float64Array(all * all);
  const distances = new Float64Array((all * (all - 1)) / 2);
  let at = 0;
  for (let i = 0; i < all; i++) {
    for (let j = i + 1; j < all; j++) {
      const distance = squaredDistance(rows[i] as ArrayLike<number>, rows[j] as ArrayLike<number>);
      distances[at++] = distance;
      kernel[i * all + j] = distance;
    }
  }
  const sum = distances.reduce((total, one) => total + one, 0);
  if (sum === 0) {
    return noAnswer('no_variation', 'All rows are one and the same, so that nothing can be tested.');
  }
  // Half of the rows alike leave a median of 0: then the mean stands in for it.
  const scale = medianOf(distances) || sum / distances.length;
  let total = 0;
  for (let i = 0; i < all; i++) {
    for (let j = i + 1; j < all; j++) {
      const similar = Math.exp(-(kernel[i * all + j] as number) / scale);
      kernel[i * all + j] = similar;
      kernel[j * all + i] = similar;
      total += 2 * similar;
    }
  }
  const order = Int32Array.from({ length: all }, (_, i) => i);
  const statisticOf = (): number => {
    let within = 0;
    let touching = 0;
    for (let a = 0; a < n; a++) {
      const row = (order[a] as number) * all;
      let toX = 0;
      let toAll = 0;
      for (let b = 0; b < n; b++) {
        toX += kernel[row + (order[b] as number)] as number;
      }
      for (let b = n; b < all; b++) {
        toAll += kernel[row + (order[b] as number)] as number;
      }
      within += toX;
      touching += toAll;
    }
    const other = total - within - 2 * touching;
    return within / (n * (n - 1)) + other / (m * (m - 1)) - (2 * touching) / (n * m);
  };
  const statistic = statisticOf();
  // Sums in another order differ in their last digits: what is alike counts as large.
  const asLarge = statistic - 1e-12 * Math.abs(total / (all * all));
  let reached = 0;
  for (let k = 0; k < permutations; k++) {
    shuffle(order, random);
    reached += statisticOf() >= asLarge ? 1 : 0;
  }
  return finiteTest(
    {
      statistic,
      pValue: (1 + reached) / (1 + permutations),
      method: 'permutation' as const,
      n,
      m,
      bandwidth: Math.sqrt(scale / 2),
    },
    sides.repairs
  );
}

export const mmdDefinition: SampleScoreDefinition<'mmd'> = {
  id: 'mmd',
  label: 'Maximum mean discrepancy',
  explanation: 'Whether rows come from one joint distribution, correlations of the features included: near 0 they do.',
  direction: 'higher_is_more_drift',
  range: { min: null, max: 2 },
  unit: null,
  thresholds: null,
  formula: "mean k(x, x') + mean k(y, y') - 2 mean k(x, y), k(a, b) = exp(-|a - b|^2 / median |a - b|^2)",
  significance: 'by seeded permutations of the rows, (1 + as large) / (1 + all)',
  needs: 'Complete rows of one or more numeric features, scaled alike.',
  notWhen: 'Not to find out what has changed, nor with many features of which few moved: use the scores of each.',
  citation: 'Gretton et al., Journal of Machine Learning Research 13, 2012',
  takes: 'rows',
  mostRows: MOST_ROWS,
  compute: (reference, current, { random }) => scored(mmd(reference, current, { random })),
};
