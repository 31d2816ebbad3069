import { type Answer, noAnswer } from '../answer';
import { weightedChiSquaredSurvival } from '../special/weightedChiSquared';
import { eachTie } from './ranks';
import { type SampleTest, finiteTest, scored } from './result';
import { type Samples, sortedSides } from './sides';
import type { SampleScoreDefinition } from './definition';

/** Scholz & Stephens 1987, table 1, for two samples: critical values and their levels. */
const LEVELS = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];
const CRITICAL = [
  0.675 - 0.245 - 0.105,
  1.281 + 0.25 - 0.305,
  1.645 + 0.678 - 0.362,
  1.96 + 1.149 - 0.391,
  2.326 + 1.822 - 0.396,
  2.573 + 2.364 - 0.345,
  3.085 + 3.615 - 0.154,
];
/** Weights 1 / (j (j + 1)) of the limit law: their sums, of squares and of cubes. */
const LIMIT = { first: 1, second: Math.PI ** 2 / 3 - 3, third: 10 - Math.PI ** 2 };

/** The parabola through the levels' logarithms by least squares, as SciPy interpolates. */
const PARABOLA = fitParabola(
  CRITICAL,
  LEVELS.map((level) => Math.log(level))
);

function fitParabola(xs: readonly number[], ys: readonly number[]): readonly [number, number, number] {
  const middle = xs.reduce((all, x) => all + x, 0) / xs.length;
  const sums = [0, 0, 0, 0, 0];
  const right = [0, 0, 0];
  xs.forEach((x, i) => {
    for (let k = 0; k < 5; k++) {
      sums[k] = (sums[k] as number) + (x - middle) ** k;
    }
    for (let k = 0; k < 3; k++) {
      right[k] = (right[k] as number) + (ys[i] as number) * (x - middle) ** k;
    }
  });
  const [s0, s1, s2, s3, s4] = sums as [number, number, number, number, number];
  const [r0, r1, r2] = right as [number, number, number];
  const determinant = s0 * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s3 * s2) + s2 * (s1 * s3 - s2 * s2);
  const c0 = (r0 * (s2 * s4 - s3 * s3) - s1 * (r1 * s4 - s3 * r2) + s2 * (r1 * s3 - s2 * r2)) / determinant;
  const c1 = (s0 * (r1 * s4 - r2 * s3) - r0 * (s1 * s4 - s3 * s2) + s2 * (s1 * r2 - r1 * s2)) / determinant;
  const c2 = (s0 * (s2 * r2 - s3 * r1) - s1 * (s1 * r2 - r1 * s2) + r0 * (s1 * s3 - s2 * s2)) / determinant;
  // Back to powers of x itself.
  return [c0 - c1 * middle + c2 * middle * middle, c1 - 2 * c2 * middle, c2];
}

function pValueOf(statistic: number): number {
  const limit = weightedChiSquaredSurvival(Math.max(0, 1 + statistic * Math.sqrt(2 * LIMIT.second)), LIMIT);
  if (statistic < (CRITICAL[0] as number)) {
    return Math.min(1, Math.max(LEVELS[0] as number, limit));
  }
  if (statistic > (CRITICAL[CRITICAL.length - 1] as number)) {
    return Math.min(LEVELS[LEVELS.length - 1] as number, limit);
  }
  return Math.exp(PARABOLA[0] + PARABOLA[1] * statistic + PARABOLA[2] * statistic * statistic);
}

/** Standard deviation of A^2 for so many values (Scholz & Stephens, equation 4, for two samples). O(n + m). */
function deviationOf(n: number, m: number): number {
  const all = n + m;
  const H = 1 / n + 1 / m;
  let h = 0;
  let g = 0;
  // Of 1/i from the far end: g = sum over i < j of 1 / ((all - i) j).
  const tail = new Float64Array(all + 1);
  for (let j = all - 1; j >= 1; j--) {
    h += 1 / j;
    tail[j] = h;
  }
  for (let i = 1; i <= all - 2; i++) {
    g += (tail[i + 1] as number) / (all - i);
  }
  const k = 2;
  const a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * H;
  const b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * H - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * H + 4 * h;
  const d = (2 * h + 6) * k * k - 4 * h * k;
  const variance = (a * all ** 3 + b * all ** 2 + c * all + d) / ((all - 1) * (all - 2) * (all - 3));
  return Math.sqrt(variance);
}

/**
 * Two-sample Anderson-Darling test: are the two apart anywhere, tails included?
 *
 * The k-sample statistic of Scholz & Stephens (1987) with midranks, standardised as in SciPy's `anderson_ksamp`. Within
 * their table (0.001 to 0.25) the p-value is interpolated as SciPy does; SciPy stops there, and here the limit law goes
 * on, so that many features can be corrected together.
 *
 * NaN and infinities take no part, and it is said. Fewer than two values on a side: `too_few_observations`; all values
 * one and the same: `no_variation`. O(n log n).
 *
 * @example
 * andersonDarlingTest([1, 2, 3, 4], [1, 2, 3, 4]).value.pValue > 0.25 // => true
 */
export function andersonDarlingTest(reference: Samples, current: Samples): Answer<SampleTest> {
  const sides = sortedSides(reference, current, 2);
  if (!sides.ok) {
    return sides;
  }
  const n = sides.value.x.length;
  const m = sides.value.y.length;
  const all = n + m;
  let ofX = 0;
  let ofY = 0;
  let distinct = 0;
  eachTie(sides.value, ({ belowX, belowY, atX, atY }) => {
    distinct++;
    const at = atX + atY;
    const rank = belowX + belowY + at / 2;
    const weight = rank * (all - rank) - (all * at) / 4;
    if (weight > 0) {
      ofX += ((at / all) * (all * (belowX + atX / 2) - rank * n) ** 2) / weight;
      ofY += ((at / all) * (all * (belowY + atY / 2) - rank * m) ** 2) / weight;
    }
  });
  if (distinct < 2) {
    return noAnswer('no_variation', 'All values are one and the same, so that nothing can be tested.');
  }
  const square = ((all - 1) / all) * (ofX / n + ofY / m);
  const statistic = (square - 1) / deviationOf(n, m);
  return finiteTest({ statistic, pValue: pValueOf(statistic), method: 'asymptotic', n, m }, sides.repairs);
}

export const andersonDarlingTestDefinition: SampleScoreDefinition<'anderson_darling_exact'> = {
  id: 'anderson_darling_exact',
  label: 'Anderson-Darling, exact',
  explanation: 'How far the two are apart, their tails included, in deviations of what chance gives.',
  direction: 'higher_is_more_drift',
  range: { min: null, max: null },
  unit: null,
  thresholds: null,
  formula: '(A^2 - 1) / sd(A^2), A^2 the two-sample statistic with midranks',
  significance: 'the table of Scholz and Stephens from 0.001 to 0.25, the limit law beyond it',
  needs: 'Raw values of one numeric feature, two a side at least.',
  notWhen: 'Not where a few wild values in the tails do not matter: use Cramer-von Mises.',
  citation: 'Scholz & Stephens, Journal of the American Statistical Association 82, 1987',
  takes: 'values',
  compute: (reference, current) => scored(andersonDarlingTest(reference, current)),
};
