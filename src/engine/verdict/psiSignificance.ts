import { type Answer, answered, noAnswer } from '../answer';
import type { SampleSizes } from '../score/definition';
import { psiCritical } from '../score/psi';
import { chiSquaredSurvival } from '../special/chiSquared';

/** What makes a PSI honest: what chance alone would give with so much data. */
export interface PsiSignificance {
  readonly psi: number;
  /** Chance of a PSI as large without any drift. */
  readonly pValue: number;
  readonly degreesOfFreedom: number;
  /** A PSI above this is significant at alpha; so it is also the smallest PSI that so much data can show. */
  readonly criticalValue: number;
  /** The PSI that chance alone gives on average. */
  readonly noiseFloor: number;
  /** PSI above the noise floor, never below 0. */
  readonly effect: number;
}

/** Throws on an alpha that is none: a programmer's error. */
export function checkAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha < 1)) {
    throw new RangeError(`an alpha of ${alpha}: it must be above 0 and below 1`);
  }
}

/**
 * The significance of a PSI: is it more than chance would give?
 *
 * Without drift PSI follows (1/n + 1/m) chi2(B - 1), so chance alone gives (B - 1)(1/n + 1/m) on average, and more than
 * the critical value with chance alpha (Yurdakul & Naranjo 2020). A fixed reference (`reference: Infinity`) drops 1/n.
 * B counts the bins that either side fills; one such bin is taken as two, for a change would have shown in a second.
 *
 * The law holds well from about five observations a bin. Sizes that are not above 0: no answer. O(1).
 *
 * @example
 * psiSignificance(0.3, { reference: 200, current: 200, bins: 10 }).value.noiseFloor // => 0.09
 */
export function psiSignificance(psi: number, sizes: SampleSizes, alpha = 0.05): Answer<PsiSignificance> {
  checkAlpha(alpha);
  if (!(sizes.reference > 0)) {
    return noAnswer('empty_reference', 'The reference holds no observations: choose another time, labels or profile.');
  }
  if (!(sizes.current > 0)) {
    return noAnswer('empty_current', 'The window holds no observations: widen it.');
  }
  const scale = 1 / sizes.reference + 1 / sizes.current;
  if (!(scale > 0 && scale < Infinity && psi >= 0 && psi < Infinity)) {
    return noAnswer('overflow', `A PSI of ${psi} with ${sizes.reference} and ${sizes.current} observations is none.`);
  }
  const degreesOfFreedom = Math.max(1, sizes.bins - 1);
  const noiseFloor = degreesOfFreedom * scale;
  return answered({
    psi,
    pValue: chiSquaredSurvival(psi / scale, degreesOfFreedom),
    degreesOfFreedom,
    criticalValue: psiCritical(sizes, alpha),
    noiseFloor,
    effect: Math.max(0, psi - noiseFloor),
  });
}
