import type { Answer } from '../answer';
import type { SampleSizes } from '../score/definition';

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

/** The significance of a PSI, under its null law (1/n + 1/m) chi2(B - 1). */
export function psiSignificance(psi: number, sizes: SampleSizes, alpha = 0.05): Answer<PsiSignificance> {
  throw new Error(`not built yet: ${psi} ${sizes.bins} ${alpha}`);
}
