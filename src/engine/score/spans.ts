import type { NumericPair } from '../distribution/pair';

/** As Evidently has it: a feature that is constant in the reference must not divide by zero. */
const SMALLEST_DEVIATION = 1e-3;

/** A lower and an upper end for each bin. */
export interface Spans {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** Where each bin's count is taken to lie; the open bins as in Prometheus' quantiles. */
export function spansOf({ bins }: NumericPair): Spans {
  const lower: number[] = [];
  const upper: number[] = [];
  for (const bin of bins) {
    lower.push(bin.lower);
    upper.push(bin.upper);
  }
  const first = upper[0] as number;
  lower[0] = first > 0 ? 0 : first;
  upper[upper.length - 1] = lower[lower.length - 1] as number;
  return { lower, upper };
}

/**
 * Where each bin's count lies for sure: an open bin has no outer end. A first bin with a bound above 0 starts at 0, as
 * in Prometheus.
 */
export function certainSpansOf({ bins }: NumericPair): Spans {
  return {
    lower: bins.map(({ lower, upper }, i) => (i === 0 && upper > 0 ? 0 : lower)),
    upper: bins.map(({ upper }) => upper),
  };
}

/** Each bin's share spread evenly over its span. */
export function meanOf(shares: readonly number[], { lower, upper }: Spans): number {
  let mean = 0;
  for (let i = 0; i < shares.length; i++) {
    mean += (shares[i] as number) * ((lower[i] as number) / 2 + (upper[i] as number) / 2);
  }
  return mean;
}

/** Standard deviation with each bin's share spread evenly over its span. */
export function deviationOf(shares: readonly number[], spans: Spans): number {
  const mean = meanOf(shares, spans);
  let variance = 0;
  for (let i = 0; i < shares.length; i++) {
    const from = (spans.lower[i] as number) - mean;
    const to = (spans.upper[i] as number) - mean;
    variance += ((shares[i] as number) * (from * from + from * to + to * to)) / 3;
  }
  return Math.sqrt(variance);
}

/** The reference's standard deviation as a unit: never 0. */
export function unitOf(shares: readonly number[], spans: Spans): number {
  return Math.max(SMALLEST_DEVIATION, deviationOf(shares, spans));
}
