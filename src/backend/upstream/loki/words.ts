import type { LogParser } from '../../../model';

/** Lines that cannot be read, in a sentence. */
export function unreadableText(count: number, lines: number | undefined, parser: LogParser): string {
  const of = lines === undefined ? '' : ` of ${lines.toLocaleString('en')}`;
  const number = count.toLocaleString('en');
  if (parser === 'logfmt') {
    return `${number}${of} lines cannot be read as logfmt, and are left out.`;
  }
  return count === 1
    ? `1${of} ${(lines ?? 1) === 1 ? 'line' : 'lines'} is no JSON object, and is left out.`
    : `${number}${of} lines are no JSON objects, and are left out.`;
}

/** A reading that a limit has ended. */
export function cutText(lines: number): string {
  return `Only the first ${lines.toLocaleString('en')} lines were read: narrow the time range or the filters.`;
}

/** Values of a field that are not what it should hold. */
export function oddText(feature: string, count: number, what: string, example?: string): string {
  const some = count === 1 ? 'one value is' : `${count.toLocaleString('en')} values are`;
  return `${feature}: ${some} ${what}${example === undefined ? '' : ` (such as ${example})`}, and left out.`;
}
