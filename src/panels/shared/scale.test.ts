import { at, domainOf, numbersOf, ticksOf } from './scale';

it('a domain holds all numbers with room at both ends, and is none where there is no number', () => {
  expect(domainOf([0, 100, null])).toEqual({ from: -8, to: 108 });
  expect(domainOf([null, NaN, Infinity])).toBeUndefined();
});

it('a domain of one number has a width, so that nothing is divided by zero', () => {
  for (const value of [5, 0, -3]) {
    const domain = domainOf([value]);
    expect(domain).toBeDefined();
    expect(at(domain ?? { from: 0, to: 0 }, value)).toBeCloseTo(0.5);
  }
});

it('what lies outside stands at the edge', () => {
  expect([-1, 0.5, 3].map((value) => at({ from: 0, to: 1 }, value))).toEqual([0, 0.5, 1]);
});

it('ticks are round numbers inside the domain', () => {
  expect(ticksOf({ from: 0.5, to: 1 }, 5)).toEqual([0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  expect(ticksOf({ from: 0, to: 1234 }, 4)).toEqual([0, 500, 1000]);
  expect(ticksOf({ from: 1, to: 1 }, 4)).toEqual([]);
});

it('an interval gives its numbers, and none where there is none', () => {
  expect(numbersOf({ value: 1, lower: 0, upper: null })).toEqual([1, 0, null]);
  expect(numbersOf(null)).toEqual([]);
});
