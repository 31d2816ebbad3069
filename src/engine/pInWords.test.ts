import { pInWords } from './pInWords';

describe('a p-value in words', () => {
  it('is never zero', () => {
    expect([0, 1e-300, 0.00009].map(pInWords)).toEqual(Array.from({ length: 3 }, () => 'p below 0.0001'));
    expect([0.0001, 0.04567, 1].map(pInWords)).toEqual(['p 0.0001', 'p 0.0457', 'p 1']);
  });
});
