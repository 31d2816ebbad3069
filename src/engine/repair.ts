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
    case 'fewer_bins':
      return `${many(repair.got, 'bin')} instead of the ${repair.wanted} asked for: the data has too few distinct values or bounds.`;
  }
}
