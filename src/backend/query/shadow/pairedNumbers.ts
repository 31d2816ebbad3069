import {
  accuracyDifference,
  agreement,
  align,
  answered,
  confidentDisagreementRate,
  DEFAULT_SMOOTHING,
  flipMatrix,
  fromBinCounts,
  fromCategoryCounts,
  kappa,
  mcnemar,
  meanDifference,
  noAnswer,
  pairedTTest,
  recommend,
  recommendLoss,
  scores,
  wilson,
  type AlignedPair,
  type Answer,
  type DifferenceMoments,
  type Estimate,
  type FlipMatrix,
  type Histogram,
  type OtherVotes,
  type PairedOutcomes,
  type Recommended,
} from '../../../engine';
import type { ShadowNumber } from '../../../model';
import type { Side } from '../../events/pairs';
import type { Numbers } from './comparison';
import type { Judging } from './plan';
import type { Task } from './study';
import { CONFIDENCE_EDGES, type Tally } from './tally';

const plain = (value: number): Answer<Estimate> => answered({ value, n: value });

function counted(outcomes: PairedOutcomes): number {
  return outcomes.bothRight + outcomes.onlyLiveRight + outcomes.onlyShadowRight + outcomes.bothWrong;
}

/** How often a side was right. */
export function rightOf(side: Side, outcomes: PairedOutcomes): Answer<Estimate> {
  const right = outcomes.bothRight + (side === 'live' ? outcomes.onlyLiveRight : outcomes.onlyShadowRight);
  const all = counted(outcomes);
  return all === 0
    ? noAnswer('no_labels', 'No pair has a label yet: wait for labels, or compare agreement, which needs none.')
    : wilson(right, all);
}

/** How often a side failed. */
function failuresOf(side: Side, { answers, pairs }: Tally): Answer<Estimate> {
  const failed = answers.bothWrong + (side === 'live' ? answers.onlyShadowRight : answers.onlyLiveRight);
  return pairs === 0 ? nothingPaired() : wilson(failed, pairs);
}

/** A share the other way round: of what is not. */
function opposite(answer: Answer<Estimate>, turn: (value: number) => number): Answer<Estimate> {
  if (!answer.ok) {
    return answer;
  }
  const { value, lower, upper, n } = answer.value;
  return answered({
    value: turn(value),
    ...(upper === undefined ? {} : { lower: turn(upper) }),
    ...(lower === undefined ? {} : { upper: turn(lower) }),
    n,
  });
}

function pValue(answer: Answer<{ readonly pValue: number }>, n: number): Answer<Estimate> {
  return answer.ok ? answered({ value: answer.value.pValue, n }) : answer;
}

/** The mean of one side: the formula, and the interval, are those of a mean difference. */
export function meanOf(moments: DifferenceMoments, what: string): Answer<Estimate> {
  return moments.n === 0
    ? noAnswer('too_few_observations', `No pair has ${what} on both sides: check that both log it.`)
    : meanDifference(moments);
}

export function matrixOf(tally: Tally): Answer<FlipMatrix> {
  return tally.compared > 0 && tally.cells.size === 0
    ? noAnswer('too_many_classes', 'There are too many different predictions for a matrix of who said what.')
    : flipMatrix([...tally.cells.values()]);
}

/** The classes that a side predicted, as a histogram. */
export function classHistogram(tally: Tally, side: Side): Answer<Histogram> {
  const counts = new Map<string, number>();
  for (const cell of tally.cells.values()) {
    counts.set(cell[side], (counts.get(cell[side]) ?? 0) + cell.count);
  }
  return fromCategoryCounts(new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1))));
}

export function confidenceHistogram({ confidenceCounts }: Tally, side: Side): Answer<Histogram> {
  return fromBinCounts(CONFIDENCE_EDGES, [...confidenceCounts[side]]);
}

/** The shadow's histogram on the bins of live's. */
export function alignedOf(live: Answer<Histogram>, shadow: Answer<Histogram>): Answer<AlignedPair> {
  return !live.ok ? live : shadow.ok ? align(live.value, shadow.value) : shadow;
}

