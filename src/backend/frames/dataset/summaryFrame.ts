import type { Answer, Decomposition } from '../../../engine';
import { DATASET_SUMMARY_FIELDS, type DatasetMetric } from '../../../model';
import { modelNumber, type JudgedModel } from '../../query/dataset/judge';
import { groupFields } from '../driftFrames';
import { COUNT_CONFIG, REASON_CONFIG, VERDICT_CONFIG } from '../fieldConfig';
import type { Field, Frame, Notice } from '../frame';
import { metaOf } from '../meta';
import { METRIC_CONFIG, numbers, TABLE, texts } from './parts';

/** The feature and bin from which most of the drift comes, in words. */
function worstCause(whole: Answer<Decomposition>): string | null {
  if (!whole.ok || whole.value.value <= 0) {
    return null;
  }
  const [worst] = [...whole.value.features].sort((a, b) => b.value - a.value);
  const [bin] = [...(worst?.bins ?? [])].sort((a, b) => b.value - a.value);
  return worst === undefined || bin === undefined
    ? null
    : `${worst.key} (${(worst.share * 100).toFixed(0)} %), most in ${bin.bin.label}`;
}

export function summaryFrame(
  groups: readonly JudgedModel[],
  groupBy: readonly string[],
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = DATASET_SUMMARY_FIELDS;
  const metric = (name: DatasetMetric): Field =>
    numbers(
      name,
      groups.map(({ judged, whole }) => modelNumber(name, judged, whole.ok ? whole.value.value : null)),
      METRIC_CONFIG[name]
    );
  return {
    name: 'summary',
    fields: [
      ...groupFields(groups, groupBy),
      metric(F.driftedFeatures),
      numbers(
        F.features,
        groups.map(({ judged }) => (judged.ok ? judged.value.features : null)),
        COUNT_CONFIG('Features', 'Features of the model that were compared.')
      ),
      metric(F.share),
      metric(F.weightedShare),
      texts(
        F.verdict,
        groups.map(({ judged }) => (judged.ok ? judged.value.verdict : 'insufficient')),
        VERDICT_CONFIG
      ),
      texts(
        F.reason,
        groups.map(({ judged }) => (judged.ok ? judged.value.reason : judged.detail)),
        REASON_CONFIG
      ),
      numbers(
        F.judged,
        groups.map(({ judged }) => (judged.ok ? judged.value.judged : null)),
        COUNT_CONFIG('Judged', 'Features with enough data for a verdict.')
      ),
      metric(F.modelPsi),
      numbers(
        F.noiseFloor,
        groups.map(({ whole }) => (whole.ok ? whole.value.noiseFloor : null)),
        {
          displayNameFromDS: 'Noise floor',
          description: 'The PSI of the model that chance alone gives on average, with so much data.',
          decimals: 4,
          min: 0,
        }
      ),
      texts(
        F.worst,
        groups.map(({ whole }) => worstCause(whole)),
        { displayNameFromDS: 'Worst', description: "The feature that adds most to the model's PSI, and its worst bin." }
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}
