import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { chiSquaredCritical } from '../special/chiSquared';
import { studentTwoSided } from '../special/studentSurvival';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { needsOrder } from './needsOrder';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';
import { type Spans, certainSpansOf, meanOf, spansOf, unitOf } from './spans';

/** The sum of shares times ends; an infinite end counts only where something lies there. */
function weighted(shares: readonly number[], ends: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < shares.length; i++) {
    total += (shares[i] as number) > 0 ? (shares[i] as number) * (ends[i] as number) : 0;
  }
  return total;
}

/** Variance of the bins' middles: what a mean over bins scatters by. */
function varianceOfMiddles(shares: readonly number[], { lower, upper }: Spans, mean: number): number {
  let variance = 0;
  for (let i = 0; i < shares.length; i++) {
    const middle = (lower[i] as number) / 2 + (upper[i] as number) / 2 - mean;
    variance += (shares[i] as number) * middle * middle;
  }
  return variance;
}

/** Welch's test of two means with their variances and counts; null where neither scatters. */
function welch(
  difference: number,
  before: { readonly variance: number; readonly count: number },
  now: { readonly variance: number; readonly count: number }
): { readonly pValue: number; readonly degreesOfFreedom: number } | null {
  const unbiased = ({ variance, count }: typeof before): number =>
    count === Infinity ? 0 : variance / Math.max(1e-9, count - 1);
  const a = unbiased(before);
  const b = unbiased(now);
  if (!(a + b > 0) || before.count <= 1 || now.count <= 1) {
    return null;
  }
  const rest = (part: number, count: number): number => (count === Infinity ? 0 : (part * part) / (count - 1));
  const degreesOfFreedom = (a + b) ** 2 / (rest(a, before.count) + rest(b, now.count));
  return { pValue: studentTwoSided(difference / Math.sqrt(a + b), degreesOfFreedom), degreesOfFreedom };
}

/**
 * Shift of the mean: by how many standard deviations of the reference has the mean moved?
 *
 * |mean(q) - mean(p)| / std(p), the deviation at least 1e-3; `signed` says which way. From bins: each bin's share is
 * spread evenly over the bin; the open bins as for Wasserstein. `lower` and `upper` hold for every way values may lie
 * inside their bins, in the same unit; `upper` is absent where an open bin holds anything whose end is not known.
 * `pValue` is Welch's t test on the middles of the bins, absent where neither side leaves one bin.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0 and p = 1. Categories have no order: `needs_order`. An empty side, or a
 * single bin, gives no answer. With a fixed reference its mean does not scatter. Cost: O(bins).
 *
 * @example
 * meanShift(numericPair([0, 10, 20], [0, 10, 0, 0], [0, 0, 10, 0])).value.signed // => Math.sqrt(12)
 */
export function meanShift(pair: AlignedPair, options: ScoreOptions = {}): Answer<ScoreValue> {
  if (pair.kind !== 'numeric') {
    return needsOrder('Mean shift');
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q, n, m } = shares.value;
  const spans = spansOf(pair);
  const certain = certainSpansOf(pair);
  const unit = unitOf(p, spans);
  const before = meanOf(p, spans);
  const now = meanOf(q, spans);
  const signed = (now - before) / unit;
  const least = (weighted(q, certain.lower) - weighted(p, certain.upper)) / unit;
  const most = (weighted(q, certain.upper) - weighted(p, certain.lower)) / unit;
  const value = Math.abs(signed);
  const upper = Math.max(value, -least, most);
  const test = welch(
    now - before,
    { variance: varianceOfMiddles(p, spans, before), count: options.fixedReference ? Infinity : n },
    { variance: varianceOfMiddles(q, spans, now), count: m }
  );
  return finiteScore({
    value,
    signed,
    lower: Math.min(value, Math.max(0, least, -most)),
    ...(Number.isFinite(upper) ? { upper } : {}),
    ...(test === null ? {} : { pValue: test.pValue }),
    ...(test !== null && Number.isFinite(test.degreesOfFreedom) ? { degreesOfFreedom: test.degreesOfFreedom } : {}),
  });
}

export const meanShiftDefinition: ScoreDefinition<'mean_shift'> = {
  id: 'mean_shift',
  label: 'Mean shift',
  explanation: "How far the mean has moved, up or down, counted in the reference's standard deviations.",
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: 'reference standard deviations',
  kinds: ['numeric'],
  thresholds: null,
  formula: '|mean(q) - mean(p)| / max(std(p), 0.001)',
  notWhen:
    'Not alone: a change of spread or shape does not move it. Not on a few observations of a feature that is nearly constant, where its test is too eager. Not for categories.',
  citation: 'Cohen, Statistical Power Analysis for the Behavioral Sciences, 1988; Welch, Biometrika 34, 1947',
  compute: meanShift,
  smallestDetectable: (sizes, alpha) =>
    Math.sqrt(chiSquaredCritical(alpha, 1) * (1 / sizes.reference + 1 / sizes.current)),
};
