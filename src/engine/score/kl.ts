import { type Answer, noAnswer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { psiCritical } from './psi';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';
import { INFINITE_DETAIL, smooth } from './smoothing';

/**
 * Kullback-Leibler divergence of the current side from the reference: how badly does the current mix stand in for the
 * reference?
 *
 * KL = sum p ln(p / q), with 0 ln 0 = 0 (Kullback & Leibler 1951). Not symmetric: what vanished weighs more than what
 * is new.
 *
 * Empty bins: as for PSI, 0.5 is added to every bin of both sides where one is empty on one side only, and it is said.
 * With smoothing off, a bin that the current side lost makes it infinite: no answer, `infinite`.
 * Special inputs: alike sides give exactly 0; an empty side, or a single numeric bin, gives no answer.
 * In nats, from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * kl(pair([50, 50], [75, 25])).value.value // => 0.5 * Math.log(50 / 75) + 0.5 * Math.log(50 / 25)
 */
export function kl(pair: AlignedPair, options: ScoreOptions = {}): Answer<ScoreValue> {
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const smoothed = smooth(shares.value, options.smoothing);
  if (!smoothed.ok) {
    return smoothed;
  }
  const { p, q } = smoothed.value;
  let value = 0;
  for (let i = 0; i < p.length; i++) {
    const before = p[i] as number;
    if (before > 0) {
      value += before * Math.log(before / (q[i] as number));
    }
  }
  // Rounding may leave the sum of two alike sides a few units of the last place below 0.
  return value === Infinity
    ? noAnswer('infinite', INFINITE_DETAIL)
    : finiteScore({ value: Math.max(0, value) }, smoothed.repairs);
}

export const klDefinition: ScoreDefinition<'kl'> = {
  id: 'kl',
  label: 'KL divergence',
  explanation: 'How badly the current mix of values stands in for the reference; values that vanished weigh the most.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: 'nats',
  kinds: ['numeric', 'categorical'],
  thresholds: { warning: 0.1, drift: 0.1, source: "Evidently's default (one level)" },
  formula: 'sum p ln(p / q)',
  notWhen: 'Not where the two sides may change places, for it is not symmetric: use the Jensen-Shannon distance.',
  citation: 'Kullback & Leibler, Annals of Mathematical Statistics 22, 1951',
  compute: kl,
  // For small changes KL is half of PSI.
  smallestDetectable: (sizes, alpha) => psiCritical(sizes, alpha) / 2,
};
