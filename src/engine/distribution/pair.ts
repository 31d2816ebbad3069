/** A numeric bin `(lower, upper]`. The outer bins have infinite bounds. */
export interface NumericBin {
  /** As people write it: `≤ 10`, `10 – 20`, `> 20`. */
  readonly label: string;
  readonly lower: number;
  readonly upper: number;
}

/** A category that the reference knows. */
export interface KnownCategoryBin {
  readonly label: string;
  readonly category: string;
  readonly role: 'known';
}

/** All categories that the reference never saw, together. It is there only when there are any. */
export interface UnseenCategoriesBin {
  readonly label: string;
  readonly category: null;
  readonly role: 'unseen';
  /** Which they are, the largest first. */
  readonly categories: ReadonlyArray<{ readonly category: string; readonly count: number }>;
}

export type CategoricalBin = KnownCategoryBin | UnseenCategoriesBin;

export type Bin = NumericBin | CategoricalBin;

interface Counts {
  /** Counts of the reference, one a bin. */
  readonly reference: readonly number[];
  /** Counts of the current side, one a bin. */
  readonly current: readonly number[];
  /** Counts were interpolated: every score on this pair is an estimate. */
  readonly estimated: boolean;
  /** Observations without a value, which are in no bin. Absent where a side did not count them. */
  readonly missing?: { readonly reference: number; readonly current: number };
}

/** Two numeric histograms on the same bins. */
export interface NumericPair extends Counts {
  readonly kind: 'numeric';
  readonly bins: readonly NumericBin[];
}

/** Two categorical histograms on the same bins. */
export interface CategoricalPair extends Counts {
  readonly kind: 'categorical';
  readonly bins: readonly CategoricalBin[];
}

/** A reference and a current histogram on the same bins: what every score compares. */
export type AlignedPair = NumericPair | CategoricalPair;
