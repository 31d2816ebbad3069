import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FieldType, toDataFrame, type DataFrame, type FieldConfig } from '@grafana/data';

interface GoldenField {
  readonly name: string;
  readonly type: string;
  readonly config?: FieldConfig;
  readonly values: readonly unknown[];
}

const TYPES: ReadonlyArray<readonly [RegExp, FieldType]> = [
  [/^Timestamp/, FieldType.time],
  [/^(Float|Int)/, FieldType.number],
  [/^Bool/, FieldType.boolean],
];

/** What the data source really answers to a case of tests/goldens, as a panel gets it. */
export function goldenFrames(kindAndCase: string): DataFrame[] {
  const file = path.join(__dirname, '../../../tests/goldens', kindAndCase, 'frames.json');
  const { frames } = JSON.parse(readFileSync(file, 'utf8')) as {
    frames: Array<{ name: string; refId?: string; meta?: object; fields: GoldenField[] }>;
  };
  return frames.map(({ name, refId = 'A', meta, fields }) =>
    toDataFrame({
      name,
      refId,
      meta,
      fields: fields.map(({ name: field, type, config = {}, values }) => ({
        name: field,
        config,
        type: TYPES.find(([pattern]) => pattern.test(type))?.[1] ?? FieldType.string,
        values: [...values],
      })),
    })
  );
}

/** The frame of that name, which the case has. */
export function frameOf(frames: readonly DataFrame[], name: string): DataFrame {
  const found = frames.find((frame) => frame.name === name);
  if (found === undefined) {
    throw new Error(`the case has no frame ${name}`);
  }
  return found;
}

/** A frame with other values in one row: what a case of the goldens does not hold. */
export function withValues(frame: DataFrame, row: number, values: Readonly<Record<string, unknown>>): DataFrame {
  return {
    ...frame,
    fields: frame.fields.map((field) =>
      Object.hasOwn(values, field.name)
        ? { ...field, values: field.values.map((value: unknown, i) => (i === row ? values[field.name] : value)) }
        : field
    ),
  };
}
