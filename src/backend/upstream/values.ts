import type { FieldValue } from './events';

/** `12`, `-0.5`, `1e6`: what is written as JSON writes numbers, and comes out of a double as it went in. */
const NUMERIC = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * A value of which only the text is known: logfmt has no types, and neither has what Loki extracts. A number where it
 * can be written as one and nothing else; `007` is a name.
 */
export function typed(text: string): string | number {
  if (!NUMERIC.test(text)) {
    return text;
  }
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nothing, null and an empty text are all no value. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** As a label would hold it; empty where there is no value. */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? '' : JSON.stringify(value);
    default:
      return '';
  }
}

/** A number, or a text that is one; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** What a model answered, or what turned out to be true: a class as text, or a number. */
export function outcomeOf(value: unknown): string | number | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return String(value);
    case 'string':
      return value === '' ? undefined : value;
    default:
      return undefined;
  }
}

/** JSON that stands in a text, such as an object that Loki extracted as a whole; undefined where it is none. */
export function parsed(text: unknown): unknown {
  if (typeof text !== 'string') {
    return text;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The fields of an object by name, those of objects inside it with dots between the keys. */
export function flattened(
  value: unknown,
  into: Record<string, FieldValue> = {},
  prefix = ''
): Record<string, FieldValue> {
  if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const name = `${prefix}${key}`;
      if (isRecord(inner)) {
        flattened(inner, into, `${name}.`);
      } else if (inner !== undefined) {
        into[name] = inner as FieldValue;
      }
    }
  }
  return into;
}
