import { type Answer, answered, noAnswer } from '../answer';
import { confidenceOf, type EstimateOptions } from '../metric';
import { faultOfNamedCounts } from '../proportion/counts';
import { wilsonBounds } from '../proportion/wilson';

/** What was counted over the last `hours`. */
export interface WindowCounts {
  readonly hours: number;
  readonly bad: number;
  readonly all: number;
}

export interface BurnRate extends WindowCounts {
  /** How many times faster than allowed the budget is spent; 1 spends it exactly over the period. */
  readonly burnRate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Fires when the budget burns at `factor` or faster over the long window, and still does over the short one. */
export interface BurnRule {
  readonly longHours: number;
  readonly shortHours: number;
  readonly factor: number;
  readonly level: 'page' | 'ticket';
}

/** The rules of Google's SRE Workbook (2018), chapter 5, table 5-8: 2 % in an hour, 5 % in six, 10 % in three days. */
export const BURN_RULES: readonly BurnRule[] = [
  { longHours: 1, shortHours: 1 / 12, factor: 14.4, level: 'page' },
  { longHours: 6, shortHours: 0.5, factor: 6, level: 'page' },
  { longHours: 72, shortHours: 6, factor: 1, level: 'ticket' },
];

/** Ten years: a window beyond it is a mistaken unit. */
const LONGEST_HOURS = 87_660;

export interface ErrorBudgetOptions extends EstimateOptions {
  readonly rules?: readonly BurnRule[];
  /** Over which the budget is meant to last; by default 30 days. */
  readonly periodHours?: number;
}

export interface ErrorBudget {
  readonly level: 'page' | 'ticket' | 'ok';
  /** Those of the rules that fire. */
  readonly firing: readonly BurnRule[];
  readonly rates: readonly BurnRate[];
  /** The share of the period's budget that the longest window has spent, if traffic is even. */
  readonly spent: number;
  /** Hours until a full budget is spent at the longest window's rate; null where nothing burns. */
  readonly hoursForWhole: number | null;
  readonly reason: string;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/**
 * The error budget of a model: at which rate do bad outputs (confident errors, broken rules) spend what is allowed?
 *
 * Burn rate = share of bad outputs / share allowed, over several windows; a rule fires where both its long and its
 * short window burn at its factor or faster, which is quick to fire and quick to stop (Google SRE Workbook 2018,
 * chapter 5). `allowed` is the share of outputs that may be bad, between 0 and 1. Each rate has Wilson's interval. A
 * rule whose window was not counted cannot fire and is an error of the query; a window without outputs burns nothing.
 * O(windows x rules).
 *
 * @example
 * errorBudget([
 *   { hours: 1 / 12, bad: 2, all: 100 }, { hours: 1, bad: 20, all: 1000 },
 *   { hours: 0.5, bad: 3, all: 600 }, { hours: 6, bad: 20, all: 6000 }, { hours: 72, bad: 20, all: 72000 },
 * ], 0.001).value.level // => 'page'
 */
export function errorBudget(
  windows: readonly WindowCounts[],
  allowed: number,
  options: ErrorBudgetOptions = {}
): Answer<ErrorBudget> {
  const { rules = BURN_RULES, periodHours = 720 } = options;
  const confidence = confidenceOf(options);
  if (!(allowed > 0 && allowed < 1)) {
    return noAnswer('invalid_objective', `A share of ${allowed} bad outputs: allow one above 0 and below 1.`);
  }
  const rates: BurnRate[] = [];
  for (const { hours, bad, all } of windows) {
    const fault = faultOfNamedCounts({ [`bad outputs in ${hours} h`]: bad, [`outputs in ${hours} h`]: all });
    if (fault !== null) {
      return fault;
    }
    if (!(hours > 0 && hours <= LONGEST_HOURS) || bad > all) {
      return noAnswer('invalid_count', `A window of ${hours} hours with ${bad} bad outputs of ${all} cannot be.`);
    }
    const bounds = all > 0 ? wilsonBounds(bad, all, confidence) : { lower: 0, upper: 1 };
    const burnRate = all > 0 ? bad / all / allowed : 0;
    rates.push({ hours, bad, all, burnRate, lower: bounds.lower / allowed, upper: bounds.upper / allowed });
  }
  const rateOver = (hours: number): number | undefined =>
    rates.find((rate) => Math.abs(rate.hours - hours) <= 1e-9 * hours)?.burnRate;
  const firing: BurnRule[] = [];
  for (const rule of rules) {
    const [long, short] = [rateOver(rule.longHours), rateOver(rule.shortHours)];
    if (long === undefined || short === undefined) {
      return noAnswer(
        'missing_window',
        `A rule needs windows of ${number(rule.longHours)} and ${number(rule.shortHours)} hours: count over those as well.`
      );
    }
    if (long >= rule.factor && short >= rule.factor) {
      firing.push(rule);
    }
  }
  const longest = rates.reduce<BurnRate | null>(
    (most, rate) => (most === null || rate.hours > most.hours ? rate : most),
    null
  );
  if (longest === null || rates.some(({ burnRate, upper }) => !Number.isFinite(burnRate) || !Number.isFinite(upper))) {
    return noAnswer('invalid_objective', 'There is no window, or the share allowed is too small to compute with.');
  }
  const first = firing.find(({ level }) => level === 'page') ?? firing[0];
  const rate = first === undefined ? longest.burnRate : (rateOver(first.longHours) as number);
  const over = first === undefined ? longest.hours : first.longHours;
  return answered({
    level: first?.level ?? 'ok',
    firing,
    rates,
    spent: (longest.burnRate * longest.hours) / periodHours,
    hoursForWhole:
      longest.burnRate > 0 && Number.isFinite(periodHours / longest.burnRate) ? periodHours / longest.burnRate : null,
    reason: `Over ${number(over)} h the budget of ${number(100 * allowed)} % bad outputs burns at ${number(rate)} times the rate that spends it in ${number(periodHours / 24)} days.`,
  });
}
