import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { type GapMeasure, scoreGap } from './cumulativeGap';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';

/** The mean of |d| along a straight line from d0 to d1. */
function meanGap(d0: number, d1: number): number {
  const a = Math.abs(d0);
  const b = Math.abs(d1);
  return d0 * d1 >= 0 ? (a + b) / 2 : (a * a + b * b) / (2 * (a + b));
}

const ABSOLUTE: GapMeasure = {
  name: 'Wasserstein',
  along: meanGap,
  of: (gap) => gap,
  score: (integral, unit) => integral / unit,
};

/**
 * Wasserstein-1 distance in standard deviations of the reference: how far have values moved, on average?
 *
 * W = integral of |F - G|, the mean way that mass has to go, divided by the reference's standard deviation (at least
 * 1e-3). From bins: each bin's share is spread evenly over the bin, for the distance and for the deviation (so a bin of
 * width w adds w^2 / 12 to the variance). The open bins follow Prometheus: the first starts at 0 where its upper bound
 * is above 0 (else it stands at its bound), the last stands at the last finite bound.
 *
 * `lower` and `upper` hold for every way values may lie inside their bins, in the same unit. `upper` is absent where an
 * open bin holds anything whose end is not known (the last bin, or a first bin at or below 0): there the distance has
 * no upper end. `lower` never exceeds `value`, nor that `upper`.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0. Categories have no order: `needs_order`. An empty side, or a single bin,
 * gives no answer. Cost: O(bins).
 *
 * @example
 * wasserstein(numericPair([0, 10, 20], [0, 10, 0, 0], [0, 0, 10, 0])).value.value // => Math.sqrt(12)
 */
export function wasserstein(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  return scoreGap(pair, ABSOLUTE);
}

export const wassersteinDefinition: ScoreDefinition<'wasserstein'> = {
  id: 'wasserstein',
  label: 'Wasserstein distance',
  explanation: "How far values have moved on average, counted in the reference's standard deviations.",
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: 'reference standard deviations',
  kinds: ['numeric'],
  thresholds: { warning: 0.1, drift: 0.1, source: "Evidently's default (one level)" },
  formula: 'integral |F - G| / max(std(p), 0.001)',
  notWhen: 'Not with heavy tails, which decide it alone: use quantile shift or Kolmogorov-Smirnov. Not for categories.',
  citation: 'Vallender, Theory of Probability and its Applications 18, 1974',
  compute: wasserstein,
};
