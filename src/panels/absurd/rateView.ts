import type { DataFrame } from '@grafana/data';
import type { Verdict } from '../../engine';
import { ABSURD_SUMMARY_FIELDS } from '../../model/absurdFrames';
import { VERDICTS_BY_GRAVITY } from '../../model/verdicts';
import type { Fact } from '../shared/Facts';
import { count } from '../shared/format';
import { fieldOf, intervalAt, numberAt, textAt, titleOf, type Interval } from '../shared/frames';
import { chance, quantity, range, share, times } from '../shared/quantity';
import { domainOf, numbersOf, type Domain } from '../shared/scale';
import { t } from '../shared/translate';

/** How many are wrong against how many were to be. */
export interface RateView {
  readonly verdict: Verdict | null;
  readonly reason: string;
  readonly facts: readonly Fact[];
  /** The rate of wrong ones among the confident, drawn against what is expected; undefined where nothing is known. */
  readonly plot:
    | { readonly rate: Interval; readonly expected: number | null; readonly domain: Domain; readonly text: string }
    | undefined;
  /** From which confidence on an output counts as confident. */
  readonly threshold: number | null;
}

const F = ABSURD_SUMMARY_FIELDS;

function factsOf(summary: DataFrame): readonly Fact[] {
  const number = (name: string) => numberAt(summary, name, 0);
  const fact = (name: string, value: string | null, note = ''): readonly Fact[] => {
    const field = fieldOf(summary, name);
    return value === null || field === undefined
      ? []
      : [{ name: titleOf(field), why: field.config.description ?? '', value, note }];
  };
  const shown = (value: number | null, show: (value: number) => string) => (value === null ? null : show(value));
  const ratio = intervalAt(summary, [F.ratio, F.ratioLower, F.ratioUpper], 0);
  const p = number(F.pValue);
  const opposedExpected = number(F.opposedExpected);
  const expected = number(F.expectedWrong);
  const completeness = number(F.labelCompleteness);
  const of = (text: string | null) => (text === null ? '' : text);
  return [
    ...fact(
      F.wrong,
      shown(number(F.wrong), count),
      of(shown(number(F.confident), (all) => t('absurd.of-confident', 'of {{count}} confident', { count: count(all) })))
    ),
    ...fact(
      F.expectedWrong,
      shown(expected, (value) => count(Math.round(value * 10) / 10))
    ),
    ...fact(
      F.ratio,
      ratio === null ? null : times(ratio.value),
      ratio === null
        ? ''
        : [range(ratio, '', times), p === null ? '' : chance(p)].filter((text) => text !== '').join(', ')
    ),
    ...fact(F.ruleViolations, shown(number(F.ruleViolations), count)),
    ...fact(
      F.opposed,
      shown(number(F.opposed), count),
      of(
        shown(opposedExpected, (most) =>
          t('absurd.expected-at-most', 'at most {{count}} expected', { count: count(Math.round(most * 10) / 10) })
        )
      )
    ),
    ...fact(
      F.unlabelled,
      shown(number(F.unlabelled), count),
      of(shown(completeness, (part) => t('absurd.labelled', '{{share}} of all have a label', { share: share(part) })))
    ),
    ...fact(F.threshold, shown(number(F.threshold), share)),
  ];
}

export function rateView(summary: DataFrame): RateView {
  const rate = intervalAt(summary, [F.wrongRate, F.wrongRateLower, F.wrongRateUpper], 0);
  const expected = numberAt(summary, F.expectedRate, 0);
  const domain = domainOf([...numbersOf(rate), expected, 0]);
  const verdict = textAt(summary, F.verdict, 0);
  return {
    verdict: VERDICTS_BY_GRAVITY.find((known) => known === verdict) ?? null,
    reason: textAt(summary, F.reason, 0),
    facts: factsOf(summary),
    threshold: numberAt(summary, F.threshold, 0),
    plot:
      rate === null || domain === undefined
        ? undefined
        : {
            rate,
            expected,
            domain: { from: 0, to: domain.to },
            text: [
              t('absurd.rate', '{{rate}} of the confident outputs were wrong', {
                rate: quantity(rate.value, 'percentunit'),
              }),
              rate.lower === null ? '' : ` (${range(rate, 'percentunit')})`,
              expected === null
                ? '.'
                : t('absurd.rate-expected', '; {{expected}} were to be.', {
                    expected: quantity(expected, 'percentunit'),
                  }),
            ].join(''),
          },
  };
}
