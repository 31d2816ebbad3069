import { type Answer, answered } from '../answer';
import { type Random, drawnFrom, shuffle } from './random';
import { type SampleScore, type SampleTest, finiteTest, scored } from './result';
import { type Samples, type Sides, finiteSides, sortedSides } from './sides';
import { energyDistance, wassersteinDistance } from './transport';
import type { SampleScoreDefinition } from './definition';

/** What the gap F - G is worth, and what is made of its integral. */
const DISTANCES = {
  wasserstein: { gap: Math.abs, of: (integral: number): number => integral },
  energy: { gap: (gap: number): number => gap * gap, of: (integral: number): number => Math.sqrt(2 * integral) },
} as const;

/** Up to so many ways to part the values, all of them are gone through. */
const MOST_WAYS = 5_000;

/** How many ways there are to draw n of so many, or infinitely many where they are too many to count. */
function waysToDraw(n: number, all: number): number {
  let ways = 1;
  for (let k = 1; k <= n && ways <= MOST_WAYS; k++) {
    ways = (ways * (all - n + k)) / k;
  }
  return ways <= MOST_WAYS ? Math.round(ways) : Infinity;
}

/** All values in rising order, and of which side each is: 1 for the reference. */
function pooled({ x, y }: Sides): { readonly values: Float64Array; readonly ofX: Int32Array } {
  const values = new Float64Array(x.length + y.length);
  const ofX = new Int32Array(values.length);
  let i = 0;
  let j = 0;
  for (let at = 0; at < values.length; at++) {
    const own = j >= y.length || (i < x.length && (x[i] as number) <= (y[j] as number));
    values[at] = own ? (x[i++] as number) : (y[j++] as number);
    ofX[at] = own ? 1 : 0;
  }
  return { values, ofX };
}

/** The next way to part them, in lexical order; false after the last. */
function next(ofX: Int32Array): boolean {
  let at = ofX.length - 1;
  let zeros = 0;
  // From the end: the 1s that can go no further, the 0s before them, and the 1 that moves by one.
  let ones = 0;
  while (at >= 0 && ofX[at] === 1) {
    ones++;
    at--;
  }
  while (at >= 0 && ofX[at] === 0) {
    zeros++;
    at--;
  }
  if (at < 0 || zeros === 0) {
    return false;
  }
  ofX.fill(0, at);
  ofX.fill(1, at + 1, at + 2 + ones);
  return true;
}

/**
 * Permutation test of a distance between raw values: how often does chance alone part these values so far?
 *
 * The Wasserstein-1 or the energy distance, neither of which has a law that is the same for all data. Both sides' values
 * are dealt anew, and p is the share of deals that are as far apart: over all of them where there are at most 5,000
 * (`exact`), else (1 + as far) / (1 + `permutations`), which is never 0 and exact in level. `random` is passed in, so
 * that it can be repeated. `statistic` is the distance.
 *
 * NaN and infinities take no part, and it is said. An empty side: no answer. O((n + m) permutations).
 *
 * @example
 * permutationTest('wasserstein', [0, 1], [2, 3], { random: () => 0.5 }).value.pValue // => 1 / 3
 */
