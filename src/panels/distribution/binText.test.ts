import { binTexts } from './binText';
import type { BinRow } from './binRow';

const row = (bin: string, lower: number | null, upper: number | null): BinRow => ({
  bin,
  lower,
  upper,
  reference: null,
  current: null,
  referenceCount: null,
  currentCount: null,
  contribution: null,
});

describe('binTexts', () => {
  it('writes edges with the digits that tell them apart', () => {
    const rows = [row('', null, 1000), row('', 1000, 1001), row('', 1001, null)];
    expect(binTexts(rows, 'numeric', 'x').map(({ label }) => label)).toEqual(['≤ 1k', '1k – 1.001k', '> 1.001k']);
  });

  it('keeps a feature whose own name has a dash apart from the range', () => {
    expect(binTexts([row('', -2, -1)], 'numeric', 'a – b')[0]?.condition).toBe('−2 < a – b ≤ −1');
  });

  it('takes the name that the data source gives a bin without edges', () => {
    expect(
      binTexts([row('missing', null, null), row('', null, null)], 'numeric', 'x').map(({ label }) => label)
    ).toEqual(['missing', 'all values']);
  });

  it('shows a category that is an empty text', () => {
    expect(binTexts([row('', null, null)], 'categorical', 'country')[0]?.condition).toBe('country is (empty)');
  });
});
