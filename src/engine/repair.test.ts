import { describeRepair, type Repair } from './repair';

const ALL: Repair[] = [
  { kind: 'smoothed', added: 0.5, emptyBins: 2 },
  { kind: 'smoothed', added: 0.5, emptyBins: 0 },
  { kind: 'floored', floor: 1e-4, bins: 1 },
  { kind: 'aligned_on_shared_bounds', shared: 8, reference: 10, current: 12 },
  { kind: 'merged_on_shared_bounds', shared: 8, most: 12 },
  { kind: 'interpolated', shared: 1, bounds: 9 },
  { kind: 'native_schema_reduced', from: 8, to: 3, relativeError: 0.04329 },
  { kind: 'zero_bucket_widened', from: 0, to: 0.5, count: 1 },
  { kind: 'native_on_shared_bounds', shared: 3, bounds: 11 },
  { kind: 'interpolated_native', shared: 1, bounds: 9, error: 0.0312 },
  { kind: 'nan_observations', count: 3 },
  { kind: 'count_below_buckets', count: 7, buckets: 9 },
  { kind: 'forced_monotone', buckets: 1, largestDrop: 0.1234567 },
  { kind: 'duplicate_bounds_added', bounds: 1 },
  { kind: 'negative_counts_clipped', bins: 1, total: -3 },
  { kind: 'unseen_categories_folded', categories: 1, count: 12 },
  { kind: 'rare_bins_merged', from: 9, to: 4 },
  { kind: 'confidence_from_middles', buckets: 3, halfWidth: 0.05 },
  { kind: 'not_finite_left_out', values: 2 },
  { kind: 'sampled', of: 5000, kept: 1000 },
  { kind: 'p_value_sampled', of: 50000, kept: 20000 },
  { kind: 'sketched', values: 200000, relativeError: 0.00135 },
  { kind: 'fewer_bins', wanted: 10, got: 4 },
];

describe('describeRepair', () => {
  test('says each kind in one sentence with its numbers', () => {
    expect(ALL.map(describeRepair)).toEqual([
      'Smoothed: 2 bins are empty on one side, so 0.5 was added to every bin of both sides.',
      'Smoothed as asked: 0.5 was added to every bin of both sides.',
      'Proportions below 0.0001 were raised to it in 1 place, without renormalising.',
      'Bucket bounds differ (10 in the reference, 12 now): compared exactly on the 8 they share.',
      'Histograms with different bucket bounds were added exactly on the 8 they all share (of up to 12).',
      'Estimated: the two sides share only 1 bucket bound, so counts were interpolated onto 9 bounds.',
      'Native histograms met in schema 3 (the finer one had 8): counts are exact, and values are told apart to 4.33 % of their size.',
      'Zero buckets met at ±0.5 (the smaller one reached ±0): 1 observation moved into it.',
      'A native histogram was compared exactly on 3 bounds that its schema shares with the other side (of 11).',
      'Estimated: only 1 of 9 bounds are bounds of the native histogram, so its counts were interpolated; the share below any bound is right to within 3.12 percentage points.',
      '3 observations of a native histogram were NaN: counted as missing, in no bin.',
      'A native histogram counts 7 and its buckets hold 9: the buckets were believed.',
      '1 cumulative bucket fell below the one before (by up to 0.123) and was raised to it.',
      '1 bucket bound occurred more than once; the counts were added.',
      '1 count below zero (-3 in all) was taken as zero.',
      '1 category that the reference never saw is counted in one "unseen" bin (12 in all).',
      'Bins expecting fewer than 5 observations were merged for the chi-square test (9 to 4).',
      'The middle of 3 buckets of confidence stood for what is in them: each confidence is known to 0.05 at worst.',
      '2 values that are NaN or infinite took no part.',
      'Compared on 1000 of 5000 values, drawn at random with a fixed seed.',
      'The p-value is of 20000 of 50000 values, drawn at random with a fixed seed; the score is of all.',
      '200000 values were kept as counts by size: each is known to 0.135 % of its size.',
      '4 bins instead of the 10 asked for: the data has too few distinct values or bounds.',
    ]);
  });
});
