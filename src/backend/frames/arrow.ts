import {
  Field as ArrowField,
  Float64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampNanosecond,
  Utf8,
  vectorFromArray,
  type Data,
  type DataType,
} from 'apache-arrow';
import type { Field, Frame } from './frame';

const NANOSECONDS_PER_MILLISECOND = 1_000_000n;

/** A bit a value, set where there is one, as Arrow keeps nulls. */
function validity(values: readonly unknown[]): { nullBitmap: Uint8Array; nullCount: number } {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  values.forEach((value, i) => {
    if (value === null) {
      nullCount++;
    } else {
      nullBitmap[i >> 3] = (nullBitmap[i >> 3] ?? 0) | (1 << (i & 7));
    }
  });
  return { nullBitmap, nullCount };
}

/** What cannot be computed is null on the wire. A NaN here is a defect of ours, and must not read as "fine" downstream. */
function finiteOrNull(field: string, value: number | null): number | null {
  if (value !== null && !Number.isFinite(value)) {
    throw new TypeError(`field ${JSON.stringify(field)} holds ${value}`);
  }
  return value;
}

function columnData(field: Field): Data {
  const length = field.values.length;
  switch (field.type) {
    case 'number': {
      const values = field.values.map((value) => finiteOrNull(field.name, value));
      const data = Float64Array.from(values, (value) => value ?? 0);
      return makeData({ type: new Float64(), length, ...validity(values), data });
    }
    case 'time': {
      const values = field.values.map((value) => finiteOrNull(field.name, value));
      const data = BigInt64Array.from(values, (value) => BigInt(Math.round(value ?? 0)) * NANOSECONDS_PER_MILLISECOND);
      return makeData({ type: new TimestampNanosecond(), length, ...validity(values), data });
    }
    case 'string': {
      const [data] = vectorFromArray([...field.values], new Utf8()).data;
      return data ?? makeData({ type: new Utf8() });
    }
  }
}

/** The type that Grafana's own SDK notes beside each column; its front end reads it before Arrow's. */
const TS_TYPES = { number: 'number', time: 'time', string: 'string' } as const satisfies Record<Field['type'], string>;

function arrowField(field: Field, type: DataType): ArrowField {
  const metadata = new Map<string, string>([['tstype', TS_TYPES[field.type]]]);
  if (field.labels !== undefined) {
    metadata.set('labels', JSON.stringify(field.labels));
  }
  if (field.config !== undefined) {
    metadata.set('config', JSON.stringify(field.config));
  }
  // Every column may hold nulls, so that a series does not change its type from one evaluation to the next; but a column
  // of times only where it does hold one, because Grafana's alerting takes for a time series just what cannot.
  const nullable = field.type !== 'time' || field.values.includes(null);
  return new ArrowField(field.name, type, nullable, metadata);
}

/** A frame as Grafana reads it from a plugin: an Arrow IPC file, with name, refId and meta in the schema's metadata. */
export function encodeFrame(frame: Frame, refId: string): Buffer {
  const columns = frame.fields.map(columnData);
  const fields = frame.fields.map((field, i) => arrowField(field, columns[i]?.type ?? new Utf8()));
  const metadata = new Map([
    ['name', frame.name],
    ['refId', refId],
    ['meta', JSON.stringify(frame.meta)],
  ]);
  const schema = new Schema(fields, metadata);
  const length = frame.fields[0]?.values.length ?? 0;
  const batch = new RecordBatch(
    schema,
    makeData({ type: new Struct(fields), length, nullCount: 0, children: columns })
  );
  const writer = new RecordBatchFileWriter();
  writer.reset(undefined, schema);
  writer.write(batch);
  writer.finish();
  const bytes = writer.toUint8Array(true);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
