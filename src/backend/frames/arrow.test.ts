import { tableFromIPC } from 'apache-arrow';
import { encodeFrame } from './arrow';
import type { Frame } from './frame';

const frame: Frame = {
  name: 'drift',
  fields: [
    { name: 'time', type: 'time', values: [1_700_000_000_123, null] },
    { name: 'feature', type: 'string', values: ['amount', null] },
    { name: 'psi', type: 'number', values: [0.25, null], labels: { model: 'fraud' }, config: { decimals: 3 } },
  ],
  meta: { type: 'numeric-multi', typeVersion: [0, 1], executedQueryString: 'up' },
};

describe('encodeFrame', () => {
  const table = tableFromIPC(encodeFrame(frame, 'A'));

  it('writes an Arrow file, which begins and ends with the magic word', () => {
    const bytes = encodeFrame(frame, 'A');
    expect(bytes.subarray(0, 6).toString()).toBe('ARROW1');
    expect(bytes.subarray(-6).toString()).toBe('ARROW1');
  });

  it('keeps name, refId and meta in the metadata of the schema', () => {
    expect(table.schema.metadata.get('name')).toBe('drift');
    expect(table.schema.metadata.get('refId')).toBe('A');
    expect(JSON.parse(table.schema.metadata.get('meta') ?? '')).toEqual(frame.meta);
  });

  it('keeps labels and config in the metadata of the field', () => {
    const field = table.schema.fields[2];
    expect(JSON.parse(field?.metadata.get('labels') ?? '')).toEqual({ model: 'fraud' });
    expect(JSON.parse(field?.metadata.get('config') ?? '')).toEqual({ decimals: 3 });
    expect(field?.metadata.get('tstype')).toBe('number');
  });

  it('writes instants in nanoseconds, and nulls as nulls', () => {
    const [time, feature, psi] = table.schema.fields.map(({ name }) => table.getChild(name));
    expect(time?.data[0]?.values[0]).toBe(1_700_000_000_123_000_000n);
    expect(time?.get(1)).toBeNull();
    expect([feature?.get(0), feature?.get(1)]).toEqual(['amount', null]);
    expect([psi?.get(0), psi?.get(1)]).toEqual([0.25, null]);
  });

  it('lets every column hold nulls, but a column of times that holds none: alerting reads series from such alone', () => {
    const nullable = (values: number[]) =>
      tableFromIPC(
        encodeFrame({ ...frame, fields: [{ name: 'time', type: 'time', values }, ...frame.fields.slice(1)] }, 'A')
      ).schema.fields.map((field) => field.nullable);
    expect(nullable([1, 2])).toEqual([false, true, true]);
    expect(table.schema.fields.map((field) => field.nullable)).toEqual([true, true, true]);
  });

  it('writes a frame without rows, and one without fields', () => {
    const empty = tableFromIPC(
      encodeFrame({ name: '', fields: [{ name: 'x', type: 'string', values: [] }], meta: { typeVersion: [0, 0] } }, 'B')
    );
    expect(empty.numRows).toBe(0);
    expect(empty.schema.fields.map(({ name }) => name)).toEqual(['x']);
    expect(tableFromIPC(encodeFrame({ name: '', fields: [], meta: { typeVersion: [0, 0] } }, 'B')).numRows).toBe(0);
  });

  it('refuses a number that is none, rather than let it read as fine', () => {
    const broken: Frame = { ...frame, fields: [{ name: 'psi', type: 'number', values: [Number.NaN] }] };
    expect(() => encodeFrame(broken, 'A')).toThrow('field "psi" holds NaN');
  });
});
