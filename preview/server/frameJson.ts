import {
  DataType,
  RecordBatchReader,
  TimeUnit,
  tableFromIPC,
  type Data,
  type Field,
  type Int,
  type Float,
  type Timestamp,
  type Vector,
} from 'apache-arrow';

/** Nanoseconds in one of Arrow's units of time. */
const NANOSECONDS: Readonly<Record<TimeUnit, bigint>> = {
  [TimeUnit.SECOND]: 1_000_000_000n,
  [TimeUnit.MILLISECOND]: 1_000_000n,
  [TimeUnit.MICROSECOND]: 1_000n,
  [TimeUnit.NANOSECOND]: 1n,
};
const NANOSECONDS_A_MILLISECOND = 1_000_000n;

interface FieldType {
  /** As TypeScript calls it in Grafana. */
  readonly type: string;
  /** As Go calls it. */
  readonly frame: string;
}

function typeOf(field: Field): FieldType {
  const { type } = field;
  const declared = field.metadata.get('tstype');
  if (DataType.isTimestamp(type)) {
    return { type: 'time', frame: 'time.Time' };
  }
  if (DataType.isBool(type)) {
    return { type: 'boolean', frame: 'bool' };
  }
  if (DataType.isUtf8(type)) {
    return { type: 'string', frame: 'string' };
  }
  if (DataType.isInt(type)) {
    const { isSigned, bitWidth } = type as Int;
    return { type: 'number', frame: `${isSigned ? '' : 'u'}int${bitWidth}` };
  }
  if (DataType.isFloat(type)) {
    return { type: 'number', frame: `float${16 << (type as Float).precision}` };
  }
  if (DataType.isBinary(type) || declared === 'other') {
    return { type: 'other', frame: 'json.RawMessage' };
  }
  throw new Error(`the field "${field.name}" is of the Arrow type ${String(type)}, which Grafana's frames do not have`);
}

/** Floats that JSON cannot hold: their rows, by name, beside a null in the values. */
interface Entities {
  NaN?: number[];
  Inf?: number[];
  NegInf?: number[];
}

interface Column {
  /** JSON text of each value. */
  readonly values: readonly string[];
  readonly entities: Entities | null;
  /** What milliseconds lose of a time, a row each; null where nothing is lost. */
  readonly nanos: readonly number[] | null;
}

function entityOf(value: number): keyof Entities | undefined {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  return value === Infinity ? 'Inf' : value === -Infinity ? 'NegInf' : undefined;
}

/** Reads times from the raw 64 bits: Arrow's own accessor rounds them to milliseconds. */
function timesOf(vector: Vector<Timestamp>, unit: TimeUnit): Column {
  const values: string[] = [];
  const nanos: number[] = [];
  for (const chunk of vector.data as ReadonlyArray<Data<Timestamp>>) {
    const raw = chunk.values as unknown as BigInt64Array;
    for (let row = 0; row < chunk.length; row++) {
      if (!chunk.getValid(row)) {
        values.push('null');
        nanos.push(0);
        continue;
      }
      const time = (raw[row] ?? 0n) * NANOSECONDS[unit];
      // Whole milliseconds towards the past, as Go's UnixMilli and Truncate do for times after 1970.
      const rest = ((time % NANOSECONDS_A_MILLISECOND) + NANOSECONDS_A_MILLISECOND) % NANOSECONDS_A_MILLISECOND;
      values.push(String((time - rest) / NANOSECONDS_A_MILLISECOND));
      nanos.push(Number(rest));
    }
  }
  return { values, entities: null, nanos: nanos.some((rest) => rest !== 0) ? nanos : null };
}

function columnOf(field: Field, vector: Vector): Column {
  if (DataType.isTimestamp(field.type)) {
    return timesOf(vector as Vector<Timestamp>, field.type.unit);
  }
  const raw = typeOf(field).frame === 'json.RawMessage';
  const entities: Entities = {};
  const values = Array.from({ length: vector.length }, (_, row): string => {
    const value: unknown = vector.get(row);
    if (value === null || value === undefined) {
      return 'null';
    }
    if (typeof value === 'bigint') {
      return String(value);
    }
    if (typeof value === 'number') {
      const entity = entityOf(value);
      if (entity === undefined) {
        return JSON.stringify(value);
      }
      (entities[entity] ??= []).push(row);
      return 'null';
    }
    if (raw) {
      return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
    }
    return JSON.stringify(value);
  });
  return { values, entities: Object.keys(entities).length > 0 ? entities : null, nanos: null };
}

const jsonOf = (key: string, text: string | undefined): string[] => (text === undefined ? [] : [`"${key}":${text}`]);

function schemaOfField(field: Field): string {
  const { type, frame } = typeOf(field);
  return `{${[
    ...(field.name === '' ? [] : [`"name":${JSON.stringify(field.name)}`]),
    `"type":"${type}"`,
    `"typeInfo":{"frame":"${frame}"${field.nullable ? ',"nullable":true' : ''}}`,
    ...jsonOf('labels', field.metadata.get('labels')),
    ...jsonOf('config', field.metadata.get('config')),
  ].join(',')}}`;
}

/**
 * One frame, as Grafana's SDK writes it: `{ schema, data: { values, entities?, nanos? } }`.
 * Text and not an object, because 64-bit integers do not fit a number.
 */
export function frameJson(arrow: Uint8Array): string {
  const table = tableFromIPC(arrow);
  // Not the table's own schema: it gives fields of one name the labels of the last of them.
  const { schema } = RecordBatchReader.from(arrow).open();
  const name = schema.metadata.get('name') ?? '';
  const refId = schema.metadata.get('refId') ?? '';
  const columns = schema.fields.map((field, index) => {
    const vector = table.getChildAt(index);
    if (vector === null) {
      throw new Error(`the frame has no column for its field "${field.name}"`);
    }
    return columnOf(field, vector);
  });
  const head = [
    ...(name === '' ? [] : [`"name":${JSON.stringify(name)}`]),
    ...(refId === '' ? [] : [`"refId":${JSON.stringify(refId)}`]),
    ...jsonOf('meta', schema.metadata.get('meta')),
    `"fields":[${schema.fields.map(schemaOfField).join(',')}]`,
  ];
  const data = [
    `"values":[${columns.map(({ values }) => `[${values.join(',')}]`).join(',')}]`,
    ...(columns.some(({ entities }) => entities !== null)
      ? [`"entities":${JSON.stringify(columns.map(({ entities }) => entities))}`]
      : []),
    ...(columns.some(({ nanos }) => nanos !== null)
      ? [`"nanos":${JSON.stringify(columns.map(({ nanos }) => nanos))}`]
      : []),
  ];
  return `{"schema":{${head.join(',')}},"data":{${data.join(',')}}}`;
}
