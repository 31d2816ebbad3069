import type { LogField, LogParser } from '../../../model';
import type { FieldValue } from '../events';
import type { EventSource } from '../eventSource';
import { parseFieldPath, type FieldPath } from '../fieldPath';
import type { Line } from './line';
import type { Place } from './names';
import { readLine } from './record';
import { flattened, isAbsent, isRecord, parsed, textOf, typed } from '../values';

/** One line, by the names of the contract. */
export interface LineView {
  /** As a label would hold it; empty where there is none. */
  text(field: LogField): string;
  /** Typed as far as the line tells types. */
  value(field: LogField): unknown;
  /** The fields of an object, by name. */
  object(field: LogField): Readonly<Record<string, FieldValue>> | undefined;
  /** The value of a name by which lines are grouped. */
  named(name: string): string;
}

/** Makes a view of a line; undefined where the line cannot be read. */
export type Viewer = (line: Line) => LineView | undefined;

type Places = ReadonlyMap<string, readonly Place[]>;

/** Lines as they were written. */
export function wholeLines(source: EventSource, names: Places): Viewer {
  const paths = Object.fromEntries(
    Object.entries(source.fields).map(([field, text]) => [field, parseFieldPath(text)])
  ) as Record<LogField, FieldPath>;
  const types = (value: unknown): unknown =>
    typeof value === 'string' && isTextOnly(source.parser) ? typed(value) : value;
  return ({ text, labels }) => {
    const record = readLine(source.parser, text);
    if (record === undefined) {
      return undefined;
    }
    const found = (field: LogField): unknown => {
      const path = paths[field];
      const value = record.at(path);
      // A service may put what is the same for all its lines into labels, and ids into metadata.
      return isAbsent(value) && path.length === 1 ? labels[path[0] ?? ''] : value;
    };
    return {
      text: (field) => textOf(found(field)),
      value: (field) => types(found(field)),
      object: (field) => {
        const value = record.under(paths[field]);
        return value === undefined ? undefined : objectOf(value);
      },
      named: (name) => {
        for (const place of names.get(name) ?? []) {
          const value = textOf(place.kind === 'field' ? record.at(place.path) : labels[place.label]);
          if (value !== '') {
            return value;
          }
        }
        return '';
      },
    };
  };
}

function isTextOnly(parser: LogParser): boolean {
  return parser === 'logfmt';
}

/** Fields by name; a list's by their places, which is how probabilities of classes 0, 1, 2 may come. */
function objectOf(value: unknown): Readonly<Record<string, FieldValue>> | undefined {
  if (Array.isArray(value)) {
    return Object.fromEntries(value.map((item, i) => [String(i), item as FieldValue]));
  }
  return isRecord(value) ? flattened(value) : undefined;
}

/** What a column of a rewritten line holds. */
export type Column =
  | { readonly kind: 'error' }
  | { readonly kind: 'field'; readonly field: LogField }
  /** All of an object, as JSON. */
  | { readonly kind: 'object'; readonly field: LogField }
  /** One field of an object, under its name there. */
  | { readonly kind: 'part'; readonly field: LogField; readonly name: string }
  | { readonly kind: 'name'; readonly name: string };

/** What stands between columns: no value that a person or a program writes holds it. */
export const SEPARATOR = '\x1f';

/** Lines that Loki has rewritten to columns, so that nothing else of them left it. */
export function rewrittenLines(columns: readonly Column[]): Viewer {
  const places = new Map(columns.map((column, i) => [columnKey(column), i]));
  const parts = new Map<LogField, Array<readonly [string, number]>>();
  columns.forEach((column, i) => {
    if (column.kind === 'part') {
      parts.set(column.field, [...(parts.get(column.field) ?? []), [column.name, i]]);
    }
  });
  return ({ text }) => {
    const cells = text.split(SEPARATOR);
    if (cells.length !== columns.length || cells[places.get('error') ?? 0] !== '') {
      return undefined;
    }
    const cell = (key: string): string => cells[places.get(key) ?? -1] ?? '';
    return {
      text: (field) => cell(`field ${field}`),
      value: (field) => typed(cell(`field ${field}`)),
      object: (field) => {
        const own = parts.get(field);
        if (own === undefined) {
          return objectOf(parsed(cell(`object ${field}`)));
        }
        const filled = own.flatMap(([name, i]) => (isAbsent(cells[i]) ? [] : [[name, typed(cells[i] ?? '')] as const]));
        return Object.fromEntries(filled);
      },
      named: (name) => cell(`name ${name}`),
    };
  };
}

function columnKey(column: Column): string {
  switch (column.kind) {
    case 'error':
      return 'error';
    case 'field':
    case 'object':
      return `${column.kind} ${column.field}`;
    case 'part':
      return `part ${column.field} ${column.name}`;
    case 'name':
      return `name ${column.name}`;
  }
}
