/** One label matcher. Values are data, and leave escaped. */
export interface LabelMatcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** Words that the grammar reads as operators, so that a metric of that name must stand inside the braces. */
const KEYWORDS = new Set(
  (
    'and or unless by without on ignoring group_left group_right offset bool atan2 start end inf nan ' +
    'sum avg count min max group stddev stdvar topk bottomk count_values quantile limitk limit_ratio'
  ).split(' ')
);

/**
 * A string literal with Go's escapes; a raw newline, and half a surrogate pair or U+FFFD, which Prometheus takes for
 * broken UTF-8, are none that it reads.
 *
 * @example
 * quoted('a"b') // => '"a\\"b"'
 */
export function quoted(text: string): string {
  let literal = '"';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === '\\') {
      literal += `\\${char}`;
    } else if (char === '\n') {
      literal += '\\n';
    } else if (code < 0x20 || code === 0x7f) {
      literal += `\\x${code.toString(16).padStart(2, '0')}`;
    } else if (code === 0xfffd || (code >= 0xd800 && code <= 0xdfff)) {
      literal += '\\ufffd';
    } else {
      literal += char;
    }
  }
  return `${literal}"`;
}

/**
 * A label name where the grammar wants one; quoted as Prometheus 3 reads it where it is no classic identifier.
 *
 * @example
 * labelText('http.route') // => '"http.route"'
 */
export function labelText(name: string): string {
  return LABEL_NAME.test(name) ? name : quoted(name);
}

/**
 * Whether a name may stand before the braces, and be the name of a recorded metric, in every Prometheus.
 *
 * @example
 * isMetricName('sum') // => false
 */
export function isMetricName(name: string): boolean {
  return METRIC_NAME.test(name) && !KEYWORDS.has(name.toLowerCase());
}

/**
 * `metric{a="b"}` with every value escaped.
 *
 * @example
 * selectorText('up', [{ label: 'job', op: '=', value: 'a"b' }]) // => 'up{job="a\\"b"}'
 */
export function selectorText(metric: string, matchers: readonly LabelMatcher[]): string {
  const plain = isMetricName(metric);
  const inside = matchers.map(({ label, op, value }) => `${labelText(label)}${op}${quoted(value)}`);
  return `${plain ? metric : ''}{${[...(plain ? [] : [`__name__=${quoted(metric)}`]), ...inside].join(',')}}`;
}

const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/**
 * A duration as PromQL writes it, in the largest unit that fits.
 *
 * @example
 * durationText(90_000) // => '90s'
 */
export function durationText(ms: number): string {
  const [unit, size] = UNITS.find(([, width]) => ms % width === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/** A number as PromQL reads it back to the same double. */
export function numberText(value: number): string {
  return value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value);
}
