import { reasonOf, repairKinds, valueOf } from '../testing/pairs';
import { fromCategoryCounts } from './fromCategoryCounts';

describe('fromCategoryCounts', () => {
  test('reads a map and a record alike, in their order, zeros kept', () => {
    const expected = { kind: 'categorical', categories: ['b', 'a', 'c'], counts: [2, 0, 1.5] };
    expect(valueOf(fromCategoryCounts({ b: 2, a: 0, c: 1.5 }))).toEqual(expected);
    expect(valueOf(fromCategoryCounts(new Map([['b', 2], ['a', 0], ['c', 1.5]])))).toEqual(expected); // prettier-ignore
  });

  test('category names that objects know are names like any other', () => {
    const counts = new Map([['__proto__', 3], ['constructor', 4]]); // prettier-ignore
    expect(valueOf(fromCategoryCounts(counts)).categories).toEqual(['__proto__', 'constructor']);
  });

  test('clips counts below zero, and says so; no categories are an empty histogram', () => {
    expect(repairKinds(fromCategoryCounts({ a: -1, b: 2 }))).toEqual(['negative_counts_clipped']);
    expect(valueOf(fromCategoryCounts({})).counts).toEqual([]);
  });

  test.each([NaN, Infinity, -Infinity])('a count of %p is none', (count) => {
    expect(reasonOf(fromCategoryCounts({ a: count }))).toBe('invalid_count');
  });
});
