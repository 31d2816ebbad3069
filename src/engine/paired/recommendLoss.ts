import { type Answer, answered } from '../answer';
import { pInWords } from '../pInWords';
import { faultOfNamedCounts } from '../proportion/counts';
import { lossNonInferiority } from './nonInferiority';
import { type DifferenceMoments, meanDifference, pairedTTest } from './pairedDifference';
import { pairsNeededForLoss } from './pairsNeeded';
import type { Recommended } from './recommend';
import { count, number, type OtherVotes, otherVotes, settle, tooFewLabels, type Vote } from './votes';

export interface LossRecommendationOptions extends OtherVotes {
  /** How much the mean loss may grow, in its own unit. */
  readonly margin: number;
  /** By default 0.05. */
  readonly alpha?: number;
  /** Fewer labelled pairs than this decide nothing; by default 100. */
  readonly smallest?: number;
}

/**
 * Promote, hold or roll back a model of numbers? As `recommend`, on the differences of loss (shadow - live: below 0 the
 * shadow errs less) of the labelled pairs.
 *
 * `roll_back` where Student's paired t test shows the loss greater and it grows by more than the margin. `promote`
 * where the one-sided test shows that it grows by less (non-inferiority), and nothing else speaks against it. `hold`
 * else, with how many labelled pairs are still missing. Fewer than 2 pairs are `hold`, not a missing answer. O(1).
 *
 * @example
 * recommendLoss({ n: 500, mean: -0.2, squares: 500 }, { margin: 0.1 }).value.recommendation // => 'promote'
 */
export function recommendLoss(loss: DifferenceMoments, options: LossRecommendationOptions): Answer<Recommended> {
  const { margin, alpha = 0.05, smallest = 100 } = options;
  const { n } = loss;
  const fault = faultOfNamedCounts({ 'labelled pairs': n });
  if (fault !== null) {
    return fault;
  }
  const others = otherVotes(options, alpha);
  if (n < Math.max(2, smallest)) {
    const votes = [tooFewLabels(n, Math.max(2, smallest)), ...others];
    return answered({ ...settle(votes), pairsStillNeeded: Math.ceil(Math.max(2, smallest) - n) });
  }
  const test = pairedTTest(loss);
  const difference = meanDifference(loss, { confidence: 1 - 2 * alpha });
  const safe = lossNonInferiority(loss, margin, alpha);
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
  const measured = `on ${count(n)} labelled pairs the shadow errs by ${number(Math.abs(value))} ${value <= 0 ? 'less' : 'more'} on average (${number(lower)} to ${number(upper)}, paired t ${pInWords(pValue)})`;
  let vote: Vote;
  if (safe.value.nonInferior) {
    const better = pValue <= alpha && value < 0;
    const reason = better ? 'Better' : `No worse than the margin of ${number(margin)} allows`;
    vote = { level: 'promote', reason: `${reason}: ${measured}.` };
  } else if (pValue <= alpha && value > margin) {
    vote = { level: 'roll_back', reason: `Worse: ${measured}, beyond the margin of ${number(margin)}.` };
  } else {
    vote = {
      level: 'hold',
      reason: `Not settled: ${measured}; errors greater by more than the margin of ${number(margin)} cannot be ruled out.`,
    };
  }
  return answered({ ...settle([vote, ...others]), pairsStillNeeded: missing(vote, loss, margin, alpha) });
}

/** Pairs still missing until the loss is settled, if the models are as they look. */
function missing({ level }: Vote, { n, mean, squares }: DifferenceMoments, margin: number, alpha: number) {
  if (level !== 'hold') {
    return 0;
  }
  const needed = pairsNeededForLoss(margin, Math.sqrt(squares / (n - 1)), { alpha, expected: mean });
  return needed.ok ? Math.max(1, Math.ceil(needed.value - n)) : null;
}
