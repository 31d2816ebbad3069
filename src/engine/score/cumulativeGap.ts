import { type Answer, answered } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { needsOrder } from './needsOrder';
import { sharesOf } from './shares';
import { spansOf, unitOf } from './spans';

/** How the gap between the cumulative shares of both sides counts. */
export interface GapMeasure {
  /** Its mean along a straight line from one bin's start to its end. */
  readonly along: (start: number, end: number) => number;
  /** What a gap counts that is the same over the whole bin. */
  readonly of: (gap: number) => number;
}

/** An integral over the values' axis, in the unit of the values. */
export interface GapIntegral {
  readonly value: number;
  /** Holds for every way values may lie inside their bins. */
  readonly lower: number;
  /** The same; absent where an open bin holds anything whose end is not known. */
  readonly upper?: number;
  /** The reference's standard deviation, never 0. */
  readonly unit: number;
}

/**
 * The integral of a measure of F - G, the gap between the cumulative shares of both sides.
 *
 * From bins: each bin's share is spread evenly over the bin. The open bins follow Prometheus: the first starts at 0 where
 * its upper bound is above 0 (else it stands at its bound), the last stands at the last finite bound.
 *
 * Errors: categories have no order (`needs_order`); an empty side gives no answer. Cost: O(bins).
 */
export function integrateGap(name: string, pair: AlignedPair, measure: GapMeasure): Answer<GapIntegral> {
  if (pair.kind !== 'numeric') {
    return needsOrder(name);
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q } = shares.value;
  const spans = spansOf(pair);
  const last = p.length - 1;
  let f = 0;
  let g = 0;
  let value = 0;
  let lower = 0;
  let upper = 0;
  for (let i = 0; i < last; i++) {
    const nextF = f + (p[i] as number);
    const nextG = g + (q[i] as number);
    const width = (spans.upper[i] as number) - (spans.lower[i] as number);
    if (width > 0) {
      value += width * measure.along(f - g, nextF - nextG);
      lower += width * measure.of(Math.max(0, f - nextG, g - nextF));
      upper += width * measure.of(Math.max(nextF - g, nextG - f));
    }
    f = nextF;
    g = nextG;
  }
  const open = (bin: number): boolean => (p[bin] as number) > 0 || (q[bin] as number) > 0;
  const bounded = !open(last) && !(open(0) && (pair.bins[0]?.upper ?? 0) <= 0);
  return answered({
    value,
    lower: Math.min(lower, value),
    ...(bounded ? { upper: Math.max(upper, value) } : {}),
    unit: unitOf(p, spans),
  });
}
