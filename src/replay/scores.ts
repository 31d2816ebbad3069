import type { ReplayRule } from '../model';
import { compileRule } from './compile';
import type { ReadCourses } from './course';
import { evaluateRule } from './evaluate';
import type { Answer } from './expression/value';
import { labelsKey, type Labels } from './labels';

/** What the condition of a rule was held against over time, by label set; null where there was nothing. */
export interface ScoreCourse {
  readonly instants: readonly number[];
  readonly series: ReadonlyArray<{ readonly labels: Labels; readonly values: ReadonlyArray<number | null> }>;
}

const NOTHING: ReadonlySet<string> = new Set();

/** The course of the score of a rule, from the courses of its queries. */
export function scoresOf(rule: ReplayRule, { answer, byId }: ReadCourses): ScoreCourse {
  const compiled = compileRule(rule);
  const queries = Object.entries(answer.rules.find(({ uid }) => uid === rule.uid)?.queries ?? {}).filter(
    ([refId]) => !refId.includes(':')
  );
  const instants = byId.get(queries[0]?.[1] ?? '')?.course.instants ?? [];
  if (!compiled.ok) {
    return { instants, series: [] };
  }
  const series = new Map<string, { labels: Labels; values: Array<number | null> }>();
  instants.forEach((_, place) => {
    const answers: Record<string, Answer> = {};
    for (const [refId, id] of queries) {
      const given = byId.get(id)?.answers[place];
      if (given !== undefined) {
        answers[refId] = given;
      }
    }
    for (const { labels, score } of evaluateRule(compiled.rule, answers, NOTHING)) {
      if (score !== null && Number.isFinite(score)) {
        const key = labelsKey(labels);
        const known = series.get(key) ?? { labels, values: new Array<number | null>(instants.length).fill(null) };
        known.values[place] = score;
        series.set(key, known);
      }
    }
  });
  return { instants, series: [...series.values()] };
}
