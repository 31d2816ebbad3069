import { sum } from '../special/sum';

/** What a histogram may know beside its bins. */
interface WithMissing {
  /** Observations without a value, which are in no bin; at least 0. Absent where nobody counted them. */
  readonly missing?: number;
}

/**
 * Counts of a numeric feature. `k` finite, rising edges make `k + 1` bins:
 * `(-inf, e0], (e0, e1], ..., (e_last, +inf)`, exactly as Prometheus means `le`.
 * The outer two are the underflow and the overflow bin: nothing is ever dropped.
 * Counts are real numbers, for `increase()` extrapolates.
 */
export interface NumericHistogram extends WithMissing {
  readonly kind: 'numeric';
  /** Finite, strictly rising. */
  readonly edges: readonly number[];
  /** One more than edges; each at least 0. */
  readonly counts: readonly number[];
}

/** Counts of a categorical feature. A category with a count of 0 is known, and was not met. */
export interface CategoricalHistogram extends WithMissing {
  readonly kind: 'categorical';
  /** Distinct. */
  readonly categories: readonly string[];
  /** As many as categories; each at least 0. */
  readonly counts: readonly number[];
}

export type Histogram = NumericHistogram | CategoricalHistogram;

/**
 * How many observations a histogram holds. O(bins).
 *
 * @example
 * total({ kind: 'numeric', edges: [10], counts: [3, 4] }) // => 7
 */
export function total(histogram: { readonly counts: readonly number[] }): number {
  return sum(histogram.counts);
}

/**
 * The share of each bin; all zeros for an empty histogram. O(bins).
 *
 * @example
 * proportions({ kind: 'numeric', edges: [10], counts: [1, 3] }) // => [0.25, 0.75]
 */
export function proportions(histogram: { readonly counts: readonly number[] }): readonly number[] {
  const all = total(histogram);
  return histogram.counts.map((count) => (all > 0 ? count / all : 0));
}