function psiOf(pair: Answer<AlignedPair>, n: number): Answer<Estimate> {
  if (!pair.ok) {
    return pair;
  }
  const psi = scores.psi.compute(pair.value, { smoothing: DEFAULT_SMOOTHING, fixedReference: false });
  return psi.ok ? answered({ value: psi.value.value, n }, psi.repairs) : psi;
}

/** What is to be said of a shadow, beside who is right. */
function otherVotes(tally: Tally, { margin, latencyMarginMs, confidentDisagreement }: Judging): OtherVotes {
  const { latencyMs, answers, compared, confident, confidentDisagreeing } = tally;
  return {
    ...(latencyMarginMs === undefined || latencyMs.difference.n === 0
      ? {}
      : { latency: { moments: latencyMs.difference, margin: latencyMarginMs, unit: 'ms' } }),
    ...(tally.pairs === 0 ? {} : { answers: { outcomes: answers, margin } }),
    ...(confident === 0
      ? {}
      : { confidentDisagreement: { share: confidentDisagreeing / compared, most: confidentDisagreement } }),
  };
}

/** Promote, hold or roll back, with the reasons; where nothing was paired, why. */
export function recommendationOf(tally: Tally, task: Task, judging: Judging): Answer<Recommended> {
  const { alpha, margin, minLabels } = judging;
  const options = { alpha, smallest: minLabels, ...otherVotes(tally, judging) };
  const recommended =
    task === 'classification'
      ? recommend(tally.outcomes, { ...options, margin })
      : // The margin is a share of how much live errs, because nobody has to know the unit for that.
        recommendLoss(tally.absoluteError.difference, { ...options, margin: margin * tally.absoluteError.live.mean });
  if (!recommended.ok || tally.pairs > 0) {
    return recommended;
  }
  const { unpairedLive: live, unpairedShadow: shadow } = tally;
  const why =
    live + shadow === 0
      ? 'Neither live nor the shadow answered anything.'
      : shadow === 0
        ? `The shadow answered nothing, and live ${live} requests.`
        : live === 0
          ? `Live answered nothing, and the shadow ${shadow} requests.`
          : `No request was answered by both, though live answered ${live} and the shadow ${shadow}: check that both log the same request_id.`;
  return answered({ ...recommended.value, reasons: [why, ...recommended.value.reasons] });
}

/** 1 where that is the recommendation. Without a pair, or with nothing that could have led to it, nobody can say. */
function decidedFor(level: Recommended['recommendation'], tally: Tally, task: Task, judging: Judging) {
  const recommended = recommendationOf(tally, task, judging);
  if (!recommended.ok) {
    return recommended;
  }
  const labelled = task === 'classification' ? counted(tally.outcomes) : tally.absoluteError.difference.n;
  const decided = recommended.value.recommendation !== 'hold';
  return decided || labelled > 0
    ? answered({ value: recommended.value.recommendation === level ? 1 : 0, n: labelled })
    : noAnswer('no_labels', 'No pair has a label yet, so nobody can say who is right: wait for labels.');
}

const OF_CLASSES: ReadonlySet<ShadowNumber> = new Set([
  'agreement',
  'disagreement_rate',
  'kappa',
  'confident_disagreement_rate',
  'accuracy_live',
  'accuracy_shadow',
  'accuracy_difference',
  'mcnemar_p',
]);
const OF_NUMBERS: ReadonlySet<ShadowNumber> = new Set([
  'mean_live',
  'mean_shadow',
  'mean_difference',
  'mae_live',
  'mae_shadow',
  'mae_difference',
  'mae_p',
]);

/** Numbers that the task has: a regression has no agreement, and classes have no mean. */
export function isOfTask(name: ShadowNumber, task: Task): boolean {
  return !(task === 'regression' ? OF_CLASSES : OF_NUMBERS).has(name);
}

function ofAnotherTask(name: ShadowNumber, task: Task): Answer<never> | undefined {
  if (isOfTask(name, task)) {
    return undefined;
  }
  return task === 'regression'
    ? noAnswer('needs_categories', `${name} is of classes, and these predictions are numbers: ask for mean_difference.`)
    : noAnswer('needs_order', `${name} is of numbers, and these predictions are classes: ask for agreement.`);
}