export function permutationTest(
  distance: keyof typeof DISTANCES,
  reference: Samples,
  current: Samples,
  { random, permutations = 199 }: { readonly random: Random; readonly permutations?: number }
): Answer<SampleTest> {
  const sides = sortedSides(reference, current);
  if (!sides.ok) {
    return sides;
  }
  const { gap, of } = DISTANCES[distance];
  const n = sides.value.x.length;
  const m = sides.value.y.length;
  const { values, ofX } = pooled(sides.value);
  const distanceOf = (): number => {
    let before = 0;
    let integral = 0;
    for (let k = 0; k + 1 < values.length; k++) {
      before += ofX[k] as number;
      const width = (values[k + 1] as number) - (values[k] as number);
      if (width > 0) {
        integral += width * gap(before / n - (k + 1 - before) / m);
      }
    }
    return of(integral);
  };
  const statistic = distanceOf();
  // Sums in another order differ in their last digits: what is alike counts as far.
  const asFar = statistic - 1e-12 * statistic;
  let reached = 0;
  if (waysToDraw(n, n + m) <= MOST_WAYS) {
    let ways = 0;
    ofX.fill(1, 0, n);
    ofX.fill(0, n);
    do {
      ways++;
      reached += distanceOf() >= asFar ? 1 : 0;
    } while (next(ofX));
    return finiteTest({ statistic, pValue: reached / ways, method: 'exact', n, m }, sides.repairs);
  }
  for (let k = 0; k < permutations; k++) {
    shuffle(ofX, random);
    reached += distanceOf() >= asFar ? 1 : 0;
  }
  return finiteTest(
    { statistic, pValue: (1 + reached) / (1 + permutations), method: 'permutation', n, m },
    sides.repairs
  );
}

/** More values of a side are not dealt anew 199 times: it would take seconds a feature. */
const MOST_DEALT = 10_000;

const WHOLE = { wasserstein: wassersteinDistance, energy: energyDistance } as const;

/** The distance of all values, with the p-value of as many of them as can be dealt anew in a moment. */
function distanceScore(
  distance: keyof typeof DISTANCES,
  reference: Samples,
  current: Samples,
  random: Random
): Answer<SampleScore> {
  const sides = finiteSides(reference, current);
  if (!sides.ok) {
    return sides;
  }
  const { x, y } = sides.value;
  const [dealtX, dealtY] = [drawnFrom(x, MOST_DEALT, random), drawnFrom(y, MOST_DEALT, random)];
  const test = permutationTest(distance, dealtX, dealtY, { random });
  const kept = dealtX.length + dealtY.length;
  const of = x.length + y.length;
  if (!test.ok || kept === of) {
    return scored(test.ok ? answered(test.value, sides.repairs) : test);
  }
  const whole = WHOLE[distance](x, y);
  return whole.ok
    ? answered(
        {
          value: whole.value.distance,
          pValue: test.value.pValue,
          method: test.value.method,
          n: x.length,
          m: y.length,
        },
        [...sides.repairs, { kind: 'p_value_sampled', of, kept }]
      )
    : whole;
}

const PERMUTED =
  'over all deals of the values where there are at most 5,000, else by seeded permutations, (1 + as far) / (1 + all), of at most 10,000 values a side';

export const wassersteinDistanceDefinition: SampleScoreDefinition<'wasserstein_exact'> = {
  id: 'wasserstein_exact',
  label: 'Wasserstein distance, exact',
  explanation: 'How far values have moved on average, in their own unit.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: 'the unit of the feature',
  thresholds: null,
  formula: 'integral |F - G|',
  significance: PERMUTED,
  needs: 'Raw values of one numeric feature.',
  notWhen:
    'Not to compare features of other units, nor where one wild value would rule it: divide, or use the energy distance.',
  citation: 'Vallender, Theory of Probability and Its Applications 18, 1974',
  takes: 'values',
  compute: (reference, current, { random }) => distanceScore('wasserstein', reference, current, random),
};

export const energyDistanceDefinition: SampleScoreDefinition<'energy_exact'> = {
  id: 'energy_exact',
  label: 'Energy distance, exact',
  explanation: 'How far apart the two are, far moves counting less than with the Wasserstein distance.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: 'the root of the unit of the feature',
  thresholds: null,
  formula: 'sqrt(2 integral (F - G)^2)',
  significance: PERMUTED,
  needs: 'Raw values of one numeric feature.',
  notWhen: 'Not where people ask how far: its unit is the root of theirs; use the Wasserstein distance.',
  citation: 'Szekely & Rizzo, Journal of Statistical Planning and Inference 143, 2013',
  takes: 'values',
  compute: (reference, current, { random }) => distanceScore('energy', reference, current, random),
};
