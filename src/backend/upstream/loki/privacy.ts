import type { EventSource } from '../eventSource';
import { dotted, logfmtKey, parseFieldPath, type FieldPath } from '../fieldPath';

/** What must not be read of a source. */
export interface Privacy {
  /** Whether anything must not be. */
  readonly any: boolean;
  /** Whether the field is one of those, or lies under one. */
  readonly covers: (path: FieldPath) => boolean;
  /** Whether the field itself is named among them. */
  readonly names: (path: FieldPath) => boolean;
  /** Whether one of those lies under the field, so that it cannot be read as a whole. */
  readonly touches: (path: FieldPath) => boolean;
}

/**
 * The personal data of a source. Names are compared as they are written, so that `features.email` means a key `email`
 * of `features` as well as one key of that whole name; in logfmt they are compared as Loki writes keys.
 */
export function privacy({ parser, privateFields }: Pick<EventSource, 'parser' | 'privateFields'>): Privacy {
  const [nameOf, joint]: [(path: FieldPath) => string, string] = parser === 'logfmt' ? [logfmtKey, '_'] : [dotted, '.'];
  const hidden = privateFields.map((text) => nameOf(parseFieldPath(text)));
  const under = (outer: string, inner: string): boolean =>
    inner === outer || inner.startsWith(`${outer}${joint}`) || inner.startsWith(`${outer}[`);
  return {
    any: hidden.length > 0,
    covers: (path) => hidden.some((name) => under(name, nameOf(path))),
    names: (path) => hidden.includes(nameOf(path)),
    touches: (path) => hidden.some((name) => under(nameOf(path), name)),
  };
}
