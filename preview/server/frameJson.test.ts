import {
  Bool,
  Field,
  Float64,
  Int64,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampNanosecond,
  Utf8,
  makeData,
  vectorFromArray,
  type DataType,
  type Vector,
} from 'apache-arrow';
import { frameJson } from './frameJson';

interface Column {
  readonly field: Field;
  readonly vector: Vector;
}

function column(
  name: string,
  type: DataType,
  values: readonly unknown[],
  metadata: Record<string, string> = {},
  nullable = false
): Column {
  return {
    field: new Field(name, type, nullable, new Map(Object.entries(metadata))),
    vector: vectorFromArray(values as unknown[], type),
  };
}

/** A frame as it comes over the wire, made by another hand than the backend's. */
function arrow(columns: readonly Column[], metadata: Record<string, string> = {}): Uint8Array {
  const schema = new Schema(
    columns.map(({ field }) => field),
    new Map(Object.entries(metadata))
  );
  const children = columns.map(({ vector }) => vector.data[0]).filter((data) => data !== undefined);
  const batch = new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: columns[0]?.vector.length ?? 0, children })
  );
  // A table would give fields of one name the metadata of the last of them.
  const writer = new RecordBatchFileWriter();
  writer.reset(undefined, schema);
  writer.write(batch);
  writer.finish();
  return writer.toUint8Array(true);
}

const parsed = (bytes: Uint8Array): unknown => JSON.parse(frameJson(bytes));

describe('a frame as JSON', () => {
  it('carries its name, refId and meta, and of each field type, labels and config', () => {
    const bytes = arrow(
      [
        column('feature', new Utf8(), ['amount', 'country']),
        column('psi', new Float64(), [0.25, null], { labels: '{"model":"fraud"}', config: '{"unit":"short"}' }, true),
        column('ok', new Bool(), [true, false]),
      ],
      { name: 'drift', refId: 'A', meta: '{"type":"table"}' }
    );
    expect(parsed(bytes)).toEqual({
      schema: {
        name: 'drift',
        refId: 'A',
        meta: { type: 'table' },
        fields: [
          { name: 'feature', type: 'string', typeInfo: { frame: 'string' } },
          {
            name: 'psi',
            type: 'number',
            typeInfo: { frame: 'float64', nullable: true },
            labels: { model: 'fraud' },
            config: { unit: 'short' },
          },
          { name: 'ok', type: 'boolean', typeInfo: { frame: 'bool' } },
        ],
      },
      data: {
        values: [
          ['amount', 'country'],
          [0.25, null],
          [true, false],
        ],
      },
    });
  });

  it('keeps fields of one name apart by their labels', () => {
    const bytes = arrow([
      column('accuracy', new Float64(), [0.9], { labels: '{"kind":"realised"}' }),
      column('accuracy', new Float64(), [0.8], { labels: '{"kind":"estimated"}' }),
    ]);
    expect(parsed(bytes)).toMatchObject({
      schema: { fields: [{ labels: { kind: 'realised' } }, { labels: { kind: 'estimated' } }] },
      data: { values: [[0.9], [0.8]] },
    });
  });

  it('names the rows of floats that JSON cannot hold, and writes null in their place', () => {
    const bytes = arrow([
      column('lower', new Float64(), [-Infinity, 1, NaN, Infinity]),
      column('n', new Float64(), [1, 2, 3, 4]),
    ]);
    expect(parsed(bytes)).toMatchObject({
      data: {
        values: [
          [null, 1, null, null],
          [1, 2, 3, 4],
        ],
        entities: [{ NegInf: [0], NaN: [2], Inf: [3] }, null],
      },
    });
  });

  it('keeps every digit of a 64-bit integer', () => {
    expect(frameJson(arrow([column('count', new Int64(), [9_007_199_254_740_993n])]))).toContain(
      '[[9007199254740993]]'
    );
  });

  it('writes times in milliseconds, and the rest of them as nanoseconds', () => {
    const schemaTime = column('time', new TimestampNanosecond(), [0, 0]);
    const raw = schemaTime.vector.data[0]?.values as BigInt64Array;
    raw.set([1_700_000_000_123_000_000n, 1_700_000_000_123_456_789n]);
    expect(parsed(arrow([schemaTime]))).toMatchObject({
      schema: { fields: [{ type: 'time', typeInfo: { frame: 'time.Time' } }] },
      data: { values: [[1_700_000_000_123, 1_700_000_000_123]], nanos: [[0, 456_789]] },
    });
  });

  it('leaves out nanoseconds where no time has any', () => {
    const bytes = arrow([column('time', new TimestampNanosecond(), [1_700_000_000_000])]);
    expect(frameJson(bytes)).not.toContain('nanos');
  });
});
