import { type Answer, answered } from '../answer';
import { type CalibrationBucket, faultOfCalibration, meanConfidence, middlesTaken } from './calibrationBuckets';
import type { CalibrationMetricDefinition } from './definition';

export interface BrierDecomposition {
  /** Mean (confidence - outcome)^2; null where only counts are at hand. */
  readonly brier: number | null;
  /** Mean squared distance of the confidences from what came true: smaller is better. */
  readonly reliability: number;
  /** How far the buckets tell cases apart: larger is better. */
  readonly resolution: number;
  /** What the outcomes themselves leave uncertain, whatever the model. */
  readonly uncertainty: number;
  /** What varies inside the buckets, so that brier = reliability - resolution + uncertainty + within; null as brier. */
  readonly within: number | null;
  readonly n: number;
}

/**
 * Brier's score taken apart: is it bad because the confidence lies, because the model cannot tell cases apart, or
 * because the cases are hard?
 *
 * reliability - resolution + uncertainty (Murphy 1973), and what varies inside buckets (Stephenson, Coelho & Jolliffe
 * 2008), so that the parts add up to the score exactly. Nothing labelled gives no answer. O(buckets).
 *
 * @example
 * brierDecomposition([{ lower: 0, upper: 0.5, count: 4, hits: 1 }, { lower: 0.5, upper: 1, count: 4, hits: 3 }]).value.resolution // => 0.0625
 */
export function brierDecomposition(buckets: readonly CalibrationBucket[]): Answer<BrierDecomposition> {
  const fault = faultOfCalibration(buckets);
  if (fault !== null) {
    return fault;
  }
  const filled = buckets.filter(({ count }) => count > 0);
  const n = filled.reduce((all, { count }) => all + count, 0);
  const base = Math.min(1, filled.reduce((all, { hits }) => all + hits, 0) / n);
  let reliability = 0;
  let resolution = 0;
  let brierSum: number | null = 0;
  for (const bucket of filled) {
    const accuracy = Math.min(1, bucket.hits / bucket.count);
    const share = bucket.count / n;
    reliability += share * (meanConfidence(bucket) - accuracy) ** 2;
    resolution += share * (accuracy - base) ** 2;
    brierSum = brierSum === null || bucket.brierSum === undefined ? null : brierSum + bucket.brierSum;
  }
  const uncertainty = base * (1 - base);
  const brier = brierSum === null ? null : brierSum / n;
  const within = brier === null ? null : brier - (reliability - resolution + uncertainty);
  return answered({ brier, reliability, resolution, uncertainty, within, n }, middlesTaken(buckets));
}

function part(
  of: 'reliability' | 'resolution' | 'uncertainty'
): (buckets: readonly CalibrationBucket[]) => Answer<{ value: number; n: number }> {
  return (buckets) => {
    const parts = brierDecomposition(buckets);
    return parts.ok ? answered({ value: parts.value[of], n: parts.value.n }, parts.repairs) : parts;
  };
}

const COMMON = {
  unit: null,
  citation: 'Murphy, Journal of Applied Meteorology 12, 1973; Stephenson, Coelho & Jolliffe, 2008',
  needs: 'Confidences with labels, or counts of right and wrong by bucket of confidence.',
} as const;

export const reliabilityDefinition: CalibrationMetricDefinition<'reliability'> = {
  ...COMMON,
  id: 'reliability',
  label: 'Brier: reliability',
  explanation: "The part of Brier's score that is due to confidence that lies; it can be repaired by calibrating.",
  direction: 'lower_is_better',
  range: { min: 0, max: 1 },
  formula: 'sum n_k / n (confidence_k - accuracy_k)^2',
  limits: 'It is biased upwards with few data in a bucket.',
  compute: part('reliability'),
};

export const resolutionDefinition: CalibrationMetricDefinition<'resolution'> = {
  ...COMMON,
  id: 'resolution',
  label: 'Brier: resolution',
  explanation: 'How far the model tells cases that come true from those that do not.',
  direction: 'higher_is_better',
  range: { min: 0, max: 0.25 },
  formula: 'sum n_k / n (accuracy_k - base rate)^2',
  limits: 'It cannot exceed the uncertainty: compare models on the same cases only.',
  compute: part('resolution'),
};

export const uncertaintyDefinition: CalibrationMetricDefinition<'uncertainty'> = {
  ...COMMON,
  id: 'uncertainty',
  label: 'Brier: uncertainty',
  explanation: 'What the outcomes leave uncertain whatever the model: when it moves, the cases have changed.',
  direction: 'neither',
  range: { min: 0, max: 0.25 },
  formula: 'base rate (1 - base rate)',
  limits: 'It says nothing about the model.',
  compute: part('uncertainty'),
};
