import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { needsOrder } from './needsOrder';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';
import { spansOf, unitOf } from './spans';

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
  if (pair.kind !== 'numeric') {
    return needsOrder('Energy distance');
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
      const before = f - g;
      const after = nextF - nextG;
      // The mean of the square along a straight line.
      value += (width * (before * before + before * after + after * after)) / 3;
      lower += width * Math.max(0, f - nextG, g - nextF) ** 2;
      upper += width * Math.max(nextF - g, nextG - f) ** 2;
    }
    f = nextF;
    g = nextG;
  }
  const open = (bin: number): boolean => (p[bin] as number) > 0 || (q[bin] as number) > 0;
  const bounded = !open(last) && !(open(0) && (pair.bins[0]?.upper ?? 0) <= 0);
  const unit = unitOf(p, spans);
  const distance = (integral: number): number => Math.sqrt((2 * integral) / unit);
  return finiteScore({
    value: distance(value),
    lower: distance(Math.min(lower, value)),
    ...(bounded ? { upper: distance(Math.max(upper, value)) } : {}),
  });
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
