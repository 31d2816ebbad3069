import { ABSURD_SEGMENTS_FIELDS } from '../../../model';
import type { SegmentRow } from '../../query/absurd/segments';
import { columnsOf } from '../columns';
import { COUNT_CONFIG, P_VALUE_CONFIG, verdictConfig } from '../fieldConfig';
import type { Field } from '../frame';
import { INTERVAL, RATIO_CONFIG, SHARE_CONFIG, SIGN_CONFIG, SUMMARY_CONFIG } from './configs';

/** In the words of the panel: nothing of the model drifts here, but more of its answers are absurd. */
const VERDICT = verdictConfig(
  'Much more often: significantly more than elsewhere, at least twice as many. More often: significantly more. Not enough data: it stands out, and may by chance. No more often: as elsewhere.',
  { drift: 'Much more often', warning: 'More often', ok: 'No more often' }
);

export function segmentFields(rows: readonly SegmentRow[]): readonly Field[] {
  const F = ABSURD_SEGMENTS_FIELDS;
  const { number, text } = columnsOf(rows);
  return [
    text(F.segment, ({ segment }) => segment, { displayNameFromDS: 'Segment' }),
    text(F.value, ({ value }) => value, { displayNameFromDS: 'Value' }),
    text(F.sign, ({ sign }) => sign, SIGN_CONFIG),
    number(F.hits, ({ hits }) => hits, COUNT_CONFIG('Absurd', 'Outputs of this segment that show the sign.')),
    number(
      F.of,
      ({ of }) => of,
      COUNT_CONFIG('Of', 'Outputs that could show it: confident and labelled ones, all, or confident pairs.')
    ),
    number(F.share, ({ share }) => share, SHARE_CONFIG('Share', 'Absurd ones of those that could be.')),
    number(F.shareLower, ({ lower }) => lower, SHARE_CONFIG('Share, lower', INTERVAL)),
    number(F.shareUpper, ({ upper }) => upper, SHARE_CONFIG('Share, upper', INTERVAL)),
    number(
      F.elsewhere,
      ({ elsewhere }) => elsewhere,
      SHARE_CONFIG('Share elsewhere', 'In all other values of the segment together.')
    ),
    number(F.ratio, ({ ratio }) => ratio, RATIO_CONFIG('Concentration', 'Share here over share elsewhere.')),
    number(
      F.pValue,
      ({ pValue }) => pValue,
      P_VALUE_CONFIG('p-value', "Chance of so many here, if it were as elsewhere (Fisher's exact test).")
    ),
    number(
      F.pAdjusted,
      ({ pAdjusted }) => pAdjusted,
      P_VALUE_CONFIG('p adjusted', 'Corrected for how many segments are looked at (Benjamini-Hochberg).')
    ),
    number(F.expected, ({ expected }) => expected, SUMMARY_CONFIG.expectedWrong),
    text(F.verdict, ({ verdict }) => verdict, VERDICT),
  ];
}
