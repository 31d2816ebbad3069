import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { type GapMeasure, scoreGap } from './cumulativeGap';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';

const SQUARED: GapMeasure = {
  name: 'Energy distance',
  along: (start, end) => (start * start + start * end + end * end) / 3,
  of: (gap) => gap * gap,
  score: (integral, unit) => Math.sqrt((2 * integral) / unit),
};

/**
 * Energy distance: how far apart are the two distributions, counting where they differ over a wide stretch?
 *
 * sqrt(2 integral (F - G)^2) as SciPy has it (Szekely & Rizzo 2013), of values measured in the reference's standard
 * deviations (at least 1e-3). From bins: each bin's share is spread evenly over the bin; the open bins as for
 * Wasserstein.
 *
 * `lower` and `upper` hold for every way values may lie inside their bins, in the same unit. `upper` is absent where an
 * open bin holds anything whose end is not known.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0. Categories have no order: `needs_order`. An empty side, or a single bin,
 * gives no answer. A plain number from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * energy(numericPair([0, 10, 20], [0, 10, 0, 0], [0, 0, 10, 0])).value.value // => Math.sqrt((40 / 3) / Math.sqrt(100 / 12))
 */
export function energy(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  return scoreGap(pair, SQUARED);
}

export const energyDefinition: ScoreDefinition<'energy'> = {
  id: 'energy',
  label: 'Energy distance',
  explanation: 'How far apart the two distributions are, a wide difference counting more than a far one: 0 is alike.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  kinds: ['numeric'],
  thresholds: null,
  formula: 'sqrt(2 integral (F - G)^2 / max(std(p), 0.001))',
  notWhen: 'Not to say how far values have moved, for its unit is a root: use Wasserstein. Not for categories.',
  citation: 'Szekely & Rizzo, Journal of Statistical Planning and Inference 143, 2013',
  compute: energy,
};
