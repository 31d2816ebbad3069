import { compact, count, edgeLabels, percent, pValue, score, shortCount, signed } from './format';

describe('compact', () => {
  it.each([
    [0, '0'],
    [10, '10'],
    [0.25, '0.25'],
    [-3, '−3'],
    [1000, '1k'],
    [1500, '1.5k'],
    [999, '999'],
    [12_345, '12.3k'],
    [2_000_000, '2M'],
    [3e9, '3G'],
    [0.00002, '2e−5'],
    [-1e18, '−1e18'],
  ])('writes %d as %s', (value, text) => {
    expect(compact(value)).toBe(text);
  });
});

describe('edgeLabels', () => {
  it('uses few digits where they are enough', () => {
    expect(edgeLabels([10, 20, 1000])).toEqual(['10', '20', '1k']);
  });

  it('uses as many digits as tell neighbours apart', () => {
    expect(edgeLabels([1000, 1001, 1002])).toEqual(['1k', '1.001k', '1.002k']);
  });

  it('gives up digits, not the difference, on edges that only double precision tells apart', () => {
    expect(new Set(edgeLabels([1, 1 + Number.EPSILON])).size).toBe(2);
  });
});

describe('percent', () => {
  it.each([
    [0, '0 %'],
    [0.0004, '<0.1 %'],
    [0.001, '0.1 %'],
    [0.0912, '9.1 %'],
    [0.1234, '12 %'],
    [1, '100 %'],
  ])('writes %d as %s', (value, text) => {
    expect(percent(value)).toBe(text);
  });
});

describe('score', () => {
  it.each([
    [0, '0.000'],
    [0.0004, '<0.001'],
    [0.4123, '0.412'],
    [1.239, '1.24'],
    [33.5626, '33.6'],
    [1234.5, '1235'],
    [2e6, '2M'],
  ])('writes %d as %s', (value, text) => {
    expect(score(value)).toBe(text);
  });
});

describe('counts and p-values', () => {
  it('shows a count that increase() extrapolated whole, unless it is small', () => {
    expect([count(1234.56), count(0.5), count(3), shortCount(9999), shortCount(12_345)]).toEqual([
      '1,235',
      '0.5',
      '3',
      '9,999',
      '12.3k',
    ]);
  });

  it('never claims a p-value of zero', () => {
    expect([pValue(0), pValue(1e-9), pValue(0.0312)]).toEqual(['< 0.001', '< 0.001', '0.031']);
  });
});

describe('signed', () => {
  it.each([
    [17.84, 1, '+17.8'],
    [-3, 1, '−3.0'],
    [0, 0, '+0'],
  ])('%d with %d decimals is %s', (value, decimals, text) => {
    expect(signed(value, decimals)).toBe(text);
  });
});
