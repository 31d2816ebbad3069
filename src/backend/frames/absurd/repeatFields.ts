import { ABSURD_REPEATS_FIELDS } from '../../../model';
import type { AbsurdOptions } from '../../query/absurd/options';
import type { RepeatedInput } from '../../query/absurd/repeats';
import { columnsOf } from '../columns';
import { COUNT_CONFIG } from '../fieldConfig';
import type { Field } from '../frame';
import { SHARE_CONFIG, SUMMARY_CONFIG } from './configs';
import { featureColumns } from '../featureColumns';

export function repeatFields(rows: readonly RepeatedInput[], options: AbsurdOptions): readonly Field[] {
  const F = ABSURD_REPEATS_FIELDS;
  const { number, time } = columnsOf(rows);
  return [
    ...featureColumns(rows, options, Object.values(F)),
    number(F.absurd, ({ absurd }) => absurd, COUNT_CONFIG('Absurd', 'How often these inputs came out absurd.')),
    number(F.predictions, (row) => row.predictions, COUNT_CONFIG('Seen', 'How often these inputs were seen at all.')),
    number(F.share, (row) => row.absurd / row.predictions, SHARE_CONFIG('Share', 'Absurd ones of those seen.')),
    number(F.wrong, ({ wrong }) => wrong, SUMMARY_CONFIG.wrong),
    number(F.ruleViolations, ({ ruleViolations }) => ruleViolations, SUMMARY_CONFIG.ruleViolations),
    number(F.opposed, ({ opposed }) => opposed, SUMMARY_CONFIG.opposed),
    time(F.firstSeen, ({ firstSeen }) => firstSeen, { displayNameFromDS: 'First absurd' }),
    time(F.lastSeen, ({ lastSeen }) => lastSeen, { displayNameFromDS: 'Last absurd' }),
  ];
}
