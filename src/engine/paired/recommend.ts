import { type Answer, answered } from '../answer';
import { accuracyDifference } from './accuracyDifference';
import { accuracyNonInferiority, lossNonInferiority, type NonInferiority } from './nonInferiority';
import { mcnemar } from './mcnemar';
import { faultOfOutcomes, labelledPairs, type PairedOutcomes } from './outcomes';
import { type DifferenceMoments, pairedTTest } from './pairedDifference';
import { pairsNeededForNonInferiority } from './pairsNeeded';

export const RECOMMENDATIONS = ['promote', 'hold', 'roll_back'] as const;

/**
 * - `promote`: the shadow is shown to be no worse than the margin allows, and nothing speaks against it
 * - `roll_back`: it is shown to be worse by more than chance, beyond the margin, or too slow
 * - `hold`: neither is shown yet
 */
export type Recommendation = (typeof RECOMMENDATIONS)[number];

export interface RecommendationOptions {
  /** How much accuracy may be lost; by default 0.01. */
  readonly margin?: number;
  /** By default 0.05. */
  readonly alpha?: number;
  /** Fewer labelled pairs than this decide nothing; by default 100. */
  readonly smallest?: number;
  /** Differences of latency, shadow - live, with how much slower it may be, in the same unit. */
  readonly latency?: { readonly moments: DifferenceMoments; readonly margin: number };
  /** Pairs on which both are sure and disagree, with the largest share of them that is accepted without a look. */
  readonly confidentDisagreement?: { readonly share: number; readonly most: number };
}

export interface Recommended {
  readonly recommendation: Recommendation;
  /** Sentences for a person, the deciding one first. */
  readonly reasons: readonly string[];
  /** Labelled pairs still missing for a decision; 0 where there is one, null where it cannot be planned. */
  readonly pairsStillNeeded: number | null;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function latencyReason(
  latency: NonNullable<RecommendationOptions['latency']>,
  alpha: number
): { readonly level: Recommendation; readonly reason: string } {
  const test = lossNonInferiority(latency.moments, latency.margin, alpha);
  if (!test.ok) {
    return { level: 'hold', reason: `Latency cannot be compared: ${test.detail}` };
  }
  const { nonInferior, difference, bound }: NonInferiority = test.value;
  const measured = `the shadow answers ${number(Math.abs(difference))} ${difference >= 0 ? 'slower' : 'faster'} on average`;
  if (nonInferior) {
    return { level: 'promote', reason: `Latency is within the margin of ${number(latency.margin)}: ${measured}.` };
  }
  const against = pairedTTest(latency.moments, latency.margin);
  const worse = against.ok && against.value.t > 0 && against.value.pValue / 2 <= alpha;
  return worse
    ? { level: 'roll_back', reason: `Too slow: ${measured}, more than the margin of ${number(latency.margin)}.` }
    : { level: 'hold', reason: `Latency is not settled: ${measured}, and up to ${number(bound)} is possible.` };
}

/**
 * Promote, hold or roll back? A recommendation with its reasons in words.
 *
 * `roll_back` where McNemar's test shows the shadow worse and it loses more than the margin, or where it is shown to be
 * slower than its margin. `promote` where the score test shows that accuracy is lost by less than the margin
 * (non-inferiority), latency too where it is given, and confident disagreements are within what is accepted. `hold`
 * else, with how many labelled pairs are still missing. The interval in the words has confidence 1 - 2 alpha: it lies
 * above -margin exactly where the one-sided test says so.
 * No labelled pair is `hold` as well, not a missing answer; counts that are no counts give no answer. O(1).
 *
 * @example
 * recommend({ bothRight: 9000, onlyLiveRight: 150, onlyShadowRight: 250, bothWrong: 600 }).value.recommendation // => 'promote'
 */
export function recommend(outcomes: PairedOutcomes, options: RecommendationOptions = {}): Answer<Recommended> {
  const { margin = 0.01, alpha = 0.05, smallest = 100, latency, confidentDisagreement } = options;
  const fault = faultOfOutcomes(outcomes);
  if (fault !== null && fault.reason !== 'no_labels') {
    return fault;
  }
  const slow = latency === undefined ? null : latencyReason(latency, alpha);
  const n = labelledPairs(outcomes);
  if (n < smallest) {
    const reason = `Only ${number(n)} labelled pairs: at least ${smallest} are needed to decide anything.`;
    return answered({
      recommendation: slow?.level === 'roll_back' ? 'roll_back' : 'hold',
      reasons: slow === null ? [reason] : slow.level === 'roll_back' ? [slow.reason, reason] : [reason, slow.reason],
      pairsStillNeeded: Math.ceil(smallest - n),
    });
  }
  const test = mcnemar(outcomes);
  const difference = accuracyDifference(outcomes, { confidence: 1 - 2 * alpha });
  const safe = accuracyNonInferiority(outcomes, margin, alpha);
  if (!test.ok) {
    return test;
  }
  if (!difference.ok) {
    return difference;
  }
  if (!safe.ok) {
    return safe;
  }
  const { value, lower = value, upper = value } = difference.value;
  const { pValue } = test.value;
  const more = value >= 0 ? 'more' : 'less';
  const measured = `on ${number(n)} labelled pairs the shadow is right ${percent(Math.abs(value))} ${more} often (${percent(lower)} to ${percent(upper)}, McNemar p ${number(pValue)})`;
  const votes: Array<{ level: Recommendation; reason: string }> = [];
  if (safe.value.nonInferior) {
    const better = pValue <= alpha && value > 0;
    const reason = better ? 'Better' : `No worse than the margin of ${percent(margin)} allows`;
    votes.push({ level: 'promote', reason: `${reason}: ${measured}.` });
  } else if (pValue <= alpha && value < -margin) {
    votes.push({ level: 'roll_back', reason: `Worse: ${measured}, beyond the margin of ${percent(margin)}.` });
  } else {
    votes.push({
      level: 'hold',
      reason: `Not settled: ${measured}; a loss of more than the margin of ${percent(margin)} cannot be ruled out.`,
    });
  }
  if (slow !== null) {
    votes.push(slow);
  }
  if (confidentDisagreement !== undefined && confidentDisagreement.share > confidentDisagreement.most) {
    votes.push({
      level: 'hold',
      reason: `Both models are sure and contradict each other on ${percent(confidentDisagreement.share)} of the pairs (accepted: ${percent(confidentDisagreement.most)}): look at those rows first.`,
    });
  }
  const recommendation = (['roll_back', 'hold', 'promote'] as const).find((level) =>
    votes.some((vote) => vote.level === level)
  ) as Recommendation;
  const reasons = [
    ...votes.filter(({ level }) => level === recommendation),
    ...votes.filter(({ level }) => level !== recommendation),
  ].map(({ reason }) => reason);
  return answered({ recommendation, reasons, pairsStillNeeded: missing(votes[0]?.level, outcomes, margin, alpha) });
}

/** Pairs still missing until accuracy is settled, if the models are as they look. */
function missing(
  level: Recommendation | undefined,
  outcomes: PairedOutcomes,
  margin: number,
  alpha: number
): number | null {
  if (level !== 'hold') {
    return 0;
  }
  const n = labelledPairs(outcomes);
  const { onlyLiveRight: b, onlyShadowRight: c } = outcomes;
  const needed = pairsNeededForNonInferiority(margin, Math.max(b + c, 1) / n, { alpha, expected: (c - b) / n });
  return needed.ok ? Math.max(1, Math.ceil(needed.value - n)) : null;
}
