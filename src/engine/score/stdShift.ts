import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { needsOrder } from './needsOrder';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';
import { type Spans, certainSpansOf, deviationOf, spansOf } from './spans';

/** As for the deviation of Wasserstein: a constant reference must not divide by zero. */
const SMALLEST_DEVIATION = 1e-3;

/**
 * The least of sum shares (reach of bin i from c)^2 over all c, where the reach is the way from c to the nearest
 * (`near`) or the farthest point of the bin. It is the smallest, or the largest, variance that values in these bins can
 * have: a variance is itself the least over c, and the two extremes may change places (for the largest by Sion's
 * theorem). The sum is convex in c, with its least where its slope changes sign. O(bins).
 */
function extremeVariance(shares: readonly number[], { lower, upper }: Spans, near: boolean): number {
  const size = shares.length;
  // Bins wholly on the left of c reach to it from `fromLeft`, those on the right from `fromRight`.
  const fromLeft = near ? upper : lower;
  const fromRight = near ? lower : upper;
  let mass = 0;
  let moment = 0;
  for (let i = 0; i < size; i++) {
    // A bin without a lower end is never on the right of c.
    if ((shares[i] as number) > 0 && Number.isFinite(fromRight[i])) {
      mass += shares[i] as number;
      moment += (shares[i] as number) * (fromRight[i] as number);
    }
  }
  // Going right, each bin leaves the right group and joins the left one; while c is in it, near bins are in neither.
  let best = 0;
  let found = false;
  const tryAt = (from: number, to: number): void => {
    if (found) {
      return;
    }
    const c = mass > 0 ? moment / mass : from;
    if (c <= to) {
      best = Math.max(from, c);
      found = true;
    }
  };
  let end = -Infinity;
  for (let i = 0; i < size && !found; i++) {
    const share = shares[i] as number;
    if (share === 0) {
      continue;
    }
    const middle = ((lower[i] as number) + (upper[i] as number)) / 2;
    const leaves = near ? (lower[i] as number) : middle;
    const joins = near ? (upper[i] as number) : middle;
    if (leaves > -Infinity) {
      tryAt(end, leaves);
    }
    if (near) {
      mass -= leaves > -Infinity ? share : 0;
      moment -= leaves > -Infinity ? share * leaves : 0;
      tryAt(leaves, joins);
      mass += share;
      moment += share * (fromLeft[i] as number);
    } else {
      moment += share * ((fromLeft[i] as number) - (fromRight[i] as number));
    }
    end = joins;
  }
  tryAt(end, Infinity);
  let variance = 0;
  for (let i = 0; i < size; i++) {
    const share = shares[i] as number;
    if (share > 0) {
      const below = best - (upper[i] as number);
      const above = (lower[i] as number) - best;
      const reach = near
        ? Math.max(0, below, above)
        : Math.max(best - (lower[i] as number), (upper[i] as number) - best);
      variance += share * reach * reach;
    }
  }
  return variance;
}

/** The smallest and the largest standard deviation that values in these bins can have. */
function deviationBounds(shares: readonly number[], certain: Spans): { least: number; most: number } {
  const endless = shares.some(
    (share, i) => share > 0 && !(Number.isFinite(certain.lower[i]) && Number.isFinite(certain.upper[i]))
  );
  return {
    least: Math.sqrt(extremeVariance(shares, certain, true)),
    most: endless ? Infinity : Math.sqrt(extremeVariance(shares, certain, false)),
  };
}

/**
 * Shift of the standard deviation: by which part of itself has the spread of values changed?
 *
 * |std(q) / std(p) - 1|, the reference's deviation at least 1e-3; `signed` says which way, -0.3 being 30 % less. From
 * bins: each bin's share is spread evenly over the bin; the open bins as for Wasserstein. `lower` and `upper` hold for
 * every way values may lie inside their bins; `upper` is absent where an open bin holds anything whose end is not known.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0. Categories have no order: `needs_order`. An empty side, or a single bin,
 * gives no answer. A plain number from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * stdShift(numericPair([0, 10, 20], [0, 10, 0, 0], [0, 5, 5, 0])).value.signed // => 1
 */
export function stdShift(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  if (pair.kind !== 'numeric') {
    return needsOrder('Standard deviation shift');
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q } = shares.value;
  const spans = spansOf(pair);
  const certain = certainSpansOf(pair);
  const ratio = (now: number, before: number): number => now / Math.max(SMALLEST_DEVIATION, before);
  const signed = ratio(Math.max(SMALLEST_DEVIATION, deviationOf(q, spans)), deviationOf(p, spans)) - 1;
  const [before, now] = [deviationBounds(p, certain), deviationBounds(q, certain)];
  const floored = (deviation: number): number => Math.max(SMALLEST_DEVIATION, deviation);
  const least = ratio(floored(now.least), before.most) - 1;
  const most = ratio(floored(now.most), before.least) - 1;
  const value = Math.abs(signed);
  const upper = Math.max(value, -least, most);
  return finiteScore({
    value,
    signed,
    lower: Math.min(value, Math.max(0, least, -most)),
    ...(Number.isFinite(upper) ? { upper } : {}),
  });
}

export const stdShiftDefinition: ScoreDefinition<'std_shift'> = {
  id: 'std_shift',
  label: 'Standard deviation shift',
  explanation: 'By which part of itself the spread of values has changed, up or down: 0.5 is half as much again.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  kinds: ['numeric'],
  thresholds: null,
  formula: '|std(q) / max(std(p), 0.001) - 1|',
  notWhen: 'Not with heavy tails, which decide it alone: use quantile shift. Not for categories.',
  citation: 'Sion, Pacific Journal of Mathematics 8, 1958, for the largest deviation that bins allow',
  compute: stdShift,
};
