import type { Answer } from '../answer';
import { cramerVonMisesSurvival } from '../special/cramerVonMisesLaw';
import { eachTie } from './ranks';
import { type SampleTest, finiteTest } from './result';
import { type Samples, sortedSides } from './sides';

/** As SciPy: exact for so few. */
const MOST_EXACT = 20;
/** The exact law is kept in a table of this many numbers at most: beyond it the limit law answers. */
const MOST_ENTRIES = 2_000_000;

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/**
 * The exact chance that the whole number sum (a j - b i)^2 over the merged order reaches `wanted`, for n and m values
 * without ties: the law at each point of the walk, with everything that has reached it in one place. Null where the
 * table would be too large. O(n m wanted).
 */
function exactUpper(n: number, m: number, wanted: number): number | null {
  const common = (n * m) / greatestDivisor(n, m);
  const [a, b] = [common / n, common / m];
  const most = Math.ceil(wanted);
  if (most <= 0) {
    return 1;
  }
  if (most * (m + 1) > MOST_ENTRIES * 10 || most > MOST_ENTRIES) {
    return null;
  }
  // law[j][s]: the chance to stand at (i, j) with a sum of s; s = most stands for all that have reached it.
  const law = Array.from({ length: m + 1 }, () => new Float64Array(most + 1));
  (law[0] as Float64Array)[0] = 1;
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (i === 0 && j === 0) {
        continue;
      }
      const step = (a * i - b * j) ** 2;
      const below = law[j] as Float64Array;
      const left = j > 0 ? (law[j - 1] as Float64Array) : null;
      // In a random order of all, the last drawn at (i, j) is of the first side with chance i / (i + j).
      const fromBelow = i / (i + j);
      const fromLeft = j / (i + j);
      const next = new Float64Array(most + 1);
      for (let s = 0; s <= most; s++) {
        const chance =
          (i > 0 ? (below[s] as number) * fromBelow : 0) + (left === null ? 0 : (left[s] as number) * fromLeft);
        if (chance > 0) {
          const to = Math.min(most, s + step);
          next[to] = (next[to] as number) + chance;
        }
      }
      law[j] = next;
    }
  }
  return (law[m] as Float64Array)[most] as number;
}

/**
 * Two-sample Cramer-von Mises test on raw values: are the two apart over the whole of their range?
 *
 * T of Anderson (1962) with midranks for ties, as SciPy's `cramervonmises_2samp`; the p-value is exact where neither
 * side has more than 20 values, else from the limit law at the statistic brought to its mean and variance.
 *
 * NaN and infinities take no part, and it is said. An empty side: no answer; a side of one value: `too_few_observations`.
 * O(n log n).
 *
 * @example
 * cramerVonMisesTest([1, 2, 3], [1, 2, 3]).value.pValue // => 1
 */
export function cramerVonMisesTest(reference: Samples, current: Samples): Answer<SampleTest> {
  const sides = sortedSides(reference, current, 2);
  if (!sides.ok) {
    return sides;
  }
  const n = sides.value.x.length;
  const m = sides.value.y.length;
  const all = n + m;
  let u = 0;
  eachTie(sides.value, ({ belowX, belowY, atX, atY }) => {
    const rank = belowX + belowY + (atX + atY + 1) / 2;
    for (let k = 1; k <= atX; k++) {
      u += n * (rank - belowX - k) ** 2;
    }
    for (let k = 1; k <= atY; k++) {
      u += m * (rank - belowY - k) ** 2;
    }
  });
  const statistic = u / (n * m) / all - (4 * n * m - 1) / (6 * all);
  const common = (n * m) / greatestDivisor(n, m);
  const wanted = Math.floor((common ** 2 * all * (6 * u - n * m * (4 * n * m - 1))) / (6 * (n * m) ** 2));
  const exact = Math.max(n, m) <= MOST_EXACT ? exactUpper(n, m, wanted) : null;
  const mean = (1 + 1 / all) / 6;
  const variance = ((all + 1) * (4 * n * m * all - 3 * (n * n + m * m) - 2 * n * m)) / (45 * all * all * 4 * n * m);
  const limit = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
  return finiteTest(
    {
      statistic,
      pValue: exact ?? cramerVonMisesSurvival(limit),
      method: exact === null ? 'asymptotic' : 'exact',
      n,
      m,
    },
    sides.repairs
  );
}
