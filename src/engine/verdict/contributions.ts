import { type Answer, answered } from '../answer';
import type { AlignedPair, Bin } from '../distribution/pair';
import type { ScoreOptions } from '../score/definition';
import { type PsiTerms, psiTerms } from '../score/psi';

/** One bin's part in PSI. */
export interface Contribution {
  readonly bin: Bin;
  /** The bin's term (q - p) ln(q / p): at least 0; the terms sum to PSI. */
  readonly value: number;
  /** Its share of PSI, from 0 to 1; 0 where PSI is 0. */
  readonly share: number;
}

/** The parts of a PSI that was computed already. O(bins). */
export function contributionsOf(pair: AlignedPair, { terms, psi }: PsiTerms): readonly Contribution[] {
  return pair.bins.map((bin, i) => {
    const value = terms[i] as number;
    return { bin, value, share: psi > 0 ? value / psi : 0 };
  });
}

/**
 * Which bins does the drift come from? Each bin's term of PSI, in the order of the bins.
 *
 * PSI is additive, and each term is at least 0: added up in this order the values are PSI exactly, so a share is a
 * cause. Empty bins are smoothed as in `psi`. No answer where PSI has none. O(bins).
 *
 * @example
 * contributions(pair([4, 1, 5], [4, 5, 1])).value.map((one) => one.share) // => [0, 0.5, 0.5]
 */
export function contributions(pair: AlignedPair, options?: ScoreOptions): Answer<readonly Contribution[]> {
  const terms = psiTerms(pair, options);
  return terms.ok ? answered(contributionsOf(pair, terms.value), terms.repairs) : terms;
}
