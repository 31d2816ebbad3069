import type { ReplayRule } from '../model';
import { answeredOf, isEnough } from './answered';
import type { ReadCourses } from './course';
import { compareIncidents, incidentsOf, sumsOf, type Compared, type Sums } from './incidents';
import type { ReplayOptions } from './replay';
import { scoresOf } from './scores';
import { levelOf, whatIf, type Change } from './whatIf';

const MOST_CANDIDATES = 60;
/** From the first evaluation to the last is a step less than the time that they stand for. */
const ROUNDING = 1.01;
/** A condition that nothing is meant to reach: the rule only asks whether there is an answer. */
const NEVER = 1e9;

export interface Suggestion {
  readonly threshold: number;
  readonly sums: Sums;
  /** Beside what there was with the threshold as it is. */
  readonly compared: Compared;
}

export type Suggested =
  | { readonly ok: true; readonly suggestion: Suggestion }
  /**
   * `no_threshold`: the condition is none that can be moved. `flat`: nothing that it looks at ever changed. `unanswered`:
   * too little of what it asks was answered.
   */
  | { readonly ok: false; readonly reason: 'no_threshold' | 'flat' | 'unanswered' };

/** Rounded, so that a person could have written it: to three digits, away from where it fires. */
function written(value: number, falls: boolean): number {
  if (value === 0) {
    return 0;
  }
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2);
  const units = value / unit;
  return Number(((falls ? Math.floor(units) : Math.ceil(units)) * unit).toPrecision(3));
}

/** From the one that fires the least to the one that fires the most. */
function candidates(rule: ReplayRule, courses: ReadCourses, alert: number, falls: boolean): readonly number[] {
  // A score of 0 is one that something else keeps quiet.
  const seen = scoresOf(rule, courses)
    .series.flatMap(({ values }) => values)
    .filter((score): score is number => score !== null && Number.isFinite(score) && (falls || score > 0));
  const rising = [...new Set(seen.map((score) => written(score, falls)))].sort((a, b) => (falls ? a - b : b - a));
  const stride = Math.max(1, Math.ceil(rising.length / MOST_CANDIDATES));
  const some = rising.filter((_, i) => i % stride === 0);
  return [...new Set([...some, alert])].sort((a, b) => (falls ? a - b : b - a));
}

/**
 * The threshold that fires as early as it may: the most sensitive one with at most so many pages a month, by what there
 * was. All that are less sensitive keep to that number as well, so that it is no lucky gap.
 *
 * @param change what else is set otherwise.
 */
export function suggestThreshold(
  rule: ReplayRule,
  courses: ReadCourses,
  wantedPagesAMonth: number,
  { change = {}, ...options }: ReplayOptions & { readonly change?: Change } = {}
): Suggested {
  const level = levelOf(rule);
  if (level === undefined || level.alert === 0 || level.alert >= NEVER) {
    return { ok: false, reason: 'no_threshold' };
  }
  const answered = answeredOf(rule, courses);
  if (!isEnough(answered)) {
    return { ok: false, reason: 'unanswered' };
  }
  const { answer } = courses;
  const span = answer.until - answer.from;
  const at = (threshold: number) => {
    const result = whatIf([rule], courses, new Map([[rule.uid, { ...change, threshold }]]), options);
    const incidents = incidentsOf(result, [rule]);
    return { threshold, incidents, sums: sumsOf(incidents, result.notifications, span, answered) };
  };
  const all = candidates(rule, courses, level.alert, level.falls);
  if (all.length < 2) {
    return { ok: false, reason: 'flat' };
  }
  let best: ReturnType<typeof at> | undefined;
  for (const threshold of all) {
    const tried = at(threshold);
    if ((tried.sums.pagesAMonth ?? Infinity) > wantedPagesAMonth * ROUNDING) {
      break;
    }
    best = tried;
  }
  // What nothing has reached yet fires the least.
  best ??= at(written((all[0] ?? level.alert) * (level.falls ? 0.99 : 1.01), level.falls));
  const now = incidentsOf(whatIf([rule], courses, new Map([[rule.uid, change]]), options), [rule]);
  return {
    ok: true,
    suggestion: { threshold: best.threshold, sums: best.sums, compared: compareIncidents(now, best.incidents) },
  };
}
