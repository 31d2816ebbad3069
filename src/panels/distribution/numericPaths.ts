import type { Band, NumericLayout } from './numericLayout';

/** Paths of a numeric chart: one for all bins of a side keeps a screen full of charts light. */

type Side = 'reference' | 'current';

const fixed = (value: number): string => value.toFixed(1);

/** A share that is not zero stays visible. */
const visible = (height: number): number => Math.sign(height) * Math.max(1, Math.abs(height));

/** Reference on the left half of each band, current on the right half. */
export function besidePath(bands: readonly Band[], side: Side, zero: number): string {
  return bands
    .map((band) => {
      const gap = gapOf(band);
      const middle = (band.x0 + band.x1) / 2;
      return side === 'reference'
        ? bar(band.x0 + gap, middle - 0.5, band.reference, zero)
        : bar(middle + 0.5, band.x1 - gap, band.current, zero);
    })
    .join('');
}

/** Bars over the whole width of their bands, up from zero where the height is above it, down where it is below. */
export function barPath(bands: readonly Band[], heightOf: (band: Band) => number | null, zero: number): string {
  return bands.map((band) => bar(band.x0 + gapOf(band) / 2, band.x1 - gapOf(band) / 2, heightOf(band), zero)).join('');
}

const gapOf = ({ x0, x1 }: Band): number => Math.min(4, (x1 - x0) * 0.12);

function bar(x0: number, x1: number, height: number | null, zero: number): string {
  return height === null || height === 0
    ? ''
    : `M${fixed(x0)} ${fixed(zero)}V${fixed(zero - visible(height))}H${fixed(x1)}V${fixed(zero)}Z`;
}

/** One line over all bins; it comes back to zero where a bin has no height. */
export function stepPath(
  bands: readonly Band[],
  heightOf: (band: Band) => number | null,
  { plot: { left, right }, zero }: Pick<NumericLayout, 'plot' | 'zero'>,
  closed: boolean
): string {
  const steps = bands.map((band) => `L${fixed(band.x0)} ${fixed(zero - (heightOf(band) ?? 0))}H${fixed(band.x1)}`);
  return `M${left} ${fixed(zero)}${steps.join('')}L${right} ${fixed(zero)}${closed ? 'Z' : ''}`;
}

/** From bin to bin, a straight line over each: what a bin holds is taken to lie evenly in it. Ends where a share is not known. */
export function cumulativePath(
  bands: readonly Band[],
  side: Side,
  { plot: { left }, zero }: Pick<NumericLayout, 'plot' | 'zero'>
): string {
  const known = bands.findIndex((band) => band[side] === null);
  const points = bands
    .slice(0, known < 0 ? bands.length : known)
    .map((band) => `L${fixed(band.x1)} ${fixed(zero - (band[side] ?? 0))}`);
  return points.length === 0 ? '' : `M${left} ${fixed(zero)}${points.join('')}`;
}
