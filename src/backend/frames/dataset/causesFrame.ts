import type { Answer, Decomposition } from '../../../engine';
import { DATASET_CAUSES_FIELDS } from '../../../model';
import type { Frame, Notice } from '../frame';
import { metaOf } from '../meta';
import { causeColumns, numbers, shareConfig, TABLE, texts, unanswered } from './parts';

export function causesFrame(
  whole: Answer<Decomposition>,
  bySegment: boolean,
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = DATASET_CAUSES_FIELDS;
  const rows = (whole.ok ? whole.value.features : [])
    .flatMap(({ key, bins }) => bins.map((bin) => ({ feature: key, ...bin })))
    .sort((a, b) => b.value - a.value)
    .map(({ feature, bin, value, share, segments }) => {
      const [largest] = [...segments].sort((a, b) => b.value - a.value);
      return {
        feature,
        bin: bin.label,
        value,
        share,
        segment: largest?.segment ?? null,
        segmentShare: largest === undefined || value === 0 ? null : largest.value / value,
      };
    });
  return {
    name: 'causes',
    fields: [
      texts(
        F.feature,
        rows.map(({ feature }) => feature),
        { displayNameFromDS: 'Feature' }
      ),
      texts(
        F.bin,
        rows.map(({ bin }) => bin),
        { displayNameFromDS: 'Bin' }
      ),
      ...causeColumns(F, rows),
      ...(bySegment
        ? [
            texts(
              F.segment,
              rows.map(({ segment }) => segment),
              { displayNameFromDS: 'Segment', description: 'The segment that adds most to this bin.' }
            ),
            numbers(
              F.segmentShare,
              rows.map(({ segmentShare }) => segmentShare),
              shareConfig(
                'Of the bin',
                'What that segment adds, of what the bin adds. Above 100 % where others pull back.'
              )
            ),
          ]
        : []),
    ],
    meta: metaOf([...notices, ...unanswered(whole)], executed, TABLE),
  };
}
