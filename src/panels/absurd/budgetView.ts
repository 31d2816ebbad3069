import type { DataFrame } from '@grafana/data';
import { ABSURD_SUMMARY_FIELDS } from '../../model/absurdFrames';
import { count } from '../shared/format';
import { fieldOf, numberAt, textAt } from '../shared/frames';
import { share, times } from '../shared/quantity';
import { t } from '../shared/translate';

/** How fast the budget burns, over one length of time. */
export interface BurnView {
  readonly id: string;
  readonly name: string;
  readonly valueText: string;
  readonly limitText: string;
  readonly why: string;
  /** Of the bar, 0 to 1; the limit stands at a half. */
  readonly fill: number;
  readonly isOver: boolean;
  readonly isKnown: boolean;
}

/** What of the errors that may be made is used up, and how fast. */
export interface BudgetView {
  readonly text: string;
  /** Of the bar: the part of the budget that is used, 0 to 1. */
  readonly used: number;
  readonly usedText: string;
  readonly isOver: boolean;
  readonly level: 'page' | 'ticket' | 'ok' | null;
  readonly levelText: string;
  readonly burns: readonly BurnView[];
}

const F = ABSURD_SUMMARY_FIELDS;

/** Where the rules of the SRE Workbook fire, and what they then ask for. */
const burnLimits = (): ReadonlyArray<{ field: string; name: string; limit: number; asks: string }> => [
  { field: F.burnFast, name: t('absurd.burn-fast', '1 hour'), limit: 14.4, asks: t('absurd.pages', 'pages from') },
  { field: F.burnSlow, name: t('absurd.burn-slow', '6 hours'), limit: 6, asks: t('absurd.pages', 'pages from') },
  { field: F.burnLong, name: t('absurd.burn-long', '3 days'), limit: 1, asks: t('absurd.ticket', 'ticket from') },
];

const levelTexts = (): Readonly<Record<'page' | 'ticket' | 'ok', string>> => ({
  page: t('absurd.level-page', 'Page somebody'),
  ticket: t('absurd.level-ticket', 'Open a ticket'),
  ok: t('absurd.level-ok', 'Burns no faster than allowed'),
});

/** Undefined where no budget is known: without a budget of the settings and without an expectation. */
export function budgetView(summary: DataFrame): BudgetView | undefined {
  const budget = numberAt(summary, F.budget, 0);
  if (budget === null) {
    return undefined;
  }
  const left = numberAt(summary, F.budgetLeft, 0);
  const wrong = numberAt(summary, F.wrong, 0);
  const confident = numberAt(summary, F.confident, 0);
  const said = textAt(summary, F.burnLevel, 0);
  const level = said === 'page' || said === 'ticket' || said === 'ok' ? said : null;
  const used = left === null ? 0 : 1 - left;
  return {
    text: [
      t('absurd.budget-of', '{{share}} of the confident outputs may be wrong', { share: share(budget) }),
      confident === null || wrong === null
        ? '.'
        : t('absurd.budget-counts', ': {{allowed}} of {{confident}}. {{wrong}} were.', {
            allowed: count(Math.round(budget * confident * 10) / 10),
            confident: count(confident),
            wrong: count(wrong),
          }),
    ].join(''),
    used: Math.min(1, Math.max(0, used)),
    usedText:
      left === null
        ? t('absurd.used-unknown', 'not known')
        : used > 2
          ? t('absurd.used-times', '{{times}} the budget', { times: times(used) })
          : t('absurd.used', '{{share}} used', { share: share(used) }),
    isOver: left !== null && left < 0,
    level,
    levelText:
      level === null
        ? t('absurd.level-none', 'The time range is too short to say how fast it burns')
        : levelTexts()[level],
    burns: burnLimits().map(({ field, name, limit, asks }) => {
      const value = numberAt(summary, field, 0);
      return {
        id: field,
        name,
        valueText: value === null ? t('absurd.not-known', 'not known') : times(value),
        limitText: `${asks} ${times(limit)}`,
        why: fieldOf(summary, field)?.config.description ?? '',
        fill: value === null ? 0 : Math.min(1, Math.max(0, value / (2 * limit))),
        isOver: value !== null && value >= limit,
        isKnown: value !== null,
      };
    }),
  };
}
