import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { psiCritical } from './psi';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/**
 * Hellinger distance: how different are the two mixes, on a scale from 0 to 1, with an eye for rare values?
 *
 * H = sqrt(1 - sum sqrt(p q)), computed as sqrt(sum (sqrt p - sqrt q)^2 / 2), which does not cancel (Hellinger 1909).
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0, sides without a common bin 1; symmetric. An empty side, or a single
 * numeric bin, gives no answer.
 * A plain number from 0 to 1. Cost: O(bins).
 *
 * @example
 * hellinger(pair([1, 3], [3, 1])).value.value // => Math.sqrt(1 - Math.sqrt(3) / 2)
 */
export function hellinger(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q } = shares.value;
  let squares = 0;
  for (let i = 0; i < p.length; i++) {
    const difference = Math.sqrt(p[i] as number) - Math.sqrt(q[i] as number);
    squares += difference * difference;
  }
  return finiteScore({ value: Math.min(1, Math.sqrt(squares / 2)) });
}

export const hellingerDefinition: ScoreDefinition<'hellinger'> = {
  id: 'hellinger',
  label: 'Hellinger distance',
  explanation: 'How different the two mixes of values are, rare values included: 0 is alike, 1 is nothing in common.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['numeric', 'categorical'],
  thresholds: { warning: 0.1, drift: 0.1, source: "NannyML's and Evidently's default (one level)" },
  formula: 'sqrt(1 - sum sqrt(p q))',
  notWhen:
    'Not where the size of a move matters, for it does not know how far apart bins are: use the Wasserstein distance.',
  citation: 'Hellinger, Journal fuer die reine und angewandte Mathematik 136, 1909',
  compute: hellinger,
  // For small changes its square is an eighth of PSI.
  smallestDetectable: (sizes, alpha) => Math.sqrt(psiCritical(sizes, alpha) / 8),
};
