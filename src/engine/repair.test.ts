import { describeRepair, type Repair } from './repair';

const ALL: Repair[] = [
  { kind: 'smoothed', added: 0.5, emptyBins: 2 },
  { kind: 'smoothed', added: 0.5, emptyBins: 0 },
  { kind: 'floored', floor: 1e-4, bins: 1 },
  { kind: 'aligned_on_shared_bounds', shared: 8, reference: 10, current: 12 },
  { kind: 'merged_on_shared_bounds', shared: 8, most: 12 },
  { kind: 'interpolated', shared: 1, bounds: 9 },
  { kind: 'forced_monotone', buckets: 1, largestDrop: 0.1234567 },
  { kind: 'duplicate_bounds_added', bounds: 1 },
  { kind: 'negative_counts_clipped', bins: 1, total: -3 },
  { kind: 'unseen_categories_folded', categories: 1, count: 12 },
  { kind: 'rare_bins_merged', from: 9, to: 4 },
  { kind: 'confidence_from_middles', buckets: 3, halfWidth: 0.05 },
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
      '1 cumulative bucket fell below the one before (by up to 0.123) and was raised to it.',
      '1 bucket bound occurred more than once; the counts were added.',
      '1 count below zero (-3 in all) was taken as zero.',
      '1 category that the reference never saw is counted in one "unseen" bin (12 in all).',
      'Bins expecting fewer than 5 observations were merged for the chi-square test (9 to 4).',
      'The middle of 3 buckets of confidence stood for what is in them: each confidence is known to 0.05 at worst.',
      '4 bins instead of the 10 asked for: the data has too few distinct values or bounds.',
    ]);
  });
});
