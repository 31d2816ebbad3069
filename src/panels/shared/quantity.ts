import { compact, count, score } from './format';
import { t } from './translate';
import type { Interval } from './frames';

const MINUS = '−';

/** A share in percent with as many decimals as tell small ones apart: `93.4 %`, `0.14 %`, `<0.01 %`. */
export function share(value: number): string {
  const percent = value * 100;
  const size = Math.abs(percent);
  if (size > 0 && size < 0.01) {
    return `${value < 0 ? `>${MINUS}` : '<'}0.01 %`;
  }
  const decimals = size === 0 || size >= 99.995 ? 0 : size < 1 || size > 99 ? 2 : 1;
  return `${percent.toFixed(decimals).replace('-', MINUS)} %`;
}

/** A number in its unit, as Grafana names units: `percentunit`, `ms`, or none; or a drift score. */
export function quantity(value: number, unit: string): string {
  switch (unit) {
    case 'percentunit':
      return share(value);
    case 'ms':
      return Math.abs(value) >= 10_000 ? `${compact(value / 1000)} s` : `${compact(value)} ms`;
    case 'score':
      return score(value);
    default:
      return compact(value);
  }
}

/** A difference: with its sign, and in points where it is one of shares. */
export function difference(value: number, unit: string): string {
  const sign = value > 0 ? '+' : '';
  if (unit !== 'percentunit') {
    return `${sign}${quantity(value, unit)}`;
  }
  const points = value * 100;
  const size = Math.abs(points);
  const text = size > 0 && size < 0.01 ? '0.00' : points.toFixed(size < 1 ? 2 : 1).replace('-', MINUS);
  return t('quantity.points', '{{number}} points', { number: `${Number(text) === 0 ? '' : sign}${text}` });
}

/** `86.3 to 88.1 %`: the unit once, where both have the same. Empty where a bound is not known. */
export function range({ lower, upper }: Interval, unit: string, show = quantity): string {
  if (lower === null || upper === null) {
    return '';
  }
  const [from, to] = [show(lower, unit), show(upper, unit)];
  const suffix = / \S+$/.exec(to)?.[0] ?? '';
  return t('quantity.range', '{{lower}} to {{upper}}', {
    lower: suffix !== '' && from.endsWith(suffix) ? from.slice(0, -suffix.length) : from,
    upper: to,
  });
}

/** How many times as many: `8.4 ×`. */
export function times(value: number): string {
  return `${value > 0 && value < 0.01 ? '<0.01' : value >= 100 ? count(Math.round(value)) : compact(value)} ×`;
}

/** A p-value in words: small ones by their order, for `0.000` would claim the impossible. */
export function chance(value: number): string {
  return value < 0.001 ? 'p < 0.001' : `p ${value.toFixed(value < 0.1 ? 3 : 2)}`;
}
