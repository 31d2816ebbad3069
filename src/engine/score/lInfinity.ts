import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/**
 * L-infinity distance: by how much did the share of any single bin change at most?
 *
 * max |p - q|. It names one bin, and does not see many small changes.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0; symmetric. An empty side, or a single numeric bin, gives no answer.
 * A share from 0 to 1. Cost: O(bins).
 *
 * @example
 * lInfinity(pair([50, 30, 20], [20, 40, 40])).value.value // => 0.3
 */
export function lInfinity(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q } = shares.value;
  let largest = 0;
  for (let i = 0; i < p.length; i++) {
    largest = Math.max(largest, Math.abs((q[i] as number) - (p[i] as number)));
  }
  return finiteScore({ value: largest });
}

export const lInfinityDefinition: ScoreDefinition<'l_infinity'> = {
  id: 'l_infinity',
  label: 'L-infinity distance',
  explanation: 'The largest change in the share of any single value or bin.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['numeric', 'categorical'],
  thresholds: { warning: 0.1, drift: 0.1, source: "NannyML's default (one level)" },
  formula: 'max |p - q|',
  notWhen: 'Not for a change that is spread over many bins, of which it sees one: use the total variation distance.',
  citation: 'TensorFlow Data Validation, infinity_norm comparator',
  compute: lInfinity,
};
