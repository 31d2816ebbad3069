import type { LogParser } from '../../../model';
import { leading, logfmtKey, valueAt, type FieldPath } from '../fieldPath';
import { parseLogfmt } from './logfmt';
import { isRecord, typed } from '../values';

/** A line that has been read, as far as its values are asked for. */
export interface LineRecord {
  /** What stands at a path: typed in JSON, in logfmt a text. */
  at(path: FieldPath): unknown;
  /** All that lies under a path, typed. */
  under(path: FieldPath): unknown;
}

function ofJson(text: string): LineRecord | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(line)) {
    return undefined;
  }
  const at = (path: FieldPath): unknown => {
    const value = valueAt(line, path);
    // A logger that flattens writes the whole path as one key.
    return value === undefined && path.length > 1 ? line[path.join('.')] : value;
  };
  return {
    at,
    under: (path) => at(path) ?? leading(line, `${path.join('.')}.`),
  };
}

function ofLogfmt(text: string): LineRecord {
  const pairs = parseLogfmt(text);
  // As Loki names them, so that a path means the same here and there.
  const byKey = new Map([...pairs].map(([key, value]) => [logfmtKey([key]), value]));
  return {
    at: (path) => byKey.get(logfmtKey(path)),
    under: (path) => {
      const [dots, underscores] = [`${path.join('.')}.`, `${logfmtKey(path)}_`];
      const inner = [...pairs].flatMap(([key, value]) =>
        key.startsWith(dots) || key.startsWith(underscores) ? [[key.slice(dots.length), typed(value)] as const] : []
      );
      return inner.length === 0 ? undefined : Object.fromEntries(inner);
    },
  };
}

/** The line as it was written; undefined where it is no object of JSON. Every text is logfmt of some kind. */
export function readLine(parser: LogParser, text: string): LineRecord | undefined {
  return parser === 'json' ? ofJson(text) : ofLogfmt(text);
}
