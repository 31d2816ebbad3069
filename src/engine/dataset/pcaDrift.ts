import { type Answer, answered, noAnswer } from '../answer';
import type { Thresholds } from '../score/definition';
import { studentCritical, studentTwoSided } from '../special/studentSurvival';
import { checkAlpha } from '../verdict/psiSignificance';
import type { Verdict } from '../verdict/verdict';
import { type Column, faultOfSides } from './columns';
import { completeRows, errorsOfRows, fitRows, type PcaOptions } from './pca';

export interface PcaDriftOptions extends PcaOptions {
  /** Chance of a false alarm that is put up with; by default 0.05. */
  readonly alpha?: number;
  /** Of the effect, in standard deviations of the reference's errors; by default Cohen's small and medium, 0.2 and 0.5. */
  readonly thresholds?: Thresholds;
}

/** How much worse, or better, the reference's directions describe the current rows. */
export interface PcaDrift {
  /** Mean error of reference rows that the components have not seen. */
  readonly reference: number;
  /** Mean error of the current rows. */
  readonly current: number;
  /** The reference's own bounds: a mean error outside of these is more than chance gives, for so many current rows. */
  readonly lower: number;
  readonly upper: number;
  /** (current - reference) / standard deviation of the reference's errors: negative where rows fit better than before. */
  readonly effect: number;
  /** Of Student's t test of the current mean against the reference's errors, two-sided. */
  readonly pValue: number;
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  /** Share of current rows whose error is above that of 95 % of the reference's. */
  readonly rowsAbove: number;
  readonly components: number;
  /** Share of the reference's variance that the components explain. */
  readonly explained: number;
  readonly features: readonly string[];
  /** Features that do not vary in the reference, and take no part. */
  readonly constant: readonly string[];
  /** Complete rows, and those left out for a missing or infinite value. */
  readonly rows: { readonly fitted: number; readonly reference: number; readonly current: number };
  readonly skipped: { readonly reference: number; readonly current: number };
  readonly verdict: Verdict;
}

export const PCA_THRESHOLDS: Thresholds = { warning: 0.2, drift: 0.5 };

/** A test of means needs some: fewer rows than this are no answer. */
const FEWEST_ROWS = 20;

function meanOf(values: Float64Array): number {
  let mean = 0;
  values.forEach((value, i) => {
    mean += (value - mean) / (i + 1);
  });
  return mean;
}

function varianceOf(values: Float64Array, mean: number): number {
  let squares = 0;
  for (const value of values) {
    squares += (value - mean) ** 2;
  }
  return squares / (values.length - 1);
}

function quantile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  return below + (at % 1) * ((sorted[Math.ceil(at)] as number) - below);
}

/**
 * Have the features stopped moving together as they did, even where each alone looks as ever?
 *
 * Principal components are learnt on the reference (`fitPca`), and each row's error in being rebuilt from them is
 * compared: a current mean error that is larger, or smaller, means that the features relate in another way. After
 * NannyML's multivariate drift, with one difference. Rows that components were learnt on are rebuilt better than any
 * others, so errors of the current rows would exceed theirs without any drift: here every other row of the reference
 * teaches the components, and the rows between give the errors to compare with, and so the bounds.
 *
 * Without drift the mean error of m current rows lies about that of the h held out, with the spread s of those alone:
 * Student's t = (current - reference) / (s sqrt(1/h + 1/m)), h - 1 degrees of freedom, gives the p-value, and its
 * quantiles the bounds `lower` and `upper`, which are so the reference's own. The verdict needs significance, and an
 * effect of 0.2 (`warning`) or 0.5 (`drift`) standard deviations.
 *
 * It sees relations along straight lines alone, and no drift along the components themselves: a shift that follows the
 * old relation is for the features' own scores. Rows that follow one another in time count for less than their number.
 *
 * Rows with a missing or infinite value are left out and counted. Fewer than 20 complete rows to compare on a side, no
 * more rows to learn from than features, and other features on the two sides give no answer. O(rows x features^2 +
 * features^3).
 *
 * @example
 * pcaDrift(
 *   [0, 1].map((k) => ({ name: `f${k}`, values: Array.from({ length: 60 }, (_, i) => Math.sin(i) + k * Math.cos(7 * i) / 9) })),
 *   [0, 1].map((k) => ({ name: `f${k}`, values: Array.from({ length: 60 }, (_, i) => Math.sin(i + k)) }))
 * ).value.verdict // => 'drift'
 */
export function pcaDrift(
  reference: readonly Column[],
  current: readonly Column[],
  options: PcaDriftOptions = {}
): Answer<PcaDrift> {
  const { alpha = 0.05, thresholds = PCA_THRESHOLDS } = options;
  checkAlpha(alpha);
  const fault = faultOfSides(reference, current);
  if (fault !== null) {
    return fault;
  }
  const before = completeRows(reference);
  const now = completeRows(current);
  const taught = before.filter((_, i) => i % 2 === 0);
  const held = before.filter((_, i) => i % 2 === 1);
  if (held.length < FEWEST_ROWS || now.length < FEWEST_ROWS) {
    return noAnswer(
      'too_few_observations',
      `${before.length} and ${now.length} complete rows are too few: it takes ${2 * FEWEST_ROWS} of the reference and ${FEWEST_ROWS} current ones.`
    );
  }
  const skipped = {
    reference: (reference[0] as Column).values.length - before.length,
    current: (current[0] as Column).values.length - now.length,
  };
  const fit = fitRows(reference, taught, skipped.reference, options);
  if (!fit.ok) {
    return fit;
  }
  const expected = errorsOfRows(fit.value, reference, held);
  const found = errorsOfRows(fit.value, current, now);
  const means = { reference: meanOf(expected), current: meanOf(found) };
  const spread = Math.sqrt(varianceOf(expected, means.reference));
  // Features that follow from one another are rebuilt without an error: rounding is all that would be compared.
  if (!(spread > 0 && means.reference > 1e-9)) {
    return noAnswer(
      'no_variation',
      'The reference is rebuilt without an error, since its features follow from one another: leave one of them out.'
    );
  }
  const degreesOfFreedom = expected.length - 1;
  const error = spread * Math.sqrt(1 / expected.length + 1 / found.length);
  const statistic = (means.current - means.reference) / error;
  const effect = (means.current - means.reference) / spread;
  if (![statistic, effect, error].every(Number.isFinite)) {
    return noAnswer('overflow', 'The numbers are too large to compute with: look for a wrong unit or a broken sensor.');
  }
  const pValue = studentTwoSided(statistic, degreesOfFreedom);
  const margin = studentCritical(alpha / 2, degreesOfFreedom) * error;
  const usual = quantile(expected, 0.95);
  const { components, explained, names, constant } = fit.value;
  const size = Math.abs(effect);
  return answered({
    reference: means.reference,
    current: means.current,
    lower: Math.max(0, means.reference - margin),
    upper: means.reference + margin,
    effect,
    pValue,
    statistic,
    degreesOfFreedom,
    rowsAbove: found.filter((one) => one > usual).length / found.length,
    components: components.length,
    explained: explained.slice(0, components.length).reduce((sum, one) => sum + one, 0),
    features: names,
    constant,
    rows: { fitted: taught.length, reference: expected.length, current: found.length },
    skipped,
    verdict: pValue > alpha || size < thresholds.warning ? 'ok' : size < thresholds.drift ? 'warning' : 'drift',
  });
}
