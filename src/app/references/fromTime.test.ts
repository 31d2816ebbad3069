import { createDataFrame, FieldType } from '@grafana/data';
import { featuresOf } from './fromTime';

describe('a profile of a time range', () => {
  it('has the edges and the whole counts of what was seen, of numbers and of categories', () => {
    const rows = [
      ['amount', '<= 10', null, 10, 4.6],
      ['amount', '10 - 20', 10, 20, 2],
      ['amount', '> 20', 20, null, 0],
      ['country', 'DE', null, null, 7.2],
    ] as const;
    const frame = createDataFrame({
      fields: ['feature', 'bin', 'lower', 'upper', 'current_count'].map((name, index) => ({
        name,
        type: FieldType.other,
        values: rows.map((row) => row[index]),
      })),
    });
    expect(featuresOf({ state: 'done', frames: [frame] })).toEqual([
      { name: 'amount', edges: [10, 20], counts: [5, 2, 0] },
      { name: 'country', categories: { DE: 7 } },
    ]);
  });
});
