import { errorFunction } from 'simple-statistics';
import { normalDeviate, type Random } from './random';

/** How the values of a numeric feature are spread. */
export interface Shape {
  /** The share of values at or below `x`. */
  readonly cdf: (x: number) => number;
  /** One value. */
  readonly draw: (random: Random) => number;
}

function normalCdf(z: number): number {
  return (1 + errorFunction(z / Math.SQRT2)) / 2;
}

export function normal(mean: number, sd: number): Shape {
  return { cdf: (x) => normalCdf((x - mean) / sd), draw: (random) => mean + sd * normalDeviate(random) };
}

/** Values whose logarithm is normal: amounts, distances. */
export function logNormal(median: number, sigma: number): Shape {
  return {
    cdf: (x) => (x <= 0 ? 0 : normalCdf(Math.log(x / median) / sigma)),
    draw: (random) => median * Math.exp(sigma * normalDeviate(random)),
  };
}

/** Waiting times; with a shape of 1, exponential. */
export function weibull(scale: number, shape: number): Shape {
  return {
    cdf: (x) => (x <= 0 ? 0 : 1 - Math.exp(-Math.pow(x / scale, shape))),
    draw: (random) => scale * Math.pow(-Math.log(1 - random()), 1 / shape),
  };
}

/** Values between 0 and 1, such as scores: the logit is normal. */
export function logitNormal(median: number, sigma: number): Shape {
  const middle = Math.log(median / (1 - median));
  return {
    cdf: (x) => (x <= 0 ? 0 : x >= 1 ? 1 : normalCdf((Math.log(x / (1 - x)) - middle) / sigma)),
    draw: (random) => 1 / (1 + Math.exp(-(middle + sigma * normalDeviate(random)))),
  };
}

/** The share of values in each bucket `(lower, upper]`, the last one open above. */
export function bucketShares(shape: Shape, bounds: readonly number[]): readonly number[] {
  const below = [...bounds.map(shape.cdf), 1];
  return below.map((share, i) => Math.max(0, share - (i === 0 ? 0 : (below[i - 1] ?? 0))));
}
