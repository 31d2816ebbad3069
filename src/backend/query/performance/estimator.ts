import {
  answered,
  CBPE_METRIC_IDS,
  cbpeFromBuckets,
  estimatedAccuracy,
  estimatedLoss,
  lossBuckets,
  lossEdges,
  noAnswer,
  type Answer,
  type Belief,
  type CalibrationBucket,
  type CbpeMetricId,
  type LossBucket,
  type NoAnswer,
  type PerformanceEstimate,
  type ValueMatrix,
} from '../../../engine';
import type { PerformanceId } from '../../../model';
import type { ClassEvidence, Evidence, NumberEvidence, Subject } from './evidence';
import { isCalibration, wordsOf } from './metrics';

/** Estimates without labels: of each metric an answer of its own, and how far all of them can be believed. */
export interface Estimates {
  readonly of: (id: PerformanceId) => Answer<PerformanceEstimate>;
  /** Undefined where there is no estimate at all. */
  readonly belief: Belief | undefined;
}

/** What estimates rest on: so many labels, of predictions (scores, or numbers predicted) that lie from here to there. */
export interface Basis {
  readonly labels: number;
  readonly from: number;
  readonly to: number;
}

/** Estimates for any stretch of time, learned once on the reference. */
export interface Estimator {
  readonly estimate: (evidence: Evidence) => Estimates;
  /** Undefined where nothing was learned. */
  readonly basis: Basis | undefined;
}

const WRONG_EVIDENCE = noAnswer('kind_mismatch', 'The reference and the time range hold other kinds of predictions.');
const NOT_OF_CALIBRATION = noAnswer(
  'no_labels',
  'Calibration cannot be estimated without labels: estimates rest on that of the reference.'
);

const isCbpe = (id: PerformanceId): id is CbpeMetricId => (CBPE_METRIC_IDS as readonly string[]).includes(id);

function notEstimated(id: PerformanceId): NoAnswer {
  return isCalibration(id)
    ? NOT_OF_CALIBRATION
    : noAnswer('no_labels', `${wordsOf(id).label} cannot be estimated without labels.`);
}

function none(why: NoAnswer): Estimates {
  return { of: () => why, belief: undefined };
}

/** Whether a metric of such a model can be estimated at all, given enough confidences and labels of a reference. */
export function isEstimable(id: PerformanceId, { task }: Subject): boolean {
  switch (task) {
    case 'regression':
      return LOSSES[id] !== undefined;
    case 'binary':
      return isCbpe(id) || id === 'business_value';
    case 'multiclass':
      return id === 'accuracy';
  }
}

/** Confidences at their word: what is left where no label is known at all. It covers nothing, and so is not believed. */
const AT_THEIR_WORD: readonly CalibrationBucket[] = [
  { lower: 0, upper: 0, count: 1, hits: 0 },
  { lower: 1, upper: 1, count: 1, hits: 1 },
];

function basisOf(buckets: readonly CalibrationBucket[]): Basis | undefined {
  const filled = buckets.filter(({ count }) => count > 0);
  return filled.length === 0
    ? undefined
    : {
        labels: filled.reduce((all, { count }) => all + count, 0),
        from: filled.reduce((least, { lower }) => Math.min(least, lower), 1),
        to: filled.reduce((most, { upper }) => Math.max(most, upper), 0),
      };
}

/** Worths by class as worths of `1` and `0`; undefined where there are not two classes. */
function binaryWorth(
  { classes, positive }: Subject & { readonly task: 'binary' },
  costs: ValueMatrix | undefined
): ValueMatrix | undefined {
  const others = classes.filter((name) => name !== positive);
  const [negative] = others;
  if (costs === undefined || negative === undefined || others.length > 1) {
    return undefined;
  }
  const worth = (label: string, prediction: string): number => costs[label]?.[prediction] ?? 0;
  return {
    1: { 1: worth(positive, positive), 0: worth(positive, negative) },
    0: { 1: worth(negative, positive), 0: worth(negative, negative) },
  };
}

const NO_WORTH = noAnswer('invalid_worth', 'The business value can be estimated of two classes only.');

/** Confidence-based estimates of a binary model: its scores, calibrated on the reference. */
function binaryEstimator(
  subject: Subject & { readonly task: 'binary' },
  reference: ClassEvidence,
  ids: readonly PerformanceId[],
  costs: ValueMatrix | undefined
): Estimator {
  const lessons = reference.lessons();
  const unlearned = !lessons.ok && lessons.reason === 'no_labels';
  const worth = binaryWorth(subject, costs);
  const options = { metrics: ids.filter(isCbpe), ...(worth === undefined ? {} : { worth }) };
  return {
    basis: lessons.ok ? basisOf(lessons.value) : undefined,
    estimate: (evidence) => {
      if (evidence.kind !== 'classes') {
        return none(WRONG_EVIDENCE);
      }
      if (!lessons.ok && !unlearned) {
        return none(lessons);
      }
      const answer = cbpeFromBuckets(lessons.ok ? lessons.value : AT_THEIR_WORD, evidence.scores(), options);
      if (!answer.ok) {
        return none(answer);
      }
      const { metrics, businessValue = NO_WORTH } = answer.value;
      const found = new Map<PerformanceId, Answer<PerformanceEstimate>>([
        ...metrics.map(({ id, estimate }) => [id, estimate] as const),
        ['business_value', businessValue],
      ]);
      return { of: (id) => found.get(id) ?? notEstimated(id), belief: answer.value };
    },
  };
}

