import { wilson } from '../../../engine';
import { ABSURD_RULES_FIELDS } from '../../../model';
import type { AbsurdCounts } from '../../query/absurd/count';
import type { AbsurdOptions } from '../../query/absurd/options';
import { columnsOf } from '../columns';
import { COUNT_CONFIG } from '../fieldConfig';
import type { Field } from '../frame';
import { INTERVAL, SHARE_CONFIG } from './configs';

export function ruleFields({ whole, rules: counts }: AbsurdCounts, { rules }: AbsurdOptions): readonly Field[] {
  const F = ABSURD_RULES_FIELDS;
  const rows = rules.map(({ name, when }, i) => {
    const violations = whole.byRule[i] ?? 0;
    const { unevaluable = 0, why, lastSeen } = counts[i] ?? {};
    const decided = whole.predictions - unevaluable;
    const share = decided > 0 ? wilson(violations, decided) : undefined;
    return { name, when, violations, unevaluable, why, lastSeen, share: share?.ok === true ? share.value : undefined };
  });
  const { number, text, time } = columnsOf(rows);
  return [
    text(F.name, ({ name }) => name, { displayNameFromDS: 'Rule' }),
    text(F.when, ({ when }) => when, { displayNameFromDS: 'Impossible when' }),
    number(F.violations, ({ violations }) => violations, COUNT_CONFIG('Violations', 'Outputs that break the rule.')),
    number(
      F.share,
      ({ share }) => share?.value,
      SHARE_CONFIG('Share', 'Of the outputs for which it could be decided.')
    ),
    number(F.shareLower, ({ share }) => share?.lower, SHARE_CONFIG('Share, lower', INTERVAL)),
    number(F.shareUpper, ({ share }) => share?.upper, SHARE_CONFIG('Share, upper', INTERVAL)),
    number(
      F.unevaluable,
      ({ unevaluable }) => unevaluable,
      COUNT_CONFIG('Undecided', 'Outputs of which the line lacks what the rule speaks of.')
    ),
    text(F.why, ({ why }) => why, { displayNameFromDS: 'Why undecided', description: 'The first case.' }),
    time(F.lastSeen, ({ lastSeen }) => lastSeen, { displayNameFromDS: 'Last broken' }),
  ];
}
