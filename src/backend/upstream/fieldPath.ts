import { TidemarkError } from '../errors';

/** The keys that lead to a field of a line, from the outside in. */
export type FieldPath = readonly string[];

/** `features`, then `.amount`, `["card.type"]` or, of a list, `[0]`. */
const PART = /\.?([^.[\]"]+)|\["([^"\]]*)"\]|\[(\d+)\]/gy;

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads the path of a field as a person writes it: keys with dots between them, and in brackets and quotes a key that
 * holds a dot itself, as in JavaScript and in LogQL.
 *
 * @throws TidemarkError `bad_query` that says how to write it.
 */
export function parseFieldPath(text: string): FieldPath {
  const path: string[] = [];
  let end = 0;
  PART.lastIndex = 0;
  for (let part = PART.exec(text); part !== null; part = PART.exec(text)) {
    const key = part[1]?.trim() ?? part[2] ?? `[${part[3] ?? ''}]`;
    // A dot stands between two keys, neither before the first nor before a bracket.
    if (key === '' || (end === 0 && text.startsWith('.'))) {
      break;
    }
    path.push(key);
    end = PART.lastIndex;
  }
  if (path.length === 0 || end !== text.length) {
    throw new TidemarkError(
      'bad_query',
      `${JSON.stringify(text)} is no path of a field: write keys with dots between them, such as features.amount; a key that holds a dot stands in brackets, features["card.type"].`
    );
  }
  return path;
}

/** The path as a person writes it: what `parseFieldPath` reads. */
export function formatFieldPath(path: FieldPath): string {
  return path.reduce((text, key) => {
    if (/^\[\d+\]$/.test(key)) {
      return `${text}${key}`;
    }
    const plain = !/[.[\]"]/.test(key) && key.trim() === key && key !== '';
    return plain ? `${text}${text === '' ? '' : '.'}${key}` : `${text}["${key}"]`;
  }, '');
}

/**
 * The name of a field as people know it, whether its dots stand between keys or inside one: `features.card.type`. Not
 * every name can be read back into its path.
 */
export function dotted(path: FieldPath): string {
  return path.join('.').replaceAll('.[', '[');
}

/** As `| json name="..."` wants it. */
export function jsonExpression(path: FieldPath): string {
  return path.reduce((text, key) => {
    if (/^\[\d+\]$/.test(key)) {
      return `${text}${key}`;
    }
    return PLAIN.test(key) ? `${text}${text === '' ? '' : '.'}${key}` : `${text}["${key}"]`;
  }, '');
}

/** The key of a logfmt line under which Loki finds the field: it knows letters, digits and underscores. */
export function logfmtKey(path: FieldPath): string {
  const key = path.join('_').replace(/[^A-Za-z0-9_]/gu, '_');
  return /^\d/.test(key) ? `_${key}` : key;
}

/** What stands at a path of a line that has been read; undefined where nothing does. */
export function valueAt(line: unknown, path: FieldPath): unknown {
  let value = line;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) {
      return undefined;
    }
    if (Array.isArray(value)) {
      const index = /^\[(\d+)\]$/.exec(key)?.[1];
      value = index === undefined ? undefined : value[Number(index)];
    } else {
      value = Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
    }
  }
  return value;
}

/** The fields of a flat line whose names begin with a prefix, without it; undefined where there are none. */
export function leading(
  line: Readonly<Record<string, unknown>>,
  prefix: string
): Readonly<Record<string, unknown>> | undefined {
  const found = Object.keys(line).filter((key) => key.startsWith(prefix));
  return found.length === 0 ? undefined : Object.fromEntries(found.map((key) => [key.slice(prefix.length), line[key]]));
}
