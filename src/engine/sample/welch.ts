import { type Answer, noAnswer } from '../answer';
import { studentTwoSided } from '../special/studentSurvival';
import { type SampleTest, finiteTest, scored } from './result';
import { type Samples, finiteSides } from './sides';
import type { SampleScoreDefinition } from './definition';

function momentsOf(values: Float64Array): { readonly mean: number; readonly variance: number } {
  let mean = 0;
  for (let i = 0; i < values.length; i++) {
    mean += ((values[i] as number) - mean) / (i + 1);
  }
  // Around the mean, and with what rounding left of it taken away again.
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < values.length; i++) {
    const away = (values[i] as number) - mean;
    squares += away * away;
    rest += away;
  }
  return {
    mean: mean + rest / values.length,
    variance: (squares - (rest * rest) / values.length) / (values.length - 1),
  };
}

/**
 * Welch's t test: has the mean moved, whatever the spreads of the two sides?
 *
 * t = (mean x - mean y) / sqrt(s_x^2 / n + s_y^2 / m), with Welch's degrees of freedom, two-sided (Welch 1947), as
 * SciPy's `ttest_ind` with `equal_var=False`. `difference` is current minus reference.
 *
 * NaN and infinities take no part, and it is said. Fewer than two values on a side: `too_few_observations`; two sides
 * that do not scatter at all: `no_variation`. O(n).
 *
 * @example
 * welch([1, 2, 3], [2, 3, 4]).value.statistic // => -1 / Math.sqrt(2 / 3)
 */
export function welch(
  reference: Samples,
  current: Samples
): Answer<SampleTest & { readonly degreesOfFreedom: number; readonly difference: number }> {
  const sides = finiteSides(reference, current, 2);
  if (!sides.ok) {
    return sides;
  }
  const { x, y } = sides.value;
  const before = momentsOf(x);
  const now = momentsOf(y);
  const a = before.variance / x.length;
  const b = now.variance / y.length;
  if (a + b === 0) {
    return noAnswer('no_variation', 'Neither side scatters, so that a mean cannot be tested: compare the values.');
  }
  const degreesOfFreedom = (a + b) ** 2 / ((a * a) / (x.length - 1) + (b * b) / (y.length - 1));
  const difference = now.mean - before.mean;
  const statistic = -difference / Math.sqrt(a + b);
  return finiteTest(
    {
      statistic,
      pValue: studentTwoSided(statistic, degreesOfFreedom),
      method: 'asymptotic' as const,
      n: x.length,
      m: y.length,
      degreesOfFreedom,
      difference,
    },
    sides.repairs
  );
}

export const welchDefinition: SampleScoreDefinition<'welch'> = {
  id: 'welch',
  label: "Welch's t",
  explanation: 'How far the mean has moved, in its standard errors, whatever the spreads of the two sides.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  thresholds: null,
  formula: '|mean x - mean y| / sqrt(s_x^2 / n + s_y^2 / m)',
  significance: "two-sided, Student's law with Welch's degrees of freedom",
  needs: 'Raw values of one numeric feature, two a side at least.',
  notWhen: 'Not with heavy tails and few values, where the mean is that of the largest: use Mann-Whitney.',
  citation: 'Welch, Biometrika 34, 1947',
  takes: 'values',
  compute: (reference, current) => scored(welch(reference, current), ({ statistic }) => Math.abs(statistic)),
};
