import { reliabilityCurve, type ReliabilityPoint } from '../../../engine';
import { ABSURD_CALIBRATION_FIELDS } from '../../../model';
import type { ConfidenceBuckets } from '../../query/absurd/confidence';
import type { LearnedCalibration } from '../../query/absurd/reference';
import { worthOf } from '../../query/absurd/tally';
import { columnsOf } from '../columns';
import { COUNT_CONFIG } from '../fieldConfig';
import type { Field } from '../frame';
import { INTERVAL, SHARE_CONFIG } from './configs';

function pointsOf(buckets: ConfidenceBuckets | undefined): readonly ReliabilityPoint[] {
  const curve = buckets === undefined ? undefined : reliabilityCurve(buckets.shown());
  return curve?.ok === true ? curve.value : [];
}

/** The reliability curve of the time range, and beside it that of the reference. */
export function calibrationFields(
  buckets: ConfidenceBuckets,
  learned: LearnedCalibration | undefined,
  threshold: number
): readonly Field[] {
  const F = ABSURD_CALIBRATION_FIELDS;
  const [now, before] = [pointsOf(buckets), pointsOf(learned?.buckets)];
  const rows = [...new Set([...now, ...before].map(({ lower }) => lower))]
    .sort((a, b) => a - b)
    .map((lower) => ({
      lower,
      here: now.find((point) => point.lower === lower),
      there: before.find((point) => point.lower === lower),
    }));
  const { number } = columnsOf(rows);
  return [
    number(
      F.lower,
      ({ lower }) => lower,
      SHARE_CONFIG('Confidence above', 'Without this bound itself, but for the threshold and for 0.')
    ),
    number(F.upper, ({ here, there }) => (here ?? there)?.upper, SHARE_CONFIG('up to', 'With this bound.')),
    number(
      F.count,
      ({ here }) => here?.count ?? 0,
      COUNT_CONFIG('Predictions', 'Labelled predictions of the time range.')
    ),
    number(F.meanConfidence, ({ here }) => here?.meanConfidence, SHARE_CONFIG('Mean confidence', 'What they claimed.')),
    number(F.accuracy, ({ here }) => here?.accuracy, SHARE_CONFIG('Accuracy', 'The share that was right.')),
    number(F.accuracyLower, ({ here }) => here?.accuracyLower, SHARE_CONFIG('Accuracy, lower', INTERVAL)),
    number(F.accuracyUpper, ({ here }) => here?.accuracyUpper, SHARE_CONFIG('Accuracy, upper', INTERVAL)),
    number(
      F.expectedAccuracy,
      ({ here }) => (here === undefined ? null : worthOf(here.meanConfidence, learned?.calibration)),
      SHARE_CONFIG(
        'Expected accuracy',
        'What this confidence was worth in the reference; the confidence itself, where nothing could be learned there.'
      )
    ),
    number(
      F.referenceCount,
      ({ there }) => there?.count ?? 0,
      COUNT_CONFIG('Reference predictions', 'Labelled predictions of the reference.')
    ),
    number(
      F.referenceAccuracy,
      ({ there }) => there?.accuracy,
      SHARE_CONFIG('Reference accuracy', 'The share that was right in the reference.')
    ),
    number(F.isConfident, ({ lower }) => (lower >= threshold ? 1 : 0), {
      displayNameFromDS: 'Confident',
      description: '1 where an error is an absurd one.',
      min: 0,
      max: 1,
      decimals: 0,
    }),
  ];
}
