import { type Answer, answered } from '../answer';
import { pInWords } from '../pInWords';
import { accuracyDifference } from './accuracyDifference';
import { accuracyNonInferiority } from './nonInferiority';
import { mcnemar } from './mcnemar';
import { faultOfOutcomes, labelledPairs, type PairedOutcomes } from './outcomes';
import { pairsNeededForNonInferiority } from './pairsNeeded';
import {
  count,
  type OtherVotes,
  otherVotes,
  percent,
  type Recommendation,
  settle,
  tooFewLabels,
  type Vote,
} from './votes';

export interface RecommendationOptions extends OtherVotes {
  /** How much accuracy may be lost; by default 0.01. */
  readonly margin?: number;
  /** By default 0.05. */
  readonly alpha?: number;
  /** Fewer labelled pairs than this decide nothing; by default 100. */
  readonly smallest?: number;
}

export interface Recommended {
  readonly recommendation: Recommendation;
  /** Sentences for a person, the deciding one first. */
  readonly reasons: readonly string[];
  /** Labelled pairs still missing for a decision; 0 where there is one, null where it cannot be planned. */
  readonly pairsStillNeeded: number | null;
}

/**
 * Promote, hold or roll back? A recommendation with its reasons in words.
 *
 * `roll_back` where McNemar's test shows the shadow worse and it loses more than the margin, or where it is shown to be
 * slower, or to fail more often, than its margin. `promote` where the score test shows that accuracy is lost by less
 * than the margin (non-inferiority), latency and failures too where they are given, and confident disagreements are
 * within what is accepted. `hold` else, with how many labelled pairs are still missing. The interval in the words has
 * confidence 1 - 2 alpha: it lies above -margin exactly where the one-sided test says so.
 * No labelled pair is `hold` as well, not a missing answer; counts that are no counts give no answer. O(1).
 *
 * @example
 * recommend({ bothRight: 9000, onlyLiveRight: 150, onlyShadowRight: 250, bothWrong: 600 }).value.recommendation // => 'promote'
 */
export function recommend(outcomes: PairedOutcomes, options: RecommendationOptions = {}): Answer<Recommended> {
  const { margin = 0.01, alpha = 0.05, smallest = 100 } = options;
  const fault = faultOfOutcomes(outcomes);
  if (fault !== null && fault.reason !== 'no_labels') {
    return fault;
  }
  const others = otherVotes(options, alpha);
  const n = labelledPairs(outcomes);
  if (n < smallest) {
    return answered({ ...settle([tooFewLabels(n, smallest), ...others]), pairsStillNeeded: Math.ceil(smallest - n) });
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
  const measured = `on ${count(n)} labelled pairs the shadow is right ${percent(Math.abs(value))} ${more} often (${percent(lower)} to ${percent(upper)}, McNemar ${pInWords(pValue)})`;
  let vote: Vote;
  if (safe.value.nonInferior) {
    const better = pValue <= alpha && value > 0;
    const reason = better ? 'Better' : `No worse than the margin of ${percent(margin)} allows`;
    vote = { level: 'promote', reason: `${reason}: ${measured}.` };
  } else if (pValue <= alpha && value < -margin) {
    vote = { level: 'roll_back', reason: `Worse: ${measured}, beyond the margin of ${percent(margin)}.` };
  } else {
    vote = {
      level: 'hold',
      reason: `Not settled: ${measured}; a loss of more than the margin of ${percent(margin)} cannot be ruled out.`,
    };
  }
  return answered({
    ...settle([vote, ...others]),
    pairsStillNeeded: missing(vote.level, outcomes, margin, alpha),
  });
}

/** Pairs still missing until accuracy is settled, if the models are as they look. */
function missing(level: Recommendation, outcomes: PairedOutcomes, margin: number, alpha: number): number | null {
  if (level !== 'hold') {
    return 0;
  }
  const n = labelledPairs(outcomes);
  const { onlyLiveRight: b, onlyShadowRight: c } = outcomes;
  const needed = pairsNeededForNonInferiority(margin, Math.max(b + c, 1) / n, { alpha, expected: (c - b) / n });
  return needed.ok ? Math.max(1, Math.ceil(needed.value - n)) : null;
}
