import {
  answered,
  businessValue,
  businessValueDefinition,
  calibrationMetrics,
  CALIBRATION_METRIC_IDS,
  noAnswer,
  performanceMetrics,
  type Answer,
  type CalibrationMetricId,
  type PerformanceData,
  type PerformanceEstimate,
  type PerformanceMetricId,
  type ValueMatrix,
} from '../../../engine';
import { PERFORMANCE_IDS, type PerformanceId } from '../../../model';
import type { ClassEvidence, Evidence, NumberEvidence, Subject } from './evidence';

/** What the words about a metric are, whichever catalogue of the engine has it. */
export type MetricWords = Pick<
  | (typeof performanceMetrics)[PerformanceMetricId]
  | (typeof calibrationMetrics)[CalibrationMetricId]
  | typeof businessValueDefinition,
  'label' | 'explanation' | 'direction' | 'range' | 'unit'
>;

export const isCalibration = (id: PerformanceId): id is CalibrationMetricId =>
  (CALIBRATION_METRIC_IDS as readonly string[]).includes(id);

export function wordsOf(id: PerformanceId): MetricWords {
  return id === 'business_value'
    ? businessValueDefinition
    : isCalibration(id)
      ? calibrationMetrics[id]
      : performanceMetrics[id];
}

/** The metrics that a model of this kind can have. */
export function fittingMetrics({ task }: Subject, costs: ValueMatrix | undefined): readonly PerformanceId[] {
  return PERFORMANCE_IDS.filter((id) => {
    if (id === 'business_value') {
      return costs !== undefined && task !== 'regression';
    }
    if (isCalibration(id)) {
      return task !== 'regression';
    }
    const kinds: ReadonlyArray<PerformanceData['kind']> = performanceMetrics[id].kinds;
    return task === 'regression'
      ? kinds.includes('regression')
      : task === 'binary'
        ? kinds.includes('confusion') || kinds.includes('scored')
        : kinds.includes('confusion') && id !== 'specificity';
  });
}

/** A realised value, with what has to be known of it. */
export interface Realised extends PerformanceEstimate {
  /** What a perfectly calibrated model would show by chance; of errors of calibration alone. */
  readonly noise?: number;
}

function calibrationOf(id: CalibrationMetricId, evidence: ClassEvidence): Answer<Realised> {
  const claims = evidence.claims();
  if (!claims.ok) {
    return claims;
  }
  const answer = calibrationMetrics[id].compute(claims.value);
  if (!answer.ok || !('noise' in answer.value)) {
    return answer;
  }
  // What the buckets leave open is no interval of chance: it must not stand where one is looked for.
  const { value, lower, upper, noise, n } = answer.value;
  return answered({ value, n, noise, ...(lower < upper ? { open: { lower, upper } } : {}) }, answer.repairs);
}

function classMetric(id: PerformanceId, evidence: ClassEvidence, costs: ValueMatrix | undefined): Answer<Realised> {
  if (isCalibration(id)) {
    return calibrationOf(id, evidence);
  }
  if (id === 'business_value') {
    const matrix = evidence.confusion();
    return costs === undefined
      ? noAnswer('invalid_worth', 'Business value needs what hits and misses are worth: set costs of the model.')
      : matrix.ok
        ? businessValue(matrix.value, costs)
        : matrix;
  }
  const { kinds, compute } = performanceMetrics[id];
  const wanted: ReadonlyArray<PerformanceData['kind']> = kinds;
  const data = wanted.includes('scored')
    ? evidence.scored()
    : id === 'accuracy'
      ? evidence.correctness()
      : evidence.confusion();
  return data.ok ? compute(data.value) : data;
}

function numberMetric(id: PerformanceId, evidence: NumberEvidence): Answer<Realised> {
  const pairs = evidence.pairs();
  if (!pairs.ok) {
    return pairs;
  }
  return isCalibration(id) || id === 'business_value'
    ? noAnswer('kind_mismatch', `${wordsOf(id).label} is of classifiers, and this is a regression.`)
    : performanceMetrics[id].compute(pairs.value);
}

/** A metric from labels. */
export function realised(id: PerformanceId, evidence: Evidence, costs: ValueMatrix | undefined): Answer<Realised> {
  if (evidence.labelled === 0) {
    return noAnswer('no_labels', 'No prediction has a label yet: wait for labels, or look at the estimate.');
  }
  return evidence.kind === 'numbers' ? numberMetric(id, evidence) : classMetric(id, evidence, costs);
}
