import { type Answer, answered } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { bridgeMaximumSurvival } from '../special/bridgeMaximum';
import { kolmogorovCritical, kolmogorovSurvival } from '../special/kolmogorov';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { needsOrder } from './needsOrder';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/**
 * Kolmogorov-Smirnov statistic: what is the largest gap between the two, as shares below some value?
 *
 * D = sup |F - G|. From bins it is known between bounds only: `value` and `lower` are the gap at the bounds of the
 * bins, max |F_i - G_i|; `upper` is max over bins of max(F_i - G_(i-1), G_i - F_(i-1)), for inside a bin one side may
 * lie wholly before the other. `pValue` is Kolmogorov's limit law at sqrt(n m / (n + m)) D; on bins it errs to the
 * safe side (2 % of false alarms for 5 %, on ten), so a verdict takes the law of the gap at just these bounds.
 *
 * Empty bins: need nothing.
 * Special inputs: alike sides give exactly 0 and p = 1; symmetric. Categories have no order: `needs_order`. An empty
 * side, or a single bin, gives no answer. With a fixed reference 1/n is dropped.
 * A share from 0 to 1. Cost: O(bins).
 *
 * @example
 * ks(pair([5, 3, 2], [2, 3, 5])).value.value // => 0.3
 */
export function ks(pair: AlignedPair, options: ScoreOptions = {}): Answer<ScoreValue> {
  if (pair.kind !== 'numeric') {
    return needsOrder('Kolmogorov-Smirnov');
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q, n, m } = shares.value;
  const last = p.length - 1;
  let lower = 0;
  let upper = 0;
  let f = 0;
  let g = 0;
  for (let i = 0; i <= last; i++) {
    // Both end at 1; their sums need not.
    const nextF = i === last ? 1 : f + (p[i] as number);
    const nextG = i === last ? 1 : g + (q[i] as number);
    lower = Math.max(lower, Math.abs(nextF - nextG));
    // A bin that a side leaves empty hides nothing of it, and this says so by itself.
    upper = Math.max(upper, nextF - g, nextG - f);
    f = nextF;
    g = nextG;
  }
  lower = Math.min(1, lower);
  upper = Math.min(1, Math.max(upper, lower));
  const inverseSize = (options.fixedReference ? 0 : 1 / n) + 1 / m;
  return finiteScore({ value: lower, lower, upper, pValue: kolmogorovSurvival(lower / Math.sqrt(inverseSize)) });
}

/** The law of the gap at just these bounds: of 10 bins Kolmogorov's, which is that of the gap anywhere, leaves 2 % for 5 %. */
export function ksVerdictP(pair: AlignedPair, options: ScoreOptions = {}): Answer<number> {
  const score = ks(pair, options);
  if (!score.ok) {
    return score;
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q, n, m } = shares.value;
  const before = options.fixedReference ? 1 : n / (n + m);
  const points: number[] = [];
  let cumulative = 0;
  for (let i = 0; i < p.length - 1; i++) {
    cumulative += before * (p[i] as number) + (1 - before) * (q[i] as number);
    points.push(cumulative);
  }
  const inverseSize = (options.fixedReference ? 0 : 1 / n) + 1 / m;
  return answered(bridgeMaximumSurvival(score.value.value / Math.sqrt(inverseSize), points));
}

export const ksDefinition: ScoreDefinition<'ks'> = {
  id: 'ks',
  label: 'Kolmogorov-Smirnov',
  explanation: 'The largest gap between the shares of traffic below any one value, then and now.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['numeric'],
  // Others put thresholds on its p-value, or on its spread over chunks of the reference.
  thresholds: null,
  formula: 'max |F - G|',
  notWhen: 'Not for changes in the tails, which hardly move it: use Anderson-Darling. Not for categories.',
  citation: 'Smirnov, Annals of Mathematical Statistics 19, 1948; Massey, JASA 46, 1951',
  compute: ks,
  verdictP: ksVerdictP,
  smallestDetectable: (sizes, alpha) => kolmogorovCritical(alpha) * Math.sqrt(1 / sizes.reference + 1 / sizes.current),
};
