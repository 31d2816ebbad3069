import { type Answer, answered, noAnswer } from '../answer';
import { chiSquaredSurvival } from '../special/chiSquared';
import { normalQuantile } from '../special/normalQuantile';
import { studentCritical, studentSurvival } from '../special/studentSurvival';
import { faultOfOutcomes, labelledPairs, type PairedOutcomes } from './outcomes';
import { type DifferenceMoments, pairedTTest } from './pairedDifference';
import { tangoInterval, tangoStatistic } from './tango';

export interface NonInferiority {
  /** At most alpha away from being wrong to say: the shadow is worse by less than the margin. */
  readonly nonInferior: boolean;
  /** One-sided: the chance of data this good if the shadow were worse by the whole margin. */
  readonly pValue: number;
  readonly difference: number;
  /** With confidence 1 - alpha the shadow is no worse than this (accuracy), or no worse than this (loss). */
  readonly bound: number;
  readonly margin: number;
}

function checkedAlpha(alpha: number): number {
  if (!(alpha > 0 && alpha < 0.5)) {
    throw new RangeError(`an alpha of ${alpha}: it must lie between 0 and 0.5`);
  }
  return alpha;
}

/**
 * Is the shadow's accuracy at most `margin` below live's? One-sided score test of Tango (1998) at -margin, with the
 * lower bound that inverts it. 0 <= margin < 1; a margin of 0 asks for superiority. O(1).
 *
 * @example
 * accuracyNonInferiority({ bothRight: 900, onlyLiveRight: 20, onlyShadowRight: 25, bothWrong: 55 }, 0.02).value.nonInferior // => true
 */
export function accuracyNonInferiority(outcomes: PairedOutcomes, margin: number, alpha = 0.05): Answer<NonInferiority> {
  const z = normalQuantile(1 - checkedAlpha(alpha));
  const fault = faultOfOutcomes(outcomes);
  if (fault !== null) {
    return fault;
  }
  if (!(margin >= 0 && margin < 1)) {
    return noAnswer('invalid_margin', `A margin of ${margin}: give a difference of accuracy from 0 to below 1.`);
  }
  const { onlyLiveRight: b, onlyShadowRight: c } = outcomes;
  const n = labelledPairs(outcomes);
  const statistic = tangoStatistic(b, c, n, -margin);
  const tail = chiSquaredSurvival(statistic * statistic, 1) / 2;
  const pValue = statistic > 0 ? tail : 1 - tail;
  const bound = tangoInterval(b, c, n, z).lower;
  return answered({ nonInferior: pValue <= alpha, pValue, difference: (c - b) / n, bound, margin });
}

/**
 * Is the shadow's mean loss (or latency: smaller is better) at most `margin` above live's? One-sided paired t test, with
 * the upper bound that inverts it. margin >= 0. Fewer than 2 pairs give no answer. O(1).
 *
 * @example
 * lossNonInferiority({ n: 100, mean: 0.1, squares: 99 }, 0.5).value.nonInferior // => true
 */
export function lossNonInferiority(moments: DifferenceMoments, margin: number, alpha = 0.05): Answer<NonInferiority> {
  checkedAlpha(alpha);
  if (!(margin >= 0 && margin < Infinity)) {
    return noAnswer('invalid_margin', `A margin of ${margin}: give a difference of the loss of at least 0.`);
  }
  const test = pairedTTest(moments, margin);
  if (!test.ok) {
    return test;
  }
  const { t, degreesOfFreedom } = test.value;
  const error = Math.sqrt(moments.squares / degreesOfFreedom / moments.n);
  const bound = moments.mean + studentCritical(alpha, degreesOfFreedom) * error;
  const pValue = studentSurvival(-t, degreesOfFreedom);
  return answered({ nonInferior: pValue <= alpha, pValue, difference: moments.mean, bound, margin });
}
