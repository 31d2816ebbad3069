import { chance, difference, quantity, range, share, times } from './quantity';

describe('a share', () => {
  it.each([
    [0.933694, '93.4 %'],
    [0.00144, '0.14 %'],
    [0.00001, '<0.01 %'],
    [0, '0 %'],
    [1, '100 %'],
    [0.9999, '99.99 %'],
    [0.99999, '100 %'],
    [-7.44, '−744 %'],
  ])('of %p reads %s', (value, text) => expect(share(value)).toBe(text));
});

describe('a difference', () => {
  it.each([
    [0.04577, 'percentunit', '+4.6 points'],
    [-0.00036, 'percentunit', '−0.04 points'],
    [0.00002, 'percentunit', '0.00 points'],
    [-3.2586, 'ms', '−3.26 ms'],
    [12.5, '', '+12.5'],
  ])('of %p %s reads %s', (value, unit, text) => expect(difference(value, unit)).toBe(text));
});

describe('an interval', () => {
  it('bears its unit once, where both bounds have the same', () => {
    expect(range({ value: 0.9, lower: 0.863, upper: 0.881 }, 'percentunit')).toBe('86.3 to 88.1 %');
    expect(range({ value: 5, lower: 0.2, upper: 11 }, 'ms')).toBe('0.2 to 11 ms');
    expect(range({ value: 0.04, lower: -0.01, upper: 0.05 }, 'percentunit', difference)).toBe('−1.0 to +5.0 points');
  });

  it('is nothing where a bound is not known', () => {
    expect(range({ value: 5, lower: null, upper: 11 }, 'ms')).toBe('');
  });
});

it('a long latency is in seconds', () => {
  expect(quantity(12_345, 'ms')).toBe('12.3 s');
});

it('how many times as many keeps what is far below one apart from zero', () => {
  expect([0, 0.001, 1, 14.4, 1234].map(times)).toEqual(['0 ×', '<0.01 ×', '1 ×', '14.4 ×', '1,234 ×']);
});

it('a p-value never reads as zero', () => {
  expect([6e-18, 0.0123, 0.4].map(chance)).toEqual(['p < 0.001', 'p 0.012', 'p 0.40']);
});
