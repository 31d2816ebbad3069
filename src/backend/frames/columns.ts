import type { Field, FieldConfig } from './frame';

type Value<Row, T> = (row: Row, index: number) => T | null | undefined;

/** Columns of a table, each from what one row gives; what is missing or no finite number is null. */
export function columnsOf<Row>(rows: readonly Row[]) {
  return {
    number: (name: string, value: Value<Row, number>, config: FieldConfig): Field => ({
      name,
      type: 'number',
      values: rows.map((row, i) => {
        const number = value(row, i) ?? null;
        return number !== null && Number.isFinite(number) ? number : null;
      }),
      config,
    }),
    text: (name: string, value: Value<Row, string>, config: FieldConfig): Field => ({
      name,
      type: 'string',
      values: rows.map((row, i) => value(row, i) ?? null),
      config,
    }),
    time: (name: string, value: Value<Row, number>, config: FieldConfig): Field => ({
      name,
      type: 'time',
      values: rows.map((row, i) => value(row, i) ?? null),
      config,
    }),
  };
}

/** Values that may be numbers in one log and texts in another: numbers where all are, so that a table sorts them. */
export function mixedColumn(name: string, values: readonly unknown[], config: FieldConfig): Field {
  const present = values.filter((value) => value !== undefined && value !== null);
  const column = columnsOf(values);
  return present.length > 0 && present.every((value) => typeof value === 'number')
    ? column.number(name, (value) => (typeof value === 'number' ? value : null), config)
    : column.text(
        name,
        (value) =>
          value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value),
        config
      );
}