const ONLY_ACCURACY = noAnswer(
  'needs_positive_class',
  'Of several classes only accuracy can be estimated without labels.'
);

/** Of several classes: the confidence in what was predicted, calibrated a class. */
function severalEstimator(reference: ClassEvidence): Estimator {
  const lessons = reference.lessonsByClass();
  return {
    basis: basisOf([...lessons.values()].flat()),
    estimate: (evidence) => {
      if (evidence.kind !== 'classes') {
        return none(WRONG_EVIDENCE);
      }
      const answer = estimatedAccuracy(
        [...evidence.scoresByClass()].map(([prediction, current]) => ({
          prediction,
          current,
          reference: lessons.get(prediction) ?? [],
        }))
      );
      if (!answer.ok) {
        return none(answer);
      }
      const accuracy = answered(answer.value.accuracy);
      return {
        of: (id) => (id === 'accuracy' ? accuracy : isCalibration(id) ? NOT_OF_CALIBRATION : ONLY_ACCURACY),
        belief: answer.value,
      };
    },
  };
}

/** What an error costs, and whether the metric is the root of the mean cost. */
const LOSSES: Partial<
  Record<PerformanceId, { readonly loss: (label: number, prediction: number) => number; readonly root: boolean }>
> = {
  mae: { loss: (label, prediction) => Math.abs(prediction - label), root: false },
  rmse: { loss: (label, prediction) => (prediction - label) ** 2, root: true },
  mape: {
    loss: (label, prediction) => (label === 0 ? NaN : Math.abs((prediction - label) / label)),
    root: false,
  },
};

/** A mean loss is never below 0; of a squared one the root is the metric. */
function asMetric({ value, lower, upper, n }: PerformanceEstimate, root: boolean): PerformanceEstimate {
  const of = (loss: number): number => (root ? Math.sqrt(Math.max(0, loss)) : Math.max(0, loss));
  return {
    value: of(value),
    ...(lower === undefined ? {} : { lower: of(lower) }),
    ...(upper === undefined ? {} : { upper: of(upper) }),
    n,
  };
}

/** Of a regression: how large errors were for predictions of this size. */
function numberEstimator(reference: NumberEvidence, ids: readonly PerformanceId[]): Estimator {
  const pairs = reference.pairs();
  const edges = pairs.ok ? lossEdges(pairs.value.predictions) : pairs;
  if (!pairs.ok || !edges.ok) {
    const why = noAnswer('no_labels', 'The reference has no labelled prediction to learn from.');
    return { basis: undefined, estimate: () => none(why) };
  }
  const { labels, predictions } = pairs.value;
  const learned = new Map<PerformanceId, Answer<readonly LossBucket[]>>(
    ids.flatMap((id) => {
      const loss = LOSSES[id]?.loss;
      return loss === undefined
        ? []
        : [
            [
              id,
              lossBuckets(
                predictions,
                labels.map((label, i) => loss(label, predictions[i] as number)),
                edges.value
              ),
            ] as const,
          ];
    })
  );
  return {
    basis: { labels: labels.length, from: edges.value[0] ?? NaN, to: edges.value.at(-1) ?? NaN },
    estimate: (evidence) => {
      if (evidence.kind !== 'numbers') {
        return none(WRONG_EVIDENCE);
      }
      const now = evidence.predictions();
      const placed = lossBuckets(now, now, edges.value);
      const counts = placed.ok
        ? placed.value.map(({ count }) => count)
        : new Array<number>(edges.value.length + 1).fill(0);
      const found = new Map(
        [...learned].map(([id, buckets]) => [id, buckets.ok ? estimatedLoss(buckets.value, counts) : buckets] as const)
      );
      const [belief] = [...found.values()].flatMap((answer) => (answer.ok ? [answer.value] : []));
      return {
        belief,
        of: (id) => {
          const answer = found.get(id);
          return answer === undefined
            ? notEstimated(id)
            : answer.ok
              ? answered(asMetric(answer.value.loss, LOSSES[id]?.root === true))
              : answer;
        },
      };
    },
  };
}

/** Learns on a reference what current predictions should be worth. */
export function estimatorOf(
  subject: Subject,
  reference: Evidence,
  ids: readonly PerformanceId[],
  costs: ValueMatrix | undefined
): Estimator {
  const usual: PerformanceId = reference.kind === 'numbers' ? 'mae' : 'accuracy';
  // By the usual one an estimate is held to the labels, whatever else is asked for.
  const all = ids.includes(usual) ? ids : [...ids, usual];
  if (reference.kind === 'numbers') {
    return numberEstimator(reference, all);
  }
  return subject.task === 'binary' ? binaryEstimator(subject, reference, all, costs) : severalEstimator(reference);
}
