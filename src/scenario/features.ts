import { COUNTRIES, type CategoricalFeature, type NumericFeature } from './model';
import type { Shape } from './shape';

/** Bounds at even steps. */
export function steps(from: number, step: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(12)));
}

/** A numeric feature that is spread alike in all countries, or by country. */
export function numeric(
  name: string,
  decimals: number,
  bounds: readonly number[],
  shape: Shape | readonly Shape[]
): NumericFeature {
  const shapes = shape instanceof Float64Array ? COUNTRIES.map(() => shape) : shape;
  return { kind: 'numeric', name, decimals, bounds, shapes };
}

export function categorical(
  name: string,
  categories: readonly string[],
  shares: (country: string) => readonly number[]
): CategoricalFeature {
  return { kind: 'categorical', name, categories, shares: COUNTRIES.map(shares) };
}

export const byCountry = (shape: (country: string) => Shape): readonly Shape[] => COUNTRIES.map(shape);
