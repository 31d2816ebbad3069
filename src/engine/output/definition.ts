import type { Answer } from '../answer';
import type { MetricDefinition } from '../metric';
import type { CalibrationBucket } from './calibrationBuckets';

/** Every metric of calibration, in the order in which an editor offers them. */
export const CALIBRATION_METRIC_IDS = ['ece', 'mce', 'reliability', 'resolution', 'uncertainty'] as const;

export type CalibrationMetricId = (typeof CALIBRATION_METRIC_IDS)[number];

/** A distance between what was claimed and what came true. */
export interface CalibrationError {
  readonly value: number;
  /** What the buckets leave open: with the confidences themselves the value could be from here ... */
  readonly lower: number;
  /** ... to here. Both are the value where the buckets know their sums. */
  readonly upper: number;
  /** What a perfectly calibrated model would show on so much data, by chance alone. */
  readonly noise: number;
  readonly n: number;
}

export interface CalibrationMetricDefinition<Id extends CalibrationMetricId> extends Omit<
  MetricDefinition<Id, readonly CalibrationBucket[]>,
  'compute'
> {
  readonly compute: (buckets: readonly CalibrationBucket[]) => Answer<CalibrationError | { value: number; n: number }>;
}
