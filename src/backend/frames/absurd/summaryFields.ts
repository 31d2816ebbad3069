import { ABSURD_SUMMARY_FIELDS } from '../../../model';
import type { AbsurdOptions } from '../../query/absurd/options';
import type { AbsurdSummary } from '../../query/absurd/summary';
import { columnsOf } from '../columns';
import type { Field } from '../frame';
import { SUMMARY_CONFIG } from './configs';

type SummaryKey = keyof typeof ABSURD_SUMMARY_FIELDS;
type SummaryText = 'verdict' | 'reason' | 'burnLevel';
type SummaryNumber = Exclude<SummaryKey, SummaryText>;

const KEYS = Object.keys(ABSURD_SUMMARY_FIELDS) as SummaryKey[];

/** The numbers of a summary; null where there is no answer, and where nothing of the kind was looked for. */
export function summaryNumbers(
  { tally, labels, errors, wrongRate, expectedRate, opposed, allowed, burn, labelCompleteness }: AbsurdSummary,
  { threshold, rules }: AbsurdOptions
): Readonly<Record<SummaryNumber, number | null | undefined>> {
  const readsLabels = labelCompleteness !== null;
  return {
    confident: errors?.confident ?? (labels === 'cannot_judge' || labels === 'not_read' ? null : 0),
    wrong: errors?.wrong,
    expectedWrong: errors?.expectedWrong,
    ratio: errors?.ratio,
    pValue: errors?.pValue,
    ruleViolations: rules.length === 0 ? null : tally.ruleViolations,
    unlabelled: readsLabels ? tally.unlabelled : null,
    ratioLower: errors?.ratioLower,
    ratioUpper: errors?.ratioUpper,
    wrongRate: wrongRate?.value,
    wrongRateLower: wrongRate?.lower,
    wrongRateUpper: wrongRate?.upper,
    expectedRate,
    opposed: opposed?.wrong,
    opposedExpected: opposed?.expectedWrong,
    confidentPairs: opposed?.confident,
    opposedPValue: opposed?.pValue,
    budget: allowed,
    budgetLeft: burn.left,
    burnFast: burn.fast,
    burnSlow: burn.slow,
    burnLong: burn.long,
    predictions: tally.predictions,
    labelled: readsLabels ? tally.labelled : null,
    labelCompleteness,
    threshold,
  };
}

export function summaryFields(summary: AbsurdSummary, options: AbsurdOptions): readonly Field[] {
  const numbers = summaryNumbers(summary, options);
  const texts = { verdict: summary.verdict, reason: summary.reason, burnLevel: summary.burn.level };
  const column = columnsOf([summary]);
  return KEYS.map((key) =>
    key === 'verdict' || key === 'reason' || key === 'burnLevel'
      ? column.text(ABSURD_SUMMARY_FIELDS[key], () => texts[key], SUMMARY_CONFIG[key])
      : column.number(ABSURD_SUMMARY_FIELDS[key], () => numbers[key], SUMMARY_CONFIG[key])
  );
}
