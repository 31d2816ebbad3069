/**
 * What is done about empty bins by the scores that take logarithms (PSI and KL); the others need nothing.
 *
 * - `jeffreys`: 0.5 is added to every bin of both sides, then shares are taken anew; `when` a bin is `empty`, or `always`
 * - `floor`: shares below `floor` are raised to it, and not renormalised (as other tools do: for comparing with them)
 * - `none`: an empty bin makes the score infinite, and the answer `infinite`
 *
 * A bin that both sides leave empty says nothing of either: it takes no part, and is not counted.
 */
export type Smoothing =
  | { readonly kind: 'jeffreys'; readonly when: 'empty' | 'always' }
  | { readonly kind: 'floor'; readonly floor: number }
  | { readonly kind: 'none' };

export const DEFAULT_SMOOTHING: Smoothing = { kind: 'jeffreys', when: 'empty' };
