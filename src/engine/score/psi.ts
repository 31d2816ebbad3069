import { type Answer, answered, noAnswer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { chiSquaredCritical } from '../special/chiSquared';
import { sum } from '../special/sum';
import type { SampleSizes, ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { finiteScore } from './scoreValue';
import { sampleSizes, sharesOf } from './shares';
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
  smallestDetectable: psiCritical,
};
