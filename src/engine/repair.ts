/**
 * What was done to the data so that it could be compared. A repair never stops an answer, and is always said:
 * repairs travel beside the value and become the notices of a frame.
 */
export type Repair =
  /** A bin was empty on one side, or smoothing was asked for: `added` went to every bin that either side fills. */
  | { readonly kind: 'smoothed'; readonly added: number; readonly emptyBins: number }
  /** Proportions below `floor` were raised to it, without renormalising. */
  | { readonly kind: 'floored'; readonly floor: number; readonly bins: number }
  /** The two sides had other bounds, and were compared exactly on the ones they share. */
  | {
      readonly kind: 'aligned_on_shared_bounds';
      readonly shared: number;
      readonly reference: number;
      readonly current: number;
    }
  /** Histograms of other bounds were added on those that all of them share. */
  | { readonly kind: 'merged_on_shared_bounds'; readonly shared: number; readonly most: number }
  /** Too few bounds are shared: counts were spread evenly inside their bins. What follows is an estimate. */
  | { readonly kind: 'interpolated'; readonly shared: number; readonly bounds: number }
  /** Native histograms met in the coarser schema: values are told apart to `relativeError` of their size. */
  | {
      readonly kind: 'native_schema_reduced';
      readonly from: number;
      readonly to: number;
      readonly relativeError: number;
    }
  /** Zero buckets met at the larger one, which swallowed `count` observations of buckets beside it. */
  | { readonly kind: 'zero_bucket_widened'; readonly from: number; readonly to: number; readonly count: number }
  /** A native histogram was compared with other bounds, exactly on those that are its own, too. */
  | { readonly kind: 'native_on_shared_bounds'; readonly shared: number; readonly bounds: number }
  /** Bounds cut native buckets: the share below any bound is right to within `error`. What follows is an estimate. */
  | {
      readonly kind: 'interpolated_native';
      readonly shared: number;
      readonly bounds: number;
      readonly error: number;
    }
  /** Observations that were NaN are in the count of a native histogram and in no bucket: they are missing values. */
  | { readonly kind: 'nan_observations'; readonly count: number }
  /** The buckets of a native histogram hold more than its count says; the buckets were believed. */
  | { readonly kind: 'count_below_buckets'; readonly count: number; readonly buckets: number }
  /** Cumulative buckets fell where they must not; they were raised to the bucket before. */
  | { readonly kind: 'forced_monotone'; readonly buckets: number; readonly largestDrop: number }
  /** Several buckets had one bound (`le="1"` and `le="1.0"`); they were added. */
  | { readonly kind: 'duplicate_bounds_added'; readonly bounds: number }
  /** Counts below zero were taken as zero. */
  | { readonly kind: 'negative_counts_clipped'; readonly bins: number; readonly total: number }
  /** Categories the reference never saw were put into one bin. */
  | { readonly kind: 'unseen_categories_folded'; readonly categories: number; readonly count: number }
  /** Bins that expect fewer than five observations were merged, for this test alone. */
  | { readonly kind: 'rare_bins_merged'; readonly from: number; readonly to: number }
  /** Only counts by bucket of confidence: the middle of each stood for its confidences. */
  | { readonly kind: 'confidence_from_middles'; readonly buckets: number; readonly halfWidth: number }
  /** Raw values that are NaN or infinite took no part. */
  | { readonly kind: 'not_finite_left_out'; readonly values: number }
  /** Too many raw values to compare all with all: a seeded sample of them was compared. */
  | { readonly kind: 'sampled'; readonly of: number; readonly kept: number }
  /** Too many raw values to deal anew: the p-value is of a seeded sample of them, the score of all. */
  | { readonly kind: 'p_value_sampled'; readonly of: number; readonly kept: number }
  /** Too many raw values to keep: they were counted by size, and each is known to `relativeError` of its size. */
  | { readonly kind: 'sketched'; readonly values: number; readonly relativeError: number }
  /** Fewer bins than wanted: the data has too few distinct values or bounds. */
  | { readonly kind: 'fewer_bins'; readonly wanted: number; readonly got: number };

export type RepairKind = Repair['kind'];

