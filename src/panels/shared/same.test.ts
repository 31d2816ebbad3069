import { same } from './same';

it.each([
  [1, 1, true],
  [NaN, NaN, true],
  [null, undefined, false],
  [{ a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }, true],
  [{ a: [1, { b: 'x' }] }, { a: [1, { b: 'y' }] }, false],
  [[1, 2], [1], false],
  [[], {}, false],
  [{ a: undefined }, { b: undefined }, false],
  [{ a: 1 }, { a: 1, b: 2 }, false],
])('%j and %j say the same: %s', (a, b, expected) => {
  expect(same(a, b)).toBe(expected);
});
