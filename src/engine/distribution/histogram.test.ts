import { proportions, total, type NumericHistogram } from './histogram';

const histogram = (counts: number[]): NumericHistogram => ({ kind: 'numeric', edges: [1, 2], counts });

test('total adds all bins, the open ones too', () => {
  expect(total(histogram([1.5, 2, 4]))).toBe(7.5);
});

test('proportions of an empty histogram are zeros, not NaN', () => {
  expect(proportions(histogram([0, 0, 0]))).toEqual([0, 0, 0]);
  expect(proportions(histogram([1, 1, 2]))).toEqual([0.25, 0.25, 0.5]);
});
