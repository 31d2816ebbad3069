import { seeded } from '../testing/random';
import { binOf } from './binOf';

test('binOf counts the edges below a value', () => {
  const random = seeded(3);
  const edges = Array.from({ length: 17 }, () => random()).sort((a, b) => a - b);
  for (let k = 0; k < 500; k++) {
    const value = k % 5 === 0 ? (edges[k % 17] as number) : random() * 1.2 - 0.1;
    expect(binOf(value, edges)).toBe(edges.filter((edge) => edge < value).length);
  }
});

test('binOf puts infinities into the outer bins', () => {
  expect([binOf(-Infinity, [1, 2]), binOf(Infinity, [1, 2]), binOf(5, [])]).toEqual([0, 2, 0]);
});
