import { reasonOf, repairKinds, valueOf } from '../testing/pairs';
import { fromBinCounts } from './fromBinCounts';

describe('fromBinCounts', () => {
  test('takes a stored profile as it is', () => {
    const edges = [10, 20, 50, 100];
    const counts = [812, 2210, 30100, 15012, 1866];
    expect(valueOf(fromBinCounts(edges, counts))).toEqual({ kind: 'numeric', edges, counts });
  });

  test('clips counts below zero, and says so', () => {
    const answer = fromBinCounts([1], [-1, 5]);
    expect(valueOf(answer).counts).toEqual([0, 5]);
    expect(repairKinds(answer)).toEqual(['negative_counts_clipped']);
  });

  test.each([
    ['as many counts as edges', [1, 2], [1, 2], 'invalid_edges'],
    ['falling edges', [2, 1], [1, 2, 3], 'invalid_edges'],
    ['a NaN count', [1], [NaN, 2], 'invalid_count'],
    ['an infinite count', [1], [1, Infinity], 'invalid_count'],
    ['counts too large to add', [1], [1e308, 1e308], 'invalid_count'],
  ])('%s: no histogram', (_, edges, counts, reason) => {
    expect(reasonOf(fromBinCounts(edges, counts))).toBe(reason);
  });
});
