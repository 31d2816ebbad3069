import { reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { seeded, wholeNumber } from '../testing/random';
import { fromSamples } from './fromSamples';
import { type CategoricalHistogram, type NumericHistogram } from './histogram';
import { merge } from './merge';

const numeric = (edges: number[], counts: number[]): NumericHistogram => ({ kind: 'numeric', edges, counts });

describe('merge', () => {
  test('is the sum: the histogram of all samples together', () => {
    const random = seeded(21);
    const edges = [5, 10, 20];
    const parts = Array.from({ length: 6 }, () => Array.from({ length: 100 }, () => wholeNumber(random, 0, 30)));
    const histograms: NumericHistogram[] = parts.map((part) => valueOf(fromSamples(part, edges)));
    expect(valueOf(merge(histograms)).counts).toEqual(valueOf(fromSamples(parts.flat(), edges)).counts);
  });

  test('of one is that one', () => {
    expect(valueOf(merge([numeric([1], [2, 3])]))).toEqual(numeric([1], [2, 3]));
  });

  test('of other bounds is exact on those that all share, and says so', () => {
    const answer = merge([numeric([1, 2, 4], [1, 1, 1, 1]), numeric([2, 3, 4], [10, 10, 10, 10])]);
    expect(valueOf(answer)).toEqual(numeric([2, 4], [12, 21, 11]));
    expect(repairsOf(answer)).toEqual([{ kind: 'merged_on_shared_bounds', shared: 2, most: 3 }]);
  });

  test('unites categories', () => {
    const first: CategoricalHistogram = { kind: 'categorical', categories: ['a', 'b'], counts: [1, 2] };
    const second: CategoricalHistogram = { kind: 'categorical', categories: ['b', 'c'], counts: [10, 20] };
    expect(valueOf(merge([first, second]))).toEqual({
      kind: 'categorical',
      categories: ['a', 'b', 'c'],
      counts: [1, 12, 20],
    });
  });

  test.each([
    ['nothing', [], 'no_buckets'],
    ['no shared bound', [numeric([1], [1, 1]), numeric([2], [1, 1])], 'no_shared_bounds'],
    [
      'two kinds',
      [numeric([1], [1, 1]), { kind: 'categorical' as const, categories: [], counts: [] }],
      'kind_mismatch',
    ],
    ['a NaN count', [numeric([1], [1, NaN])], 'invalid_count'],
    ['sums that overflow', [numeric([1], [1e308, 0]), numeric([1], [1e308, 0])], 'invalid_count'],
  ])('%s: no answer', (_, histograms, reason) => {
    expect(reasonOf(merge(histograms))).toBe(reason);
  });

  test('missing values add up where every histogram counted them', () => {
    const side = (missing: number) => ({ ...numeric([1], [1, 2]), missing });
    expect(valueOf(merge([side(2), side(3)])).missing).toBe(5);
    expect(valueOf(merge([side(2), numeric([1], [1, 2])]))).not.toHaveProperty('missing');
  });
});
