import { SHADOW_SEGMENT_FIELDS } from '../../../model';
import type { ShadowComparison } from '../../query/shadow/comparison';
import type { ShadowPlan } from '../../query/shadow/plan';
import { numbersOf } from '../../query/shadow/columns';
import { groupFields } from '../driftFrames';
import { P_VALUE_CONFIG } from '../fieldConfig';
import type { Frame } from '../frame';
import { FINDING_CONFIG } from './configs';
import { numberFields, numbers, table, texts } from './parts';

/** A row a segment, those first where a difference is shown. */
export function segmentsFrame(comparison: ShadowComparison, { groupBy }: ShadowPlan): Frame {
  const F = SHADOW_SEGMENT_FIELDS;
  const { segments } = comparison;
  const rows = segments.map((segment) => segment.numbers);
  return table('segments', [
    ...groupFields(segments, groupBy),
    texts(
      F.finding,
      segments.map(({ finding }) => finding),
      FINDING_CONFIG
    ),
    ...numbersOf('segments', comparison).flatMap((name) => numberFields(name, rows)),
    numbers(
      F.pAdjusted,
      segments.map(({ pAdjusted }) => pAdjusted),
      P_VALUE_CONFIG(
        'p adjusted',
        'The p-value of who is right, corrected for how many segments there are (Benjamini-Hochberg).'
      )
    ),
  ]);
}
