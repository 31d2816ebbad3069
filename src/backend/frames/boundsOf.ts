import type { Bin } from '../../engine';

/** The bounds of a numeric bin; an open end, and a category, has none. */
export function boundsOf(bin: Bin): { readonly lower: number | null; readonly upper: number | null } {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return 'lower' in bin ? { lower: finite(bin.lower), upper: finite(bin.upper) } : { lower: null, upper: null };
}
