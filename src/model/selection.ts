/**
 * Which series are meant, by label: one value, or any of several (what a multi-value dashboard variable gives).
 */
export type LabelSelection = Readonly<Record<string, string | readonly string[]>>;

export interface SelectionMatcher {
  readonly label: string;
  readonly op: '=' | '=~';
  readonly value: string;
}

/** A text that matches itself alone in RE2, the expressions of Prometheus and Loki. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/**
 * The selection as label matchers. Several values become one anchored alternation, each quoted, so that a value such
 * as `a.b` matches itself alone.
 */
export function selectionMatchers(selection: LabelSelection): SelectionMatcher[] {
  return Object.entries(selection).map(([label, value]) => {
    const values = typeof value === 'string' ? [value] : value;
    const [only] = values;
    return values.length === 1 && only !== undefined
      ? { label, op: '=', value: only }
      : { label, op: '=~', value: values.map(escapeRegex).join('|') };
  });
}

/** The selection in words: `country=DE or FR, version=7`. */
export function describeSelection(selection: LabelSelection): string {
  return Object.entries(selection)
    .map(([label, value]) => `${label}=${typeof value === 'string' ? value : value.join(' or ')}`)
    .join(', ');
}