function amount(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function many(count: number, one: string, several = `${one}s`): string {
  return `${amount(count)} ${count === 1 ? one : several}`;
}

/**
 * A repair as a sentence for a person.
 *
 * @example
 * describeRepair({ kind: 'fewer_bins', wanted: 10, got: 4 }) // => '4 bins instead of the 10 asked for: the data has too few distinct values or bounds.'
 */
export function describeRepair(repair: Repair): string {
  switch (repair.kind) {
    case 'smoothed':
      return repair.emptyBins > 0
        ? `Smoothed: ${many(repair.emptyBins, 'bin is', 'bins are')} empty on one side, so ${amount(repair.added)} was added to every bin of both sides.`
        : `Smoothed as asked: ${amount(repair.added)} was added to every bin of both sides.`;
    case 'floored':
      return `Proportions below ${repair.floor} were raised to it in ${many(repair.bins, 'place')}, without renormalising.`;
    case 'aligned_on_shared_bounds':
      return `Bucket bounds differ (${repair.reference} in the reference, ${repair.current} now): compared exactly on the ${repair.shared} they share.`;
    case 'merged_on_shared_bounds':
      return `Histograms with different bucket bounds were added exactly on the ${repair.shared} they all share (of up to ${repair.most}).`;
    case 'interpolated':
      return `Estimated: the two sides share only ${many(repair.shared, 'bucket bound')}, so counts were interpolated onto ${many(repair.bounds, 'bound')}.`;
    case 'native_schema_reduced':
      return `Native histograms met in schema ${repair.to} (the finer one had ${repair.from}): counts are exact, and values are told apart to ${amount(100 * repair.relativeError)} % of their size.`;
    case 'zero_bucket_widened':
      return `Zero buckets met at ±${amount(repair.to)} (the smaller one reached ±${amount(repair.from)}): ${many(repair.count, 'observation')} moved into ${repair.count === 1 ? 'it' : 'them'}.`;
    case 'native_on_shared_bounds':
      return `A native histogram was compared exactly on ${many(repair.shared, 'bound')} that its schema shares with the other side (of ${repair.bounds}).`;
    case 'interpolated_native':
      return `Estimated: only ${repair.shared} of ${many(repair.bounds, 'bound')} are bounds of the native histogram, so its counts were interpolated; the share below any bound is right to within ${amount(100 * repair.error)} percentage points.`;
    case 'nan_observations':
      return `${many(repair.count, 'observation')} of a native histogram ${repair.count === 1 ? 'was' : 'were'} NaN: counted as missing, in no bin.`;
    case 'count_below_buckets':
      return `A native histogram counts ${amount(repair.count)} and its buckets hold ${amount(repair.buckets)}: the buckets were believed.`;
    case 'forced_monotone':
      return `${many(repair.buckets, 'cumulative bucket')} fell below the one before (by up to ${amount(repair.largestDrop)}) and ${repair.buckets === 1 ? 'was' : 'were'} raised to it.`;
    case 'duplicate_bounds_added':
      return `${many(repair.bounds, 'bucket bound')} occurred more than once; the counts were added.`;
    case 'negative_counts_clipped':
      return `${many(repair.bins, 'count')} below zero (${amount(repair.total)} in all) ${repair.bins === 1 ? 'was' : 'were'} taken as zero.`;
    case 'unseen_categories_folded':
      return `${many(repair.categories, 'category', 'categories')} that the reference never saw ${repair.categories === 1 ? 'is' : 'are'} counted in one "unseen" bin (${amount(repair.count)} in all).`;
    case 'rare_bins_merged':
      return `Bins expecting fewer than 5 observations were merged for the chi-square test (${repair.from} to ${repair.to}).`;
    case 'confidence_from_middles':
      return `The middle of ${many(repair.buckets, 'bucket')} of confidence stood for what is in ${repair.buckets === 1 ? 'it' : 'them'}: each confidence is known to ${amount(repair.halfWidth)} at worst.`;
    case 'not_finite_left_out':
      return `${many(repair.values, 'value')} that ${repair.values === 1 ? 'is' : 'are'} NaN or infinite took no part.`;
    case 'sampled':
      return `Compared on ${amount(repair.kept)} of ${amount(repair.of)} values, drawn at random with a fixed seed.`;
    case 'p_value_sampled':
      return `The p-value is of ${amount(repair.kept)} of ${amount(repair.of)} values, drawn at random with a fixed seed; the score is of all.`;
    case 'sketched':
      return `${many(repair.values, 'value')} ${repair.values === 1 ? 'was' : 'were'} kept as counts by size: each is known to ${amount(100 * repair.relativeError)} % of its size.`;
    case 'fewer_bins':
      return `${many(repair.got, 'bin')} instead of the ${repair.wanted} asked for: the data has too few distinct values or bounds.`;
  }
}
