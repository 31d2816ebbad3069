import { FieldType, type DataFrame } from '@grafana/data';
import { DISTRIBUTION_FIELDS } from '../../model/frames';

/** CSV and spreadsheets give numbers as text; an infinite bound is an open one. Never NaN. */
export function toNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function toText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

export function column(frame: DataFrame, name: string): readonly unknown[] | undefined {
  return frame.fields.find((field) => field.name === name)?.values;
}

const OF_THE_CONTRACT: ReadonlySet<string> = new Set(Object.values(DISTRIBUTION_FIELDS));

/** The group of a row: columns beyond the contract that hold text are the labels of `groupBy`. */
export function groupReader(frame: DataFrame): (row: number) => Readonly<Record<string, string>> {
  const fields = frame.fields.filter(({ name, type }) => type === FieldType.string && !OF_THE_CONTRACT.has(name));
  const none = {};
  return (row) =>
    fields.length === 0 ? none : Object.fromEntries(fields.map(({ name, values }) => [name, toText(values[row])]));
}
