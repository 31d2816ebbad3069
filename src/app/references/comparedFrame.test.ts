import { comparedFrame } from './comparedFrame';
import { compareProfiles } from './compareProfiles';

const before = {
  name: 'a',
  features: [
    { name: 'amount', edges: [10, 20], counts: [10, 20, 70] },
    { name: 'country', categories: { DE: 20, FR: 80 } },
  ],
};
const after = { name: 'b', features: [{ name: 'amount', edges: [10, 20], counts: [3, 3, 4] }] };

const column = (frame: ReturnType<typeof comparedFrame>, name: string): readonly unknown[] =>
  frame.fields.find((field) => field.name === name)?.values ?? [];

describe('the picture of two references', () => {
  it('has the share of each bin on both sides, and no number for the bound of an open one', () => {
    const frame = comparedFrame(before, after, ['amount']);
    expect(column(frame, 'reference')).toEqual([0.1, 0.2, 0.7]);
    expect(column(frame, 'current')).toEqual([0.3, 0.3, 0.4]);
    expect(column(frame, 'lower')).toEqual([null, 10, 20]);
    expect(column(frame, 'upper')).toEqual([10, 20, null]);
  });

  it('has for each bin its part of the PSI that the table beside it shows', () => {
    const parts = column(comparedFrame(before, after, ['amount']), 'contribution') as readonly number[];
    expect(parts[0]).toBeCloseTo((0.3 - 0.1) * Math.log(0.3 / 0.1), 12);
    const psi = compareProfiles(before, after).find(({ name }) => name === 'amount')?.psi;
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(psi ?? NaN, 12);
  });

  it('leaves out a feature that only one of them has', () => {
    expect(column(comparedFrame(before, after, ['country', 'amount']), 'feature')).toEqual([
      'amount',
      'amount',
      'amount',
    ]);
  });
});