/** All numbers of a tally, each worked out when it is asked for. */
export function pairedNumbers(tally: Tally, task: Task, judging: Judging): Numbers {
  const { pairs, unpairedLive, unpairedShadow, outcomes, answers, latencyMs, value, absoluteError } = tally;
  const labelled = counted(outcomes);
  const numberOf: Numbers = (name) => {
    switch (name) {
      case 'pairs':
        return plain(pairs);
      case 'unpaired_live':
        return plain(unpairedLive);
      case 'unpaired_shadow':
        return plain(unpairedShadow);
      case 'live_predictions':
        return plain(pairs + unpairedLive);
      case 'shadow_predictions':
        return plain(pairs + unpairedShadow);
      case 'paired_share':
        return wilson(pairs, pairs + unpairedLive);
      case 'agreement': {
        const matrix = matrixOf(tally);
        return matrix.ok ? agreement(matrix.value) : wilson(tally.same, tally.compared);
      }
      case 'disagreement_rate':
        return opposite(numberOf('agreement'), (share) => 1 - share);
      case 'kappa': {
        const matrix = matrixOf(tally);
        return matrix.ok ? kappa(matrix.value) : matrix;
      }
      case 'confident_disagreement_rate':
        return confidentDisagreementRate({ confident: tally.confident, disagreeing: tally.confidentDisagreeing });
      case 'labelled_pairs':
        return plain(task === 'classification' ? labelled : absoluteError.difference.n);
      case 'accuracy_live':
        return rightOf('live', outcomes);
      case 'accuracy_shadow':
        return rightOf('shadow', outcomes);
      case 'accuracy_difference':
        return accuracyDifference(outcomes);
      case 'mcnemar_p':
        return pValue(mcnemar(outcomes), labelled);
      case 'mean_live':
        return meanOf(value.live, 'a number');
      case 'mean_shadow':
        return meanOf(value.shadow, 'a number');
      case 'mean_difference':
        return meanOf(value.difference, 'a number');
      case 'mae_live':
        return meanOf(absoluteError.live, 'a label');
      case 'mae_shadow':
        return meanOf(absoluteError.shadow, 'a label');
      case 'mae_difference':
        return meanOf(absoluteError.difference, 'a label');
      case 'mae_p':
        return pValue(pairedTTest(absoluteError.difference), absoluteError.difference.n);
      case 'error_rate_live':
        return failuresOf('live', tally);
      case 'error_rate_shadow':
        return failuresOf('shadow', tally);
      case 'error_rate_difference':
        return opposite(pairs === 0 ? nothingPaired() : accuracyDifference(answers), (difference) => -difference);
      case 'latency_live_ms':
        return meanOf(latencyMs.live, 'a latency');
      case 'latency_shadow_ms':
        return meanOf(latencyMs.shadow, 'a latency');
      case 'latency_difference_ms':
        return meanOf(latencyMs.difference, 'a latency');
      case 'latency_p95_live_ms':
      case 'latency_p95_shadow_ms':
        return noAnswer('needs_histogram', 'Quantiles of latency are of the whole alone: read them in the summary.');
      case 'prediction_psi':
        return task === 'regression'
          ? noAnswer('needs_histogram', 'The drift of predicted numbers is of the whole alone: read it in the summary.')
          : psiOf(alignedOf(classHistogram(tally, 'live'), classHistogram(tally, 'shadow')), tally.compared);
      case 'confidence_psi':
        return tally.confidence.difference.n === 0
          ? noAnswer('too_few_observations', 'No pair has a confidence on both sides: check that both log it.')
          : psiOf(
              alignedOf(confidenceHistogram(tally, 'live'), confidenceHistogram(tally, 'shadow')),
              tally.confidence.difference.n
            );
      case 'shadow_worse':
        return decidedFor('roll_back', tally, task, judging);
      case 'shadow_better':
        return decidedFor('promote', tally, task, judging);
    }
  };
  return (name) => ofAnotherTask(name, task) ?? numberOf(name);
}

function nothingPaired(): Answer<never> {
  return noAnswer(
    'empty_current',
    'No request was answered by both: check that both log the same request_id, or widen the window.'
  );
}
