import type { DataFrame } from '@grafana/data';
import type { Answer } from './ask';

/** A row of a frame; a member that the frame does not have is undefined. */
export type Row<Fields extends Readonly<Record<string, string>>> = { readonly [Name in keyof Fields]: unknown };

/** The rows of the frame of that name. @returns undefined where the answer has no such frame. */
export function rowsOf<Fields extends Readonly<Record<string, string>>>(
  answer: Answer,
  name: string,
  fields: Fields
): ReadonlyArray<Row<Fields>> | undefined {
  const frame = answer.state === 'done' ? answer.frames.find((one) => one.name === name) : undefined;
  return frame === undefined ? undefined : rowsOfFrame(frame, fields);
}

export function rowsOfFrame<Fields extends Readonly<Record<string, string>>>(
  frame: DataFrame,
  fields: Fields
): ReadonlyArray<Row<Fields>> {
  const columns = Object.entries(fields).map(
    ([member, name]) => [member, frame.fields.find((field) => field.name === name)?.values] as const
  );
  return Array.from(
    { length: frame.length },
    (_, row) =>
      Object.fromEntries(columns.map(([member, values]): [string, unknown] => [member, values?.[row]])) as Row<Fields>
  );
}

export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
