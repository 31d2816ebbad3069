import {
  answered,
  fromNativeHistogram,
  merge,
  mergeNative,
  noAnswer,
  quantileOfHistogram,
  recommendUnpaired,
  scores,
  DEFAULT_SMOOTHING,
  shareDifference,
  total,
  wilson,
  type AlignedPair,
  type Answer,
  type Estimate,
  type Histogram,
  type Hits,
  type Recommended,
} from '../../../engine';
import type { Side } from '../../events/pairs';
import type { Observation } from '../../upstream/upstream';
import { freezeOn } from '../pairing';
import type { MetricRow, Numbers } from './comparison';
import { plainDifference } from './pairedMetrics';
import { isOfTask } from './pairedNumbers';
import type { Judging } from './plan';
import type { Task } from './study';

/** What metrics tell of one role: counts, of which nobody knows to which request they belong. */
export interface RoleCounts {
  readonly predictions: Observation | undefined;
  readonly confidence: Observation | undefined;
  /** Right of those whose label is known at once. */
  readonly right: Hits;
  readonly latency: Observation | undefined;
  /** Requests that failed, which are among none of the predictions; undefined where nothing counts them. */
  readonly failed: number | undefined;
}

export type BothCounts = { readonly [S in Side]: RoleCounts };

/** What a histogram of Prometheus counts in seconds, a person reads in milliseconds. */
const MS_PER_SECOND = 1000;

const QUANTILES = [
  ['latency_p50', 0.5],
  ['latency_p95', 0.95],
  ['latency_p99', 0.99],
] as const;

function histogramOf(observation: Observation | undefined, what: string): Answer<Histogram> {
  if (observation === undefined) {
    return noAnswer('empty_current', `No metric tells of ${what} here.`);
  }
  switch (observation.kind) {
    case 'histogram':
      return answered(observation.histogram, observation.repairs);
    case 'native':
      return fromNativeHistogram(observation.native);
    case 'unusable':
      return noAnswer('no_buckets', observation.message);
    case 'samples':
      return noAnswer('no_buckets', `The metric of ${what} is a gauge: let it be a histogram.`);
  }
}

/** How many predictions an observation holds. */
export function countOf(observation: Observation | undefined): number {
  return observation?.kind === 'histogram'
    ? total(observation.histogram)
    : observation?.kind === 'native'
      ? observation.native.count
      : 0;
}

/** Every prediction is in each of the metrics that a service exposes; the one made for counting goes first. */
export function predictionsOf({ predictions, confidence, latency }: RoleCounts): number {
  return countOf(predictions) || countOf(confidence) || countOf(latency);
}

/**
 * What several series saw together. A service that exposes classic and native buckets counts everything twice: the
 * classic ones are read then.
 */
export function observedSum(observations: readonly Observation[]): Observation | undefined {
  const histograms = observations.flatMap((one) => (one.kind === 'histogram' ? [one.histogram] : []));
  const natives = observations.flatMap((one) => (one.kind === 'native' ? [one.native] : []));
  if (histograms.length > 0) {
    const sum = merge(histograms);
    return sum.ok
      ? { kind: 'histogram', histogram: sum.value, repairs: sum.repairs }
      : { kind: 'unusable', message: sum.detail };
  }
  if (natives.length > 0) {
    const sum = mergeNative(natives);
    return sum.ok ? { kind: 'native', native: sum.value } : { kind: 'unusable', message: sum.detail };
  }
  return observations[0];
}

/** The shadow's counts on the bins of live's. */
export function outputPair(live: Observation | undefined, shadow: Observation | undefined): Answer<AlignedPair> {
  return freezeOn(live)(shadow);
}

function psiOf(live: Observation | undefined, shadow: Observation | undefined): Answer<Estimate> {
  const pair = outputPair(live, shadow);
  if (!pair.ok) {
    return pair;
  }
  const psi = scores.psi.compute(pair.value, { smoothing: DEFAULT_SMOOTHING, fixedReference: false });
  return psi.ok ? answered({ value: psi.value.value, n: countOf(live) + countOf(shadow) }, psi.repairs) : psi;
}

function latencyOf({ latency }: RoleCounts, q: number): Answer<Estimate> {
  const histogram = histogramOf(latency, 'latency');
  if (!histogram.ok) {
    return histogram;
  }
  if (histogram.value.kind !== 'numeric') {
    return noAnswer('needs_order', 'The metric of latency is no histogram of seconds.');
  }
  const quantile = quantileOfHistogram(histogram.value, q);
  if (!quantile.ok) {
    return quantile;
  }
  const { value, lower, upper, n } = quantile.value;
  return answered({
    value: value * MS_PER_SECOND,
    ...(lower === undefined ? {} : { lower: lower * MS_PER_SECOND }),
    ...(upper === undefined ? {} : { upper: upper * MS_PER_SECOND }),
    n,
  });
}

function accuracyOf({ right }: RoleCounts): Answer<Estimate> {
  return right.n > 0
    ? wilson(Math.min(right.hits, right.n), right.n)
    : noAnswer(
        'no_labels',
        'No prediction has the label "correct" in its metrics, so that nobody knows who was right.'
      );
}

