import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { psiCritical, psiTerms } from './psi';
import { finiteScore } from './scoreValue';

/**
 * Symmetric Kullback-Leibler divergence: how badly do the two mixes stand in for one another, on average of both ways?
 *
 * (KL(p, q) + KL(q, p)) / 2, which is exactly half of PSI. Others report the sum, which is PSI itself (Jeffreys 1946).
 *
 * Empty bins: smoothed and said as for PSI; infinite with smoothing off.
 * Special inputs: alike sides give exactly 0; symmetric but for smoothing of sides of unequal size. An empty side, or a
 * single numeric bin, gives no answer.
 * In nats, from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * symmetricKl(pair([50, 50], [75, 25])).value.value // => 0.125 * Math.log(3)
 */
export function symmetricKl(pair: AlignedPair, options?: ScoreOptions): Answer<ScoreValue> {
  const terms = psiTerms(pair, options);
  return terms.ok ? finiteScore({ value: terms.value.psi / 2 }, terms.repairs) : terms;
}

export const symmetricKlDefinition: ScoreDefinition<'symmetric_kl'> = {
  id: 'symmetric_kl',
  label: 'Symmetric KL divergence',
  explanation: 'How badly the two mixes of values stand in for one another, on average of both ways: half of PSI.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: 'nats',
  kinds: ['numeric', 'categorical'],
  thresholds: null,
  formula: '(sum p ln(p / q) + sum q ln(q / p)) / 2',
  notWhen: 'Not beside PSI, of which it is half: one of the two says all.',
  citation: 'Jeffreys, Proceedings of the Royal Society A 186, 1946',
  compute: symmetricKl,
  smallestDetectable: (sizes, alpha) => psiCritical(sizes, alpha) / 2,
};
