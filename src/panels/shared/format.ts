/** Numbers as a person reads them in a small chart. Nothing here ever writes NaN: callers pass finite numbers. */

const MINUS = '−';
const UNITS: ReadonlyArray<readonly [number, string]> = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Few characters: `1.5k`, `0.25`, `−3`, `2e-5`. */
export function compact(value: number, digits = 3): string {
  const size = Math.abs(value);
  if (size === 0) {
    return '0';
  }
  const sign = value < 0 ? MINUS : '';
  if (size < 1e-3 || size >= 1e15) {
    const [mantissa, exponent] = size.toExponential(Math.max(0, Math.min(digits, 17) - 1)).split('e');
    return `${sign}${trimmed(mantissa ?? '')}e${(exponent ?? '').replace('+', '').replace('-', MINUS)}`;
  }
  const [divisor, unit] = UNITS.find(([from]) => size >= from) ?? [1, ''];
  const scaled = size / divisor;
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(scaled)));
  return `${sign}${trimmed(scaled.toFixed(Math.min(decimals, 20)))}${unit}`;
}

/** Labels of edges with as few digits as keep neighbours apart: 1000 and 1001 must not both read `1k`. */
export function edgeLabels(edges: readonly number[]): string[] {
  for (let digits = 3; digits < 15; digits++) {
    const labels = edges.map((edge) => compact(edge, digits));
    if (new Set(labels).size === new Set(edges).size) {
      return labels;
    }
  }
  return edges.map(String);
}

/** A proportion: `12.3 %`, `<0.1 %`, `0 %`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) {
    return '<0.1 %';
  }
  return `${trimmed(value.toFixed(value < 10 ? 1 : 0)).replace('-', MINUS)} %`;
}

// Made once: to make one costs as much as hundreds of uses.
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** A count. It is a real number (increase() extrapolates), and is shown whole from ten on. */
export function count(value: number): string {
  return (value < 10 ? TENTHS : WHOLE).format(value);
}

/** With its sign, which is what matters of a difference: `+1.5`, `−3.0`. */
export function signed(value: number, decimals: number): string {
  return `${value < 0 ? MINUS : '+'}${Math.abs(value).toFixed(decimals)}`;
}

/** A count where there is little room: `12.3k`. */
export function shortCount(value: number): string {
  return value < 10_000 ? count(value) : compact(value);
}

/** A drift score: three digits, and a tiny one stays visible as not zero. */
export function score(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < 0.001) {
    return '<0.001';
  }
  if (size >= 1e6) {
    return compact(value);
  }
  return value.toFixed(size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
}

/** A p-value: small ones by their order, for `0.000` would claim the impossible. */
export function pValue(value: number): string {
  return value < 0.001 ? `< 0.001` : value.toFixed(3);
}
