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

/** What the file of a golden holds. */
export interface GoldenAnswer {
  readonly frames: ReadonlyArray<{
    readonly name: string;
    readonly refId?: string;
    readonly meta?: object;
    readonly fields: readonly GoldenField[];
  }>;
}

/** An answer of the data source that was written down, as a panel gets it. */
export function framesOfAnswer({ frames }: GoldenAnswer): DataFrame[] {
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
