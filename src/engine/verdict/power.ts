import { type Answer, answered, noAnswer } from '../answer';
import type { ScoreId } from '../score/definition';
import { chiSquaredCritical } from '../special/chiSquared';
import { nonCentralChiSquaredCdf } from '../special/nonCentralChiSquared';
import { checkAlpha } from './psiSignificance';

/** Scores of which the PSI, or the squared mean shift, that they amount to for small changes is known. */
const AS_CHI_SQUARED: { readonly [Id in ScoreId]?: (effect: number) => number } = {
  psi: (effect) => effect,
  prs: (effect) => effect,
  kl: (effect) => 2 * effect,
  symmetric_kl: (effect) => 2 * effect,
  js: (effect) => 8 * Math.LN2 * effect * effect,
  hellinger: (effect) => 8 * effect * effect,
  // A change of so much traffic is worth at least this, whichever bins it moves between (Cauchy-Schwarz).
  total_variation: (effect) => 4 * effect * effect,
  overlap: (effect) => 4 * (1 - effect) * (1 - effect),
  mean_shift: (effect) => effect * effect,
};

/** What is planned: the score and the size of it that must not be missed. */
export interface Plan {
  readonly score: ScoreId;
  /** The true value of the score that is to be found, in its own unit. */
  readonly effect: number;
  /** How many bins are filled; of no matter to the mean shift. */
  readonly bins: number;
  readonly alpha?: number;
}

/** No histogram has more, and the law of that many degrees of freedom takes minutes. */
const MOST_BINS = 100_000;

function degreesOf({ score, bins }: Plan): number {
  return score === 'mean_shift' ? 1 : Math.max(1, bins - 1);
}

function worthOf({ score, effect, bins }: Plan): Answer<number> {
  if (score !== 'mean_shift' && !(bins >= 1 && bins <= MOST_BINS)) {
    return noAnswer('invalid_option', `${bins} bins: plan with 2 to ${MOST_BINS}, as many as are filled.`);
  }
  const of = AS_CHI_SQUARED[score];
  if (of === undefined) {
    return noAnswer(
      'invalid_margin',
      `For ${score} no law under drift is known: plan with psi, js, hellinger or mean_shift.`
    );
  }
  const worth = of(effect);
  return worth > 0 && worth < Infinity
    ? answered(worth)
    : noAnswer(
        'invalid_margin',
        `An effect of ${effect} is none to plan for: give one above 0 (for overlap, below 1).`
      );
}

/** The chance that a non-central chi-squared value exceeds the critical one. */
function powerAt(nonCentrality: number, degrees: number, alpha: number): number {
  return 1 - nonCentralChiSquaredCdf(chiSquaredCritical(alpha, degrees), degrees, nonCentrality);
}

/**
 * Power: how surely is a drift of this size found with so much data?
 *
 * By the non-central chi-squared law, its non-centrality the effect as a PSI over (1/n + 1/m) (for the mean shift, its
 * square). A reference of `Infinity` is a fixed one. Exact for small changes; for large ones a little high or low.
 * Scores without such a law, and effects that are none, give no answer. O(sqrt(effect n)).
 *
 * @example
 * Math.round(power({ score: 'mean_shift', effect: 0.5, bins: 2 }, { reference: 64, current: 64 }).value * 100) // => 81
 */
export function power(
  plan: Plan,
  { reference, current }: { readonly reference: number; readonly current: number }
): Answer<number> {
  const alpha = plan.alpha ?? 0.05;
  checkAlpha(alpha);
  const worth = worthOf(plan);
  if (!worth.ok) {
    return worth;
  }
  if (!(reference > 0 && current > 0)) {
    return noAnswer('empty_current', 'Power is a matter of counts: give some on both sides.');
  }
  return answered(powerAt(Math.min(1e6, worth.value / (1 / reference + 1 / current)), degreesOf(plan), alpha));
}

/** Features asked together are planned for with few numbers of bins, and to halve down to one takes a millisecond. */
const worthNeeded = new Map<string, number>();
const MOST_KEPT = 1000;

/** The non-centrality that is found with the power wanted. */
function nonCentralityFor(degrees: number, alpha: number, wanted: number): number {
  const key = `${degrees} ${alpha} ${wanted}`;
  const known = worthNeeded.get(key);
  if (known !== undefined) {
    return known;
  }
  let low = 0;
  let high = 1;
  while (powerAt(high, degrees, alpha) < wanted) {
    low = high;
    high *= 2;
  }
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (powerAt(middle, degrees, alpha) < wanted) {
      low = middle;
    } else {
      high = middle;
    }
  }
  if (worthNeeded.size >= MOST_KEPT) {
    worthNeeded.clear();
  }
  worthNeeded.set(key, high);
  return high;
}

/**
 * Sample size: how many current observations does it take to find a drift of this size?
 *
 * The fewest whose `power` is at least the one wanted, against a reference that holds `ratio` times as many (`Infinity`
 * for a fixed one). As exact as `power`. O(80 evaluations of the law).
 *
 * @example
 * sampleSizeFor({ score: 'mean_shift', effect: 0.5, bins: 2 }, { power: 0.8 }).value // => 63
 */
export function sampleSizeFor(
  plan: Plan,
  { power: wanted = 0.8, ratio = 1 }: { readonly power?: number; readonly ratio?: number } = {}
): Answer<number> {
  const alpha = plan.alpha ?? 0.05;
  checkAlpha(alpha);
  if (!(wanted > alpha && wanted < 1 && ratio > 0)) {
    throw new RangeError(`a power of ${wanted} with a ratio of ${ratio}: from alpha to 1, and above 0`);
  }
  const worth = worthOf(plan);
  if (!worth.ok) {
    return worth;
  }
  const needed = nonCentralityFor(degreesOf(plan), alpha, wanted);
  return answered(Math.ceil((needed * (1 + 1 / ratio)) / worth.value - 1e-9));
}
