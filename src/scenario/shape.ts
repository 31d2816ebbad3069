import { probit } from 'simple-statistics';

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { exp, floor, log, max, min, pow } = Math;

/** Points of a quantile table. Beyond the outer ones lies 1 row in 8,192 on each side, which gets the outermost value. */
const POINTS = 4096;

/** How values are spread: a table of quantiles, the quickest way to draw millions. */
export type Shape = Float64Array;

const PROBABILITIES = Float64Array.from({ length: POINTS }, (_, i) => (i + 0.5) / POINTS);
const DEVIATES = PROBABILITIES.map(probit);

/** The value below which a share `p` of all lies, on straight lines between the points of the table. */
export function quantile(shape: Shape, p: number): number {
  const at = min(max(p * POINTS - 0.5, 0), POINTS - 1);
  const below = floor(at);
  const value = shape[below] ?? 0;
  return value + ((shape[below + 1] ?? value) - value) * (at - below);
}

export function normal(mean: number, sd: number): Shape {
  return DEVIATES.map((z) => mean + sd * z);
}

/** Values whose logarithm is normal: amounts, distances. */
export function logNormal(median: number, sigma: number): Shape {
  return DEVIATES.map((z) => median * exp(sigma * z));
}

/** Waiting times; with a shape of 1, exponential. */
export function weibull(scale: number, shape: number): Shape {
  return PROBABILITIES.map((p) => scale * pow(-log(1 - p), 1 / shape));
}

/** Values between 0 and 1, such as scores: the logit is normal. */
export function logitNormal(median: number, sigma: number): Shape {
  const middle = log(median / (1 - median));
  return DEVIATES.map((z) => 1 / (1 + exp(-(middle + sigma * z))));
}
