import { type Answer, noAnswer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { chiSquaredSurvival } from '../special/chiSquared';
import { nonCentralChiSquaredQuantile } from '../special/nonCentralChiSquared';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { homogeneityP } from './homogeneityP';
import { psiCritical } from './psi';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';
import { INFINITE_DETAIL, smooth } from './smoothing';

/**
 * Population Resemblance Statistic: has the mix of values moved away from the reference, measured in the reference?
 *
 * PRS = sum (q - p)^2 / p (Potgieter, van Zyl, Schutte & Lombard 2023). Against a fixed reference it follows
 * chi2(B - 1) / m without drift, which gives `pValue`; `prsLimits` says what m and B let one conclude from it. A sampled
 * reference makes its denominators scatter, and the law then fires up to three times too often (15 % for 5 % at 100 in
 * ten bins): there it has no p-value of its own.
 *
 * Empty bins: smoothed and said as for PSI; a bin new to the reference makes it infinite with smoothing off.
 * Special inputs: alike sides give exactly 0; not symmetric. An empty side, or a single numeric bin, gives no
 * answer. A plain number from 0 without an upper end. Cost: O(bins).
 *
 * @example
 * prs(pair([50, 50], [75, 25])).value.value // => 0.25
 */
export function prs(pair: AlignedPair, options: ScoreOptions = {}): Answer<ScoreValue> {
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
    const difference = (q[i] as number) - (p[i] as number);
    value += difference === 0 ? 0 : difference * (difference / (p[i] as number));
  }
  if (value === Infinity) {
    return noAnswer('infinite', INFINITE_DETAIL);
  }
  if (options.fixedReference !== true) {
    return finiteScore({ value }, smoothed.repairs);
  }
  const degreesOfFreedom = Math.max(1, smoothed.value.filled - 1);
  const pValue = chiSquaredSurvival(value * smoothed.value.m, degreesOfFreedom);
  return finiteScore({ value, pValue, degreesOfFreedom }, smoothed.repairs);
}

/** What a PRS may be held against, for so many observations in so many bins. */
export interface PrsLimits {
  /** The change of a bin's share that is still put up with: c standard errors of an even bin. */
  readonly delta: number;
  /** Below it, a change of M times delta in every bin is ruled out (at 10 %). */
  readonly low: number;
  /** Above it, the changes are larger than delta (at 5 %). */
  readonly high: number;
}

/**
 * The limits of the PRS from the non-central chi-squared law: for n observations in B even bins, with changes of delta
 * = c sqrt((1/B)(1 - 1/B) / n) put up with and changes of M delta not. Where B is odd, one bin stays as it is. Throws on
 * fewer than two bins or no observation, a programmer's error. O(sqrt(c^2 M^2 B)) terms of a series.
 *
 * @example
 * Math.round(prsLimits({ observations: 500, bins: 10 }).high * 1e5) // => 4890
 */
export function prsLimits({
  observations,
  bins,
  tolerated = 0.7,
  multiple = 2,
}: {
  readonly observations: number;
  readonly bins: number;
  readonly tolerated?: number;
  readonly multiple?: number;
}): PrsLimits {
  if (!(observations > 0 && bins >= 2 && tolerated >= 0 && multiple >= 1)) {
    throw new RangeError(`PRS limits need observations and two bins, not ${observations} and ${bins}`);
  }
  const delta = tolerated * Math.sqrt((1 / bins) * ((1 - 1 / bins) / observations));
  const moved = bins - (bins % 2);
  const nonCentrality = tolerated * tolerated * (1 - 1 / bins) * moved;
  return {
    delta,
    low: nonCentralChiSquaredQuantile(0.1, bins - 1, multiple * multiple * nonCentrality) / observations,
    high: nonCentralChiSquaredQuantile(0.95, bins - 1, nonCentrality) / observations,
  };
}

export const prsDefinition: ScoreDefinition<'prs'> = {
  id: 'prs',
  label: 'Population Resemblance',
  explanation: 'How far the mix of values has moved from the reference, each move measured in what the bin had before.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: null },
  unit: null,
  kinds: ['numeric', 'categorical'],
  // Its limits follow the counts: prsLimits.
  thresholds: null,
  formula: 'sum (q - p)^2 / p',
  notWhen: 'Not where the reference has nearly empty bins, which decide it alone: use PSI or Jensen-Shannon.',
  citation: 'Potgieter, van Zyl, Schutte & Lombard, arXiv 2307.11878, 2023',
  compute: prs,
  // Against a fixed reference it is goodness of fit, but for thin bins that are not merged.
  verdictP: homogeneityP,
  smallestDetectable: psiCritical,
};
