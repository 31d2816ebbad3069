import { reasonOf, valueOf } from '../testing/pairs';
import { type NumericHistogram } from '../distribution/histogram';
import { freezeBins } from './freezeBins';
import { type BinningStrategy } from './strategy';

const histogram: NumericHistogram = { kind: 'numeric', edges: [1, 2, 3, 4], counts: [5, 5, 5, 5, 0] };

test('freezeBins asks the strategy that is named', () => {
  const strategies: BinningStrategy[] = [
    { strategy: 'quantile', bins: 2 },
    { strategy: 'equal_width', bins: 4 },
    { strategy: 'custom', edges: [2.5] },
    { strategy: 'buckets' },
  ];
  expect(strategies.map((strategy) => valueOf(freezeBins(strategy, histogram)))).toEqual([
    [2],
    [1, 2, 3],
    [2.5],
    [1, 2, 3, 4],
  ]);
});

test.each([1, 0, -3, 2.5, 1e9, NaN, Infinity])('%p bins cannot be asked for', (bins) => {
  for (const source of [histogram, [1, 2, 3]]) {
    expect(reasonOf(freezeBins({ strategy: 'quantile', bins }, source))).toBe('invalid_bin_number');
    expect(reasonOf(freezeBins({ strategy: 'equal_width', bins }, source))).toBe('invalid_bin_number');
  }
});

test('the source is left as it was', () => {
  const samples = [3, 1, 2];
  freezeBins({ strategy: 'quantile', bins: 2 }, samples);
  expect(samples).toEqual([3, 1, 2]);
});

test('a broken histogram freezes nothing', () => {
  const broken: NumericHistogram = { kind: 'numeric', edges: [2, 1], counts: [1, 1, 1] };
  for (const strategy of ['quantile', 'equal_width'] as const) {
    expect(reasonOf(freezeBins({ strategy, bins: 2 }, broken))).toBe('invalid_edges');
  }
  expect(reasonOf(freezeBins({ strategy: 'buckets' }, broken))).toBe('invalid_edges');
});
