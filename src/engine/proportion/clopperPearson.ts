import { betaQuantile } from '../special/regularisedBeta';

/**
 * The exact interval of a chance, given `hits` of n > 0 (Clopper & Pearson, Biometrika 26, 1934): it never covers less
 * often than it says, and is wider than Wilson's for it. Of counts that are none nothing is known: from 0 to 1.
 *
 * @example
 * clopperPearson(0, 2, 0.9) // => { lower: 0, upper: 1 - Math.sqrt(0.05) }
 */
export function clopperPearson(
  hits: number,
  n: number,
  confidence: number
): { readonly lower: number; readonly upper: number } {
  if (!(hits >= 0 && hits <= n && n > 0 && n < Infinity)) {
    return { lower: 0, upper: 1 };
  }
  const tail = (1 - confidence) / 2;
  return {
    lower: hits === 0 ? 0 : betaQuantile(tail, hits, n - hits + 1),
    upper: hits === n ? 1 : betaQuantile(1 - tail, hits + 1, n - hits),
  };
}
