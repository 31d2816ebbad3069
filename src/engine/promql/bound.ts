/** The digits of a number, with the place of its point: 1250 is 125 with exponent 3 (1.25e3). */
function parts(value: number): { readonly sign: string; readonly digits: string; readonly exponent: number } {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return { sign: value < 0 ? '-' : '', digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/**
 * A regular expression for all texts in which exporters write a bound as `le`: `1`, `1.0`, `1e+06`, `1000000.0`. Clients
 * and versions of Prometheus differ in it, and a matcher compares text.
 *
 * @example
 * ['1', '1.0', '1e0', '10'].map((le) => new RegExp(`^(?:${boundRegex(1)})$`).test(le)) // => [true, true, true, false]
 */
export function boundRegex(bound: number): string {
  if (bound === Infinity) {
    return '\\+?Inf';
  }
  if (bound === 0) {
    return '-?0+(?:\\.0*)?(?:[eE][+-]?0+)?';
  }
  const { sign, digits, exponent } = parts(bound);
  const fraction = digits.slice(1);
  const power = `[eE]${exponent < 0 ? '-' : '\\+?'}0*${Math.abs(exponent)}`;
  const scientific = `${digits.charAt(0)}${fraction === '' ? '(?:\\.0*)?' : `\\.${fraction}0*`}${power}`;
  let plain: string;
  if (exponent >= digits.length - 1) {
    plain = `${digits}${'0'.repeat(exponent - digits.length + 1)}(?:\\.0*)?`;
  } else if (exponent >= 0) {
    plain = `${digits.slice(0, exponent + 1)}\\.${digits.slice(exponent + 1)}0*`;
  } else {
    plain = `0?\\.${'0'.repeat(-exponent - 1)}${digits}0*`;
  }
  return `${sign === '' ? '' : '-'}(?:${plain}|${scientific})`;
}
