import type { LogParser } from '../../../../model';
import { numberOf, textOf, typed } from '../../values';

/** What the label of the bins holds where a value is in none of them. */
export const UNREADABLE = 'error';
export const MISSING = 'missing';
export const ODD = 'odd';

/** A number that Go's templates take for a float and not for a whole number, which they would not compare with one. */
function float(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A text that is no number becomes 0 to `float64`: without the characters of which zeros are written, it leaves some. */
function zeroOr(bin: string, label: string): string {
  return `{{if and (eq $x 0.0) (trimAll "+-.0eE" .${label})}}${ODD}{{else}}${bin}{{end}}`;
}

/** What is above every bound may be NaN, which is neither below nor equal to one. */
function numberOr(bin: string): string {
  return `{{if eq $x $x}}${bin}{{else}}${ODD}{{end}}`;
}

/**
 * Which of the bins between these bounds holds `$x`, found by halving: `le` includes its bound, as bins do here. Whether
 * it is a number at all is asked only in the bin of zeros and in the last one, where all that is none ends up: to ask it
 * of every value took Loki half as long again.
 */
function tree(edges: readonly number[], low: number, high: number, label: string): string {
  if (low === high) {
    const holdsZero = (edges[low - 1] ?? -Infinity) < 0 && 0 <= (edges[low] ?? Infinity);
    const bin = low === edges.length ? numberOr(String(low)) : String(low);
    return holdsZero ? zeroOr(bin, label) : bin;
  }
  const middle = (low + high) >> 1;
  const edge = edges[middle] ?? Number.NaN;
  return `{{if le $x ${float(edge)}}}${tree(edges, low, middle, label)}{{else}}${tree(edges, middle + 1, high, label)}{{end}}`;
}

/**
 * A template that says in which bin the value of a label is: its number, or that the line cannot be read, that the value
 * is missing, or that it is no number.
 */
export function binTemplate(label: string, edges: readonly number[]): string {
  const bins = tree(edges, 0, edges.length, label);
  return (
    `{{if .${label}}}{{$x := float64 .${label}}}${bins}` +
    `{{else if .__error__}}${UNREADABLE}{{else}}${MISSING}{{end}}`
  );
}

/** The place of a bin; undefined for what is in none. */
export function binOfText(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * A category as a line that is read here would have it: in JSON `1.0` and `1` are one number, and Loki keeps how it was
 * written.
 */
export function categoryOf(text: string, parser: LogParser): string {
  return parser === 'json' && numberOf(text) !== undefined ? textOf(typed(text)) : text;
}
