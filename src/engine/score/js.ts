import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { psiCritical } from './psi';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

const SERIES_BELOW = 0.1;

/**
 * ((1 + d) ln(1 + d) + (1 - d) ln(1 - d)) / 2 for |d| <= 1: never negative. Near 0 the two logarithms cancel, and the
 * root that is taken later would turn 1e-17 into 3e-9; there the series sum d^2k / (2k (2k - 1)) is used.
 */
function bend(d: number): number {
  const size = Math.abs(d);
  if (size >= 1) {
    return Math.LN2;
  }
  if (size > SERIES_BELOW) {
    return ((1 + d) * Math.log1p(d) + (1 - d) * Math.log1p(-d)) / 2;
  }
  const square = d * d;
  let power = square;
  let total = 0;
  for (let k = 1; k <= 8; k++) {
    total += power / (2 * k * (2 * k - 1));
    power *= square;
  }
  return total;
}

/**
 * Jensen-Shannon distance, base 2: how different are the two mixes, on a scale from 0 to 1?
 *
 * The square root of the Jensen-Shannon divergence in bits: with r = (p + q) / 2, sqrt of (KL(p, r) + KL(q, r)) / 2 /
 * ln 2 (Lin 1991; a metric after Endres & Schindelin 2003). Others report the divergence, or the distance base e.
 *
 * Empty bins: need nothing; 0 ln 0 = 0.
 * Special inputs: alike sides give exactly 0, sides without a common bin exactly 1; symmetric. An empty side, or a
 * single numeric bin, gives no answer.
 * A plain number from 0 to 1. Cost: O(bins).
 *
 * @example
 * js(pair([10, 0], [0, 10])).value.value // => 1
 */
export function js(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q } = shares.value;
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const before = p[i] as number;
    const now = q[i] as number;
    const both = before + now;
    if (both > 0) {
      divergence += both * bend((now - before) / both);
    }
  }
  return finiteScore({ value: Math.min(1, Math.sqrt(divergence / (2 * Math.LN2))) });
}

export const jsDefinition: ScoreDefinition<'js'> = {
  id: 'js',
  label: 'Jensen-Shannon distance',
  explanation: 'How different the two mixes of values are: 0 is alike, 1 is nothing in common.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['numeric', 'categorical'],
  thresholds: { warning: 0.1, drift: 0.1, source: "NannyML's default, for the same base 2 (one level)" },
  formula: 'sqrt((KL(p, r) + KL(q, r)) / (2 ln 2)), r = (p + q) / 2',
  notWhen:
    'Not where the size of a move matters, for it does not know how far apart bins are: use the Wasserstein distance.',
  citation: 'Lin, IEEE Transactions on Information Theory 37, 1991; Endres & Schindelin, the same 49, 2003',
  compute: js,
  // For small changes the divergence in nats is an eighth of PSI.
  smallestDetectable: (sizes, alpha) => Math.sqrt(psiCritical(sizes, alpha) / (8 * Math.LN2)),
};
