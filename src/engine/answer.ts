import type { Repair } from './repair';

/**
 * Why the engine has no answer. A closed union: each reason is one that a caller can tell a person how to act on.
 *
 * - `empty_reference`, `empty_current`: that side holds no observation
 * - `too_few_bins`: everything lies in the one bin there is, so nothing can be seen
 * - `too_few_observations`: the test behind the score does not hold for so few
 * - `needs_order`: the score needs bins in an order, and categories have none
 * - `needs_categories`: the score is about categories, and the feature is numeric
 * - `needs_missing`: the score needs the counts of missing values, and a side has none
 * - `needs_range`: the score needs the range in which values are expected
 * - `needs_values`: the score needs single values, and the source has only buckets or counts
 * - `kind_mismatch`: a numeric histogram against a categorical one
 * - `no_buckets`, `no_inf_bucket`, `invalid_bound`: buckets that are no Prometheus histogram
 * - `invalid_window`, `invalid_label`: a query asked for without a window, or by a label that buckets need
 * - `invalid_schema`: a native histogram of a schema that is not known
 * - `invalid_edges`: edges that are not finite and rising, or do not fit their counts
 * - `invalid_count`: a count that is NaN, infinite, or too large to add up
 * - `invalid_bin_number`: fewer than two bins asked for, or far too many
 * - `no_samples`: no finite value to freeze bins on
 * - `needs_histogram`: "buckets as they are" asked of raw samples, which have none
 * - `bounds_not_available`: an exact change of bins asked for on bounds the histogram does not have
 * - `no_shared_bounds`: histograms that cannot be added, for they share no bound
 * - `infinite`: the score is infinite (a bin is empty on one side and smoothing is off)
 * - `overflow`: the numbers are too large for double precision
 * - `unequal_lengths`: columns that belong together differ in length
 * - `no_labels`: nothing has a label yet
 * - `no_variation`: everything is one and the same, so the metric has no meaning
 * - `too_many_classes`: more classes than a matrix can hold
 * - `needs_positive_class`: the metric is of one class, and none is named
 * - `invalid_worth`: a cost matrix that holds something else than numbers
 * - `invalid_option`: an option of a detector outside what it may be
 * - `invalid_confidence`: a confidence or probability outside 0 to 1
 * - `invalid_objective`: a share of bad outputs that nothing could keep to
 * - `missing_window`: a rule reads a window that was not counted
 * - `invalid_margin`: a margin or difference that cannot be tested or planned for
 * - `not_paired`: it needs answers to the same requests, and there are two sets of counts
 * - `no_features`: a model without features, or with too few of them to compare with one another
 * - `invalid_weight`: an importance that is no weight
 */
export type NoAnswerReason =
  | 'empty_reference'
  | 'empty_current'
  | 'too_few_bins'
  | 'too_few_observations'
  | 'needs_order'
  | 'needs_categories'
  | 'needs_missing'
  | 'needs_range'
  | 'needs_values'
  | 'kind_mismatch'
  | 'no_buckets'
  | 'no_inf_bucket'
  | 'invalid_bound'
  | 'invalid_window'
  | 'invalid_label'
  | 'invalid_schema'
  | 'invalid_edges'
  | 'invalid_count'
  | 'invalid_bin_number'
  | 'no_samples'
  | 'needs_histogram'
  | 'bounds_not_available'
  | 'no_shared_bounds'
  | 'infinite'
  | 'overflow'
  | 'unequal_lengths'
  | 'no_labels'
  | 'no_variation'
  | 'too_many_classes'
  | 'needs_positive_class'
  | 'invalid_worth'
  | 'invalid_option'
  | 'invalid_confidence'
  | 'invalid_objective'
  | 'missing_window'
  | 'invalid_margin'
  | 'not_paired'
  | 'no_features'
  | 'invalid_weight';

/** An answer, with all that was repaired on the way to it. */
export interface Answered<T> {
  readonly ok: true;
  readonly value: T;
  readonly repairs: readonly Repair[];
}

/** No answer: why, and in words what to change. */
export interface NoAnswer {
  readonly ok: false;
  readonly reason: NoAnswerReason;
  /** A sentence for a person: what is wrong, and what to change. */
  readonly detail: string;
}

/**
 * What every function of the engine returns that can fail on data: never NaN, never a sentinel, never an exception.
 * Exceptions are kept for a programmer's error (an alpha of 2, say).
 */
export type Answer<T> = Answered<T> | NoAnswer;

const NONE: readonly Repair[] = [];

/**
 * Wraps a value as an answer.
 *
 * @example
 * answered(0.1).value // => 0.1
 */
export function answered<T>(value: T, repairs: readonly Repair[] = NONE): Answered<T> {
  return { ok: true, value, repairs };
}

/**
 * Says that there is no answer, and what to change.
 *
 * @example
 * noAnswer('empty_current', 'Widen the window.').reason // => 'empty_current'
 */
export function noAnswer(reason: NoAnswerReason, detail: string): NoAnswer {
  return { ok: false, reason, detail };
}
