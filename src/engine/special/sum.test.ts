import { sum } from './sum';

test('sum adds from left to right, and nothing is 0', () => {
  expect(sum([0.1, 0.2, 0.3])).toBe(0.1 + 0.2 + 0.3);
  expect(sum([])).toBe(0);
  expect(sum(Float64Array.of(1, 2))).toBe(3);
});
