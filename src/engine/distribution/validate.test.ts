import { clipNegative, faultOfCounts, faultOfEdges, faultOfHistogram } from './validate';

test('edges must be finite and rise', () => {
  expect(faultOfEdges([])).toBeNull();
  expect(faultOfEdges([-1e308, 0, 1e308])).toBeNull();
  expect(faultOfEdges([1, 1])?.detail).toBe('Edge 2 (1) is not above the one before: give them in rising order.');
});

test('a fault names the count that is none', () => {
  expect(faultOfCounts([1, 2])).toBeNull();
  expect(faultOfCounts([1, NaN])?.detail).toMatch(/^Count 2 is NaN/);
  expect(faultOfCounts([1e308, 1e308])?.detail).toMatch(/too large to add up/);
});

test('a histogram needs one count more than edges, or as many as categories', () => {
  expect(faultOfHistogram({ kind: 'numeric', edges: [1], counts: [1] })?.reason).toBe('invalid_edges');
  expect(faultOfHistogram({ kind: 'categorical', categories: ['a'], counts: [] })?.reason).toBe('invalid_count');
});

test('clipping leaves good counts alone, and the given list in any case', () => {
  const good = [1, 0, 2];
  expect(clipNegative(good).counts).toBe(good);
  const bad = [1, -2];
  expect(clipNegative(bad).counts).toEqual([1, 0]);
  expect(bad).toEqual([1, -2]);
});
