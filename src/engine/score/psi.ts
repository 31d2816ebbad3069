import { type Answer, answered, noAnswer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { chiSquaredCritical, chiSquaredSurvival } from '../special/chiSquared';
import { sum } from '../special/sum';
import type { SampleSizes, ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { homogeneityP } from './homogeneityP';
import { finiteScore } from './scoreValue';
import { type Shares, sharesOf } from './shares';
import { sampleSizes } from './sampleSizes';
import { INFINITE_DETAIL, smooth } from './smoothing';

/** PSI bin by bin, with the sizes that its significance needs. */
export interface PsiTerms {
  /** One a bin, each at least 0. */
  readonly terms: readonly number[];
  readonly psi: number;
  readonly sizes: SampleSizes;
}

/** The terms that PSI is the sum of. O(bins). */
export function psiTerms(pair: AlignedPair, options: ScoreOptions = {}): Answer<PsiTerms> {
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const smoothed = smooth(shares.value, options.smoothing);
  if (!smoothed.ok) {
    return smoothed;
  }
  const { p, q } = smoothed.value;
  const terms: number[] = [];
  for (let i = 0; i < p.length; i++) {
    const before = p[i] as number;
    const now = q[i] as number;
    // Equal shares, both 0 among them, add nothing.
    terms.push(before === now ? 0 : (now - before) * Math.log(now / before));
  }
  const psi = sum(terms);
  if (!Number.isFinite(psi)) {
    return noAnswer('infinite', INFINITE_DETAIL);
  }
  return answered({ terms, psi, sizes: sampleSizes(smoothed.value, options) }, smoothed.repairs);
}

/**
 * Population Stability Index: has the mix of values moved away from the reference?
 *
 * PSI = sum (q - p) ln(q / p) over the bins, the Jeffreys divergence of the two; bands of 0.1 and 0.25 after Lewis
 * (1994). On small samples chance alone exceeds those bands: read it with `psiSignificance`.
 *
 * Empty bins: 0.5 is added to every bin of both sides where one is empty on one side only (`Smoothing`), and it is
 * said. A bin empty on both sides takes no part.
 * Special inputs: alike sides give exactly 0; an empty side, or a single numeric bin, gives no answer.
 * A plain number, from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * psi(pair([50, 50], [75, 25])).value.value // => 0.25 * Math.log(1.5) - 0.25 * Math.log(0.5)
 */
export function psi(pair: AlignedPair, options?: ScoreOptions): Answer<ScoreValue> {
  const terms = psiTerms(pair, options);
  return terms.ok ? finiteScore({ value: terms.value.psi }, terms.repairs) : terms;
}

/** PSI's critical value at alpha, under its null law (1/n + 1/m) chi2(B - 1): also the smallest PSI that shows. */
export function psiCritical(sizes: SampleSizes, alpha: number): number {
  return (1 / sizes.reference + 1 / sizes.current) * chiSquaredCritical(alpha, Math.max(1, sizes.bins - 1));
}

/** From here on a law that is a little too small fires a point too often: 5.9 % for 5 % (ten even bins). */
const MOST_EXCESS = 0.02;
/** On two bins PSI takes few values besides. */
const MOST_EXCESS_OF_TWO = 0.005;

/**
 * By which part PSI without drift is larger, on average, than its law has it: Bartlett's (1937) second-order term,
 * (1/n^2 + 1/m^2)(sum 1/p_i - B) / (2 (1/n + 1/m)(B - 1)) with the shares of both sides together. Large where bins are
 * thin.
 */
function excess(shares: Shares, fixed: boolean): number {
  const { p, q, n, m, filled } = shares;
  const before = fixed ? 1 : n / (n + m);
  let inverse = 0;
  for (let i = 0; i < p.length; i++) {
    const share = before * (p[i] as number) + (1 - before) * (q[i] as number);
    inverse += share > 0 ? 1 / share : (q[i] as number) > 0 ? Infinity : 0;
  }
  const first = (fixed ? 0 : 1 / n) + 1 / m;
  const second = (fixed ? 0 : 1 / (n * n)) + 1 / (m * m);
  return (second * (inverse - filled)) / (2 * first * (filled - 1));
}

/** PSI's own law where it holds; where bins are so thin that it fires too often, that of homogeneity. */
function verdictP(pair: AlignedPair, options: ScoreOptions): Answer<number> {
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const terms = psiTerms(pair, options);
  if (!terms.ok) {
    return terms;
  }
  const { filled } = shares.value;
  const most = filled === 2 ? MOST_EXCESS_OF_TWO : MOST_EXCESS;
  if (filled > 1 && !(excess(shares.value, options.fixedReference === true) <= most)) {
    return homogeneityP(pair, options);
  }
  const { psi: value, sizes } = terms.value;
  const scale = 1 / sizes.reference + 1 / sizes.current;
  return answered(chiSquaredSurvival(value / scale, Math.max(1, sizes.bins - 1)));
}

export const psiDefinition: ScoreDefinition<'psi'> = {
  id: 'psi',
  label: 'PSI',
  explanation: 'How far the mix of values has moved from the reference: below 0.1 little, above 0.25 a lot.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  kinds: ['numeric', 'categorical'],
  thresholds: { warning: 0.1, drift: 0.25, source: 'Lewis 1994' },
  formula: 'sum (q - p) ln(q / p)',
  notWhen:
    'Not on few observations: below about five a bin chance alone exceeds its bands, so read it with its significance.',
  citation:
    'Lewis, An Introduction to Credit Scoring, 1994; Yurdakul & Naranjo, Journal of Risk Model Validation, 2020',
  compute: psi,
  verdictP,
  smallestDetectable: psiCritical,
};
