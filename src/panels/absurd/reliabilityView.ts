import type { DataFrame } from '@grafana/data';
import { ABSURD_CALIBRATION_FIELDS } from '../../model/absurdFrames';
import { count } from '../shared/format';
import { intervalAt, numberAt, type Interval } from '../shared/frames';
import { range, share } from '../shared/quantity';
import type { Domain } from '../shared/scale';
import { t } from '../shared/translate';

/** One bucket of confidence: what it claimed, and what it was worth. */
export interface ReliabilityPoint {
  readonly key: number;
  readonly confidence: number;
  readonly accuracy: Interval;
  readonly isConfident: boolean;
  /** Too few to be part of a line; the interval says how little is known. */
  readonly isThin: boolean;
  readonly bucketText: string;
  readonly confidenceText: string;
  readonly accuracyText: string;
  readonly rangeText: string;
  readonly expectedText: string;
  readonly countText: string;
}

export interface ReliabilityView {
  readonly points: readonly ReliabilityPoint[];
  /** The curve of the reference: confidence and accuracy. */
  readonly reference: ReadonlyArray<readonly [number, number]>;
  /** Of both axes, so that the diagonal is one. */
  readonly domain: Domain;
  readonly threshold: number | null;
  readonly summary: string;
}

const F = ABSURD_CALIBRATION_FIELDS;
const FEWEST = 10;

/** The reliability curve. Undefined where no labelled prediction was read. */
export function reliabilityView(frame: DataFrame, threshold: number | null): ReliabilityView | undefined {
  const rows = Array.from({ length: frame.length }, (_, row) => row);
  const points = rows.flatMap((row): readonly ReliabilityPoint[] => {
    const confidence = numberAt(frame, F.meanConfidence, row);
    const accuracy = intervalAt(frame, [F.accuracy, F.accuracyLower, F.accuracyUpper], row);
    if (confidence === null || accuracy === null) {
      return [];
    }
    const [lower, upper] = [numberAt(frame, F.lower, row), numberAt(frame, F.upper, row)];
    const expected = numberAt(frame, F.expectedAccuracy, row);
    return [
      {
        key: lower ?? row,
        confidence,
        accuracy,
        isThin: (numberAt(frame, F.count, row) ?? 0) < FEWEST,
        isConfident: numberAt(frame, F.isConfident, row) === 1,
        bucketText: lower === null || upper === null ? '' : range({ value: lower, lower, upper }, 'percentunit'),
        confidenceText: share(confidence),
        accuracyText: share(accuracy.value),
        rangeText: range(accuracy, 'percentunit'),
        expectedText: expected === null ? '–' : share(expected),
        countText: count(numberAt(frame, F.count, row) ?? 0),
      },
    ];
  });
  if (points.length === 0) {
    return undefined;
  }
  const reference = rows.flatMap((row): ReadonlyArray<readonly [number, number]> => {
    const accuracy = numberAt(frame, F.referenceAccuracy, row);
    const [lower, upper] = [numberAt(frame, F.lower, row), numberAt(frame, F.upper, row)];
    if (accuracy === null || lower === null || upper === null) {
      return [];
    }
    return [[numberAt(frame, F.meanConfidence, row) ?? (lower + upper) / 2, accuracy]];
  });
  const lowest = Math.min(
    ...points.flatMap(({ confidence, accuracy }) => [confidence, accuracy.value, accuracy.lower ?? 1]),
    ...reference.flat()
  );
  const confident = points.filter(({ isConfident }) => isConfident);
  return {
    points,
    reference,
    domain: { from: Math.max(0, Math.floor(lowest * 10) / 10), to: 1 },
    threshold,
    summary: [
      t('absurd.reliability-summary', 'Accuracy by confidence, in {{buckets}} buckets.', { buckets: points.length }),
      ...confident.map(({ confidenceText, accuracyText, expectedText }) =>
        t(
          'absurd.reliability-confident',
          'Confident outputs claim {{confidence}} and are right in {{accuracy}}; {{expected}} were expected.',
          { confidence: confidenceText, accuracy: accuracyText, expected: expectedText }
        )
      ),
    ].join(' '),
  };
}
