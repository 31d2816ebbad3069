import { BURN_RULES, errorBudget, type BurnRule, type ErrorBudget } from '../../../engine';
import type { TimeRange } from '../../upstream/upstream';
import type { Judged } from './judge';

const HOUR_MS = 3_600_000;

/** The windows of the rules, the shortest first; and over which two of them each rule looks. */
const HOURS = [...new Set(BURN_RULES.flatMap(({ longHours, shortHours }) => [longHours, shortHours]))].sort(
  (a, b) => a - b
);

/**
 * How fast the error budget burns at the end of a time range, after the windows of Google's SRE Workbook.
 *
 * A confident error is known when its label comes, not when the prediction was made: where labels are a day late, the
 * last hour of predictions has none, and would never burn. So windows are of the time at which it became known whether
 * an output was right.
 */
export class Burn {
  private readonly bad = new Float64Array(HOURS.length);
  private readonly all = new Float64Array(HOURS.length);

  constructor(private readonly range: TimeRange) {}

  add({ event, label, isConfident, right }: Judged): void {
    if (label === undefined || right === undefined || !isConfident) {
      return;
    }
    const known = Math.max(event.time, label.firstTime);
    const ago = this.range.to - known;
    if (ago < 0) {
      return;
    }
    HOURS.forEach((hours, i) => {
      if (ago < hours * HOUR_MS) {
        this.all[i] = (this.all[i] as number) + 1;
        this.bad[i] = (this.bad[i] as number) + (right ? 0 : 1);
      }
    });
  }

  /** What burns, where at most `allowed` of the confident outputs may be wrong and `total` is what the range holds. */
  rates(allowed: number | undefined, total: { readonly confident: number; readonly wrong: number }): BurnRates {
    if (allowed === undefined || total.confident === 0) {
      return NOTHING_BURNS;
    }
    const left = 1 - total.wrong / total.confident / allowed;
    // A window that reaches back before the range would be counted in part, and burn too little.
    const length = (this.range.to - this.range.from) / HOUR_MS;
    const within = (hours: number): boolean => hours <= length;
    const windows = HOURS.flatMap((hours, i) =>
      within(hours) ? [{ hours, bad: this.bad[i] as number, all: this.all[i] as number }] : []
    );
    const rules = BURN_RULES.filter(({ longHours }) => within(longHours));
    const budget = rules.length === 0 ? undefined : errorBudget(windows, allowed, { rules });
    if (budget?.ok !== true) {
      return { ...NOTHING_BURNS, left };
    }
    const { rates, level } = budget.value;
    const both = ({ longHours, shortHours }: BurnRule): number | null => {
      const long = rates.find(({ hours }) => hours === longHours);
      const short = rates.find(({ hours }) => hours === shortHours);
      // A window in which nothing became known is not one in which all was well.
      return long === undefined || short === undefined || long.all === 0 || short.all === 0
        ? null
        : Math.min(long.burnRate, short.burnRate);
    };
    const [fast = null, slow = null, long = null] = BURN_RULES.map(both);
    return { fast, slow, long, level, left };
  }
}

export interface BurnRates {
  /**
   * How many times too fast the budget burns over the long and the short window of a rule: the smaller of the two, which
   * reaches the rule's factor just when the rule fires. Null where the range is shorter, or nothing became known.
   */
  readonly fast: number | null;
  readonly slow: number | null;
  readonly long: number | null;
  readonly level: ErrorBudget['level'] | null;
  /** The share of the budget of this time range that is left; below 0 where more was spent. */
  readonly left: number | null;
}

const NOTHING_BURNS: BurnRates = { fast: null, slow: null, long: null, level: null, left: null };