const NO_FAILURES_COUNTED = noAnswer(
  'empty_current',
  'No metric counts failures: expose model_prediction_errors_total, or name yours in metrics.predictionErrors of the model.'
);

/** Requests that failed, of all that were answered or failed. */
function failuresOf(role: RoleCounts): Hits | undefined {
  return role.failed === undefined ? undefined : { hits: role.failed, n: role.failed + predictionsOf(role) };
}

function errorRate(role: RoleCounts): Answer<Estimate> {
  const failures = failuresOf(role);
  return failures === undefined ? NO_FAILURES_COUNTED : wilson(failures.hits, failures.n);
}

function errorRateDifference({ live, shadow }: BothCounts): ReturnType<typeof shareDifference> {
  const [one, other] = [failuresOf(live), failuresOf(shadow)];
  return one === undefined || other === undefined ? NO_FAILURES_COUNTED : shareDifference(one, other);
}

export function unpairedRecommendation(
  { live, shadow }: BothCounts,
  { margin, alpha, minLabels }: Judging
): Answer<Recommended> {
  return recommendUnpaired(live.right, shadow.right, { margin, alpha, smallest: minLabels });
}

/** The p-value of a difference of accuracy between two separate sets; null where nobody knows who was right. */
export function unpairedP({ live, shadow }: BothCounts): number | null {
  const difference = shareDifference(live.right, shadow.right);
  return difference.ok ? difference.value.pValue : null;
}

function plain(value: number): Answer<Estimate> {
  return answered({ value, n: value });
}

const NOT_PAIRED = noAnswer(
  'not_paired',
  'It needs answers to the same requests: log predictions with a request_id that live and shadow share.'
);

/** The numbers that counts of two separate sets can give; what needs pairs has none. */
export function unpairedNumbers(counts: BothCounts, task: Task, judging: Judging): Numbers {
  const { live, shadow } = counts;
  const numberOf: Numbers = (name) => {
    switch (name) {
      case 'live_predictions':
        return plain(predictionsOf(live));
      case 'shadow_predictions':
        return plain(predictionsOf(shadow));
      case 'accuracy_live':
        return accuracyOf(live);
      case 'accuracy_shadow':
        return accuracyOf(shadow);
      case 'accuracy_difference': {
        const [one, other] = [accuracyOf(live), accuracyOf(shadow)];
        return !one.ok ? one : other.ok ? shareDifference(live.right, shadow.right) : other;
      }
      case 'error_rate_live':
        return errorRate(live);
      case 'error_rate_shadow':
        return errorRate(shadow);
      case 'error_rate_difference':
        return errorRateDifference(counts);
      case 'latency_p95_live_ms':
        return latencyOf(live, 0.95);
      case 'latency_p95_shadow_ms':
        return latencyOf(shadow, 0.95);
      case 'prediction_psi':
        return psiOf(live.predictions, shadow.predictions);
      case 'confidence_psi':
        return psiOf(live.confidence, shadow.confidence);
      case 'shadow_worse':
      case 'shadow_better': {
        const recommended = unpairedRecommendation(counts, judging);
        if (!recommended.ok) {
          return recommended;
        }
        const level = name === 'shadow_worse' ? 'roll_back' : 'promote';
        const labelled = Math.min(live.right.n, shadow.right.n);
        return labelled > 0
          ? answered({ value: recommended.value.recommendation === level ? 1 : 0, n: labelled })
          : accuracyOf(live.right.n > 0 ? shadow : live);
      }
      default:
        return NOT_PAIRED;
    }
  };
  return (name) => (isOfTask(name, task) ? numberOf(name) : NOT_PAIRED);
}

export function unpairedMetrics(counts: BothCounts, numbers: Numbers, task: Task): readonly MetricRow[] {
  const { live, shadow } = counts;
  const accuracy: MetricRow = {
    metric: 'accuracy',
    live: numbers('accuracy_live'),
    shadow: numbers('accuracy_shadow'),
    difference: numbers('accuracy_difference'),
    pValue: unpairedP(counts),
    direction: 'higher_is_better',
    unit: 'percentunit',
  };
  const failures = errorRateDifference(counts);
  const errors: MetricRow = {
    metric: 'error_rate',
    live: numbers('error_rate_live'),
    shadow: numbers('error_rate_shadow'),
    difference: numbers('error_rate_difference'),
    pValue: failures.ok ? failures.value.pValue : null,
    direction: 'lower_is_better',
    unit: 'percentunit',
  };
  return [
    ...(task === 'classification' ? [accuracy] : []),
    errors,
    ...QUANTILES.map(([metric, q]): MetricRow => {
      const [one, other] = [latencyOf(live, q), latencyOf(shadow, q)];
      return {
        metric,
        live: one,
        shadow: other,
        difference: plainDifference(one, other),
        pValue: null,
        direction: 'lower_is_better',
        unit: 'ms',
      };
    }),
  ];
}
