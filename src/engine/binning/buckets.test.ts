import { reasonOf, valueOf } from '../testing/pairs';
import { buckets } from './buckets';

test('buckets are the bounds of the histogram', () => {
  const histogram = { kind: 'numeric', edges: [1, 5], counts: [0, 1, 0] } as const;
  expect(valueOf(buckets({ strategy: 'buckets' }, histogram))).toEqual([1, 5]);
});

test('samples have no buckets', () => {
  expect(reasonOf(buckets({ strategy: 'buckets' }, [1, 2]))).toBe('needs_histogram');
});
