import { FieldType, type DataFrame, type Field, type ValueMapping } from '@grafana/data';
import { isRecord } from './isRecord';

/** A value with its interval; a bound that is not known is null. */
export interface Interval {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

export const fieldOf = (frame: DataFrame, name: string): Field | undefined =>
  frame.fields.find((field) => field.name === name);

/** Whether a frame has all of these fields. Other data sources may answer frames of the same name. */
export const hasFields = (frame: DataFrame, names: readonly string[]): boolean =>
  names.every((name) => fieldOf(frame, name) !== undefined);

/** Null for what is absent or not finite: never NaN. CSV and spreadsheets give numbers as text. */
export function numberAt(frame: DataFrame, name: string, row: number): number | null {
  const value: unknown = fieldOf(frame, name)?.values[row];
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** Empty for what is absent. */
export function textAt(frame: DataFrame, name: string, row: number): string {
  const value: unknown = fieldOf(frame, name)?.values[row];
  return value === null || value === undefined ? '' : String(value);
}

/** The number of a column with those of its bounds; null where it has no value. */
export function intervalAt(
  frame: DataFrame,
  [value, lower, upper]: readonly [string, string, string],
  row: number
): Interval | null {
  const middle = numberAt(frame, value, row);
  return middle === null
    ? null
    : { value: middle, lower: numberAt(frame, lower, row), upper: numberAt(frame, upper, row) };
}

function mapped(mappings: readonly ValueMapping[], value: string): string | undefined {
  for (const mapping of mappings) {
    const options: unknown = mapping.options;
    const found = mapping.type === 'value' && isRecord(options) ? options[value] : undefined;
    if (isRecord(found) && typeof found['text'] === 'string') {
      return found['text'];
    }
  }
  return undefined;
}

/** What a person reads in place of an id: the word that the data source maps it to, else the id with spaces. */
export function wordAt(frame: DataFrame, name: string, row: number): string {
  const value = textAt(frame, name, row);
  return mapped(fieldOf(frame, name)?.config.mappings ?? [], value) ?? value.replaceAll('_', ' ');
}

/** The title of a column. */
export const titleOf = ({ name, config }: Field): string => config.displayName ?? config.displayNameFromDS ?? name;

/** Whether any row of a column holds something. */
export const holdsSomething = ({ values }: Field): boolean =>
  values.some((value: unknown) => value !== null && value !== undefined && value !== '');

/** A frame of the same kind with only some of its rows. Links and formats stay those of the rows. */
export function pickRows(frame: DataFrame, rows: readonly number[]): DataFrame {
  return {
    ...frame,
    length: rows.length,
    fields: frame.fields.map((field) => ({ ...field, values: rows.map((row): unknown => field.values[row]) })),
  };
}

export const isTime = ({ type }: Field): boolean => type === FieldType.time;
export const isNumber = ({ type }: Field): boolean => type === FieldType.number;
