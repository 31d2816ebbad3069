import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { needsOrder } from './needsOrder';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';
import { type Spans, certainSpansOf, spansOf, unitOf } from './spans';

/** The quantiles that are watched: both tails, the quarters and the middle. */
export const WATCHED_QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

interface Quantile {
  readonly bin: number;
  readonly value: number;
}

/** Each watched quantile: the bin it lies in, and its place with the bin's share spread evenly. */
function quantilesOf(shares: readonly number[], { lower, upper }: Spans): Quantile[] {
  let bin = 0;
  let below = 0;
  let filled = 0;
  return WATCHED_QUANTILES.map((rank) => {
    while (bin < shares.length - 1 && below + (shares[bin] as number) < rank) {
      below += shares[bin] as number;
      bin++;
    }
    // Rounding may leave the sum of all below the last rank: then it is the last filled bin.
    filled = (shares[bin] as number) > 0 ? bin : filled;
    const share = shares[filled] as number;
    const part = Math.min(1, Math.max(0, (rank - below) / share));
    const from = lower[filled] as number;
    return { bin: filled, value: from + part * ((upper[filled] as number) - from) };
  });
}

/**
 * Shift of quantiles: by how many standard deviations of the reference has any of the 5, 25, 50, 75 and 95 % quantiles
 * moved?
 *
 * max |Q_q(a) - Q_p(a)| / std(p) over those a, the deviation at least 1e-3; `signed` is that of the one that moved the
 * most. From bins: linear inside a bin as in Prometheus' `histogram_quantile`; the open bins as for Wasserstein. `lower`
 * and `upper` hold for every way values may lie inside their bins, in the same unit; `upper` is absent where a watched
 * quantile lies in an open bin whose end is not known.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0. Categories have no order: `needs_order`. An empty side, or a single bin,
 * gives no answer. Cost: O(bins).
 *
 * @example
 * quantileShift(numericPair([0, 10, 20], [0, 10, 0, 0], [0, 0, 10, 0])).value.value // => Math.sqrt(12)
 */
export function quantileShift(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  if (pair.kind !== 'numeric') {
    return needsOrder('Quantile shift');
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q } = shares.value;
  const spans = spansOf(pair);
  const certain = certainSpansOf(pair);
  const unit = unitOf(p, spans);
  const before = quantilesOf(p, spans);
  const now = quantilesOf(q, spans);
  let signed = 0;
  let lower = 0;
  let upper = 0;
  before.forEach((old, i) => {
    const fresh = now[i] as Quantile;
    const moved = (fresh.value - old.value) / unit;
    signed = Math.abs(moved) > Math.abs(signed) ? moved : signed;
    const least = ((certain.lower[fresh.bin] as number) - (certain.upper[old.bin] as number)) / unit;
    const most = ((certain.upper[fresh.bin] as number) - (certain.lower[old.bin] as number)) / unit;
    lower = Math.max(lower, least, -most);
    upper = Math.max(upper, -least, most);
  });
  const value = Math.abs(signed);
  return finiteScore({
    value,
    signed,
    lower: Math.min(value, lower),
    ...(Number.isFinite(upper) ? { upper: Math.max(value, upper) } : {}),
  });
}

export const quantileShiftDefinition: ScoreDefinition<'quantile_shift'> = {
  id: 'quantile_shift',
  label: 'Quantile shift',
  explanation:
    "The largest move of the 5, 25, 50, 75 or 95 % quantile, counted in the reference's standard deviations.",
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: 'reference standard deviations',
  kinds: ['numeric'],
  thresholds: null,
  formula: 'max |Q_q(a) - Q_p(a)| / max(std(p), 0.001), a in 0.05, 0.25, 0.5, 0.75, 0.95',
  notWhen: 'Not with few wide buckets, inside which a quantile is a guess: read its bounds. Not for categories.',
  citation: 'Hyndman & Fan, The American Statistician 50, 1996, type 4 on binned values',
  compute: quantileShift,
};
