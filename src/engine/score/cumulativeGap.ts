import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreValue } from './definition';
import { needsOrder } from './needsOrder';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';
import { spansOf, unitOf } from './spans';

/** How the gap between the cumulative shares of both sides counts. */
export interface GapMeasure {
  readonly name: string;
  /** Its mean along a straight line from one bin's start to its end. */
  readonly along: (start: number, end: number) => number;
  /** What a gap counts that is the same over the whole bin. */
  readonly of: (gap: number) => number;
  /** The score of the whole integral; `unit` is the reference's standard deviation, never 0. */
  readonly score: (integral: number, unit: number) => number;
}

/**
 * A score that is the integral of F - G, the gap between the cumulative shares of both sides, as the measure has it.
 *
 * From bins: each bin's share is spread evenly over the bin. The open bins follow Prometheus: the first starts at 0 where
 * its upper bound is above 0 (else it stands at its bound), the last stands at the last finite bound. `lower` and `upper`
 * hold for every way values may lie inside their bins; `upper` is absent where an open bin holds anything whose end is not
 * known.
 *
 * Errors: categories have no order (`needs_order`); an empty side gives no answer. Cost: O(bins).
 */
export function scoreGap(pair: AlignedPair, measure: GapMeasure): Answer<ScoreValue> {
  if (pair.kind !== 'numeric') {
    return needsOrder(measure.name);
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
  const unit = unitOf(p, spans);
  return finiteScore({
    value: measure.score(value, unit),
    lower: measure.score(Math.min(lower, value), unit),
    ...(bounded ? { upper: measure.score(Math.max(upper, value), unit) } : {}),
  });
}
