import type { Answer } from '../answer';
import type { CategoricalHistogram, Histogram, NumericHistogram } from './histogram';
import type { AlignedPair, CategoricalPair, NumericPair } from './pair';

/** Puts two histograms on the same bins, those of the reference as far as it goes. */
export function align(reference: NumericHistogram, current: NumericHistogram): Answer<NumericPair>;
export function align(reference: CategoricalHistogram, current: CategoricalHistogram): Answer<CategoricalPair>;
export function align(reference: Histogram, current: Histogram): Answer<AlignedPair>;
export function align(reference: Histogram, current: Histogram): Answer<AlignedPair> {
  throw new Error(`not built yet: ${reference.kind} ${current.kind}`);
}
