import { wilson } from '../../../engine';
import { ABSURD_OVER_TIME_FIELDS } from '../../../model';
import type { AbsurdCounts } from '../../query/absurd/count';
import type { AbsurdOptions } from '../../query/absurd/options';
import { columnsOf } from '../columns';
import { groupFields } from '../driftFrames';
import { asBasis, asEdge } from '../fieldConfig';
import type { Field } from '../frame';
import { BURN_CONFIG, SHARE_CONFIG, SUMMARY_CONFIG } from './configs';

/** A row a window and group, by time; a rate without anything to take it of is null, and so a gap. */
export function overTimeFields(
  { groups }: AbsurdCounts,
  { groupBy, rules, steps }: AbsurdOptions,
  allowed: number | null
): readonly Field[] {
  const F = ABSURD_OVER_TIME_FIELDS;
  const rows = groups
    .flatMap(({ group, overTime }) =>
      (overTime?.windows() ?? []).map((window) => {
        const rate = window.confident > 0 ? wilson(window.wrong, window.confident) : undefined;
        return { group, ...window, rate: rate?.ok === true ? rate.value : undefined };
      })
    )
    .sort((a, b) => a.time - b.time);
  const { time, number } = columnsOf(rows);
  const hasRules = rules.length > 0;
  return [
    time(F.time, (row) => row.time, {
      displayNameFromDS: 'Time',
      ...(steps === undefined ? {} : { interval: steps.stepMs }),
    }),
    ...groupFields(rows, groupBy),
    number(F.wrongRate, ({ rate }) => rate?.value, SUMMARY_CONFIG.wrongRate),
    number(
      F.expectedRate,
      ({ confident, expectedWrong }) => (confident > 0 ? expectedWrong / confident : null),
      SUMMARY_CONFIG.expectedRate
    ),
    number(F.wrongRateLower, ({ rate }) => rate?.lower, asEdge(SUMMARY_CONFIG.wrongRateLower)),
    number(
      F.wrongRateUpper,
      ({ rate }) => rate?.upper,
      asEdge(SUMMARY_CONFIG.wrongRateUpper, SUMMARY_CONFIG.wrongRateLower.displayNameFromDS)
    ),
    number(
      F.burn,
      ({ rate }) => (rate === undefined || allowed === null ? null : rate.value / allowed),
      BURN_CONFIG('Burn', 'How many times as many of the confident predictions were wrong as the budget allows.', 1)
    ),
    number(F.confident, ({ confident }) => confident, asBasis(SUMMARY_CONFIG.confident)),
    number(F.wrong, ({ wrong }) => wrong, asBasis(SUMMARY_CONFIG.wrong)),
    number(F.expectedWrong, ({ expectedWrong }) => expectedWrong, asBasis(SUMMARY_CONFIG.expectedWrong)),
    number(
      F.ruleViolations,
      ({ ruleViolations }) => (hasRules ? ruleViolations : null),
      asBasis(SUMMARY_CONFIG.ruleViolations)
    ),
    number(
      F.violationRate,
      ({ ruleViolations, predictions }) => (hasRules && predictions > 0 ? ruleViolations / predictions : null),
      SHARE_CONFIG('Violation rate', 'The share of all outputs that break a rule.')
    ),
    number(F.opposed, ({ opposed }) => opposed, asBasis(SUMMARY_CONFIG.opposed)),
    number(F.predictions, ({ predictions }) => predictions, asBasis(SUMMARY_CONFIG.predictions)),
    number(F.unlabelled, ({ unlabelled }) => unlabelled, asBasis(SUMMARY_CONFIG.unlabelled)),
    number(
      F.labelCompleteness,
      ({ predictions, labelled }) => (predictions > 0 ? labelled / predictions : null),
      SUMMARY_CONFIG.labelCompleteness
    ),
  ];
}
