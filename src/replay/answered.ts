import type { ReplayRule } from '../model';
import { compileRule } from './compile';
import type { ReadCourses } from './course';

/** With fewer answers than this share of what was asked, that little fires says nothing, and a rate rests on nothing. */
const LEAST_ANSWERED = 0.5;

/** The node that a course is an answer to; a part of a classic condition has a course of its own. */
const nodeOf = (name: string): string => name.replace(/\[\d+\]$/, '');

/**
 * Which share of the evaluations of a rule, from 0 to 1, had an answer to all that its condition rests on: one query of
 * several that fails fails the evaluation. 0 where it was not evaluated at all.
 */
export function answeredOf(rule: ReplayRule, { answer, byId }: ReadCourses): number {
  const compiled = compileRule(rule);
  const queries = answer.rules.find(({ uid }) => uid === rule.uid)?.queries ?? {};
  const courses = Object.entries(queries).flatMap(([name, id]) =>
    compiled.ok && compiled.rule.needed.has(nodeOf(name)) ? (byId.get(id)?.course ?? []) : []
  );
  const evaluations = courses[0]?.instants.length ?? 0;
  const failed = new Set(courses.flatMap(({ errors }) => errors.map(({ at }) => at)));
  return evaluations === 0 ? 0 : (evaluations - failed.size) / evaluations;
}

/** The same of several rules, each counting alike; one that could not be replayed has no answer. */
export function answeredShare(rules: readonly ReplayRule[], courses: ReadCourses): number {
  return rules.length === 0 ? 0 : rules.reduce((sum, rule) => sum + answeredOf(rule, courses), 0) / rules.length;
}

/** Whether that many answers carry a number. */
export const isEnough = (answered: number): boolean => answered >= LEAST_ANSWERED;
