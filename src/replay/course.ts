import type { Course, ReplayAnswer, ReplayRule } from '../model';
import type { Answer, Sample } from './expression/value';
import { labelsKey } from './labels';
import { GrafanaReplay, type ReplayOptions, type ReplayResult } from './replay';

/** A course, as answers: one for each of its instants. */
export function answersOf({ instants, series, errors }: Course): readonly Answer[] {
  const failed = new Map(errors.map(({ at, message }) => [at, message]));
  const absent = series.map((one) => new Set(one.absent ?? []));
  const nan = series.map((one) => new Set(one.nan ?? []));
  return instants.map((_, place): Answer => {
    const error = failed.get(place);
    if (error !== undefined) {
      return { ok: false, error };
    }
    const samples = series.flatMap(({ labels, values }, k): readonly Sample[] =>
      absent[k]?.has(place) === true
        ? []
        : [{ labels, value: nan[k]?.has(place) === true ? NaN : (values[place] ?? null) }]
    );
    return { ok: true, samples };
  });
}

function joined(first: Course, second: Course): Course {
  const before = first.instants.length;
  const after = second.instants.length;
  const series = new Map<
    string,
    { labels: Sample['labels']; values: Array<number | null>; absent: number[]; nan: number[] }
  >();
  const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
  for (const { labels, values, absent = [], nan = [] } of first.series) {
    series.set(labelsKey(labels), { labels, values: [...values], absent: [...absent], nan: [...nan] });
  }
  for (const { labels, values, absent = [], nan = [] } of second.series) {
    const key = labelsKey(labels);
    const known = series.get(key) ?? {
      labels,
      values: new Array<number | null>(before).fill(null),
      absent: range(0, before),
      nan: [],
    };
    known.values.push(...values);
    known.nan.push(...nan.map((place) => place + before));
    known.absent.push(...absent.map((place) => place + before));
    series.set(key, known);
  }
  for (const one of series.values()) {
    if (one.values.length === before && after > 0) {
      one.values.push(...new Array<number | null>(after).fill(null));
      one.absent.push(...range(before, after));
    }
  }
  return {
    ...first,
    instants: [...first.instants, ...second.instants],
    series: [...series.values()].map(({ labels, values, absent, nan }) => ({
      labels,
      values,
      ...(absent.length === 0 ? {} : { absent }),
      ...(nan.length === 0 ? {} : { nan }),
    })),
    errors: [...first.errors, ...second.errors.map(({ at, message }) => ({ at: at + before, message }))],
  };
}

/** What two requests found, one after the other: the second goes on where the first ended. */
export function joinAnswers(first: ReplayAnswer, second: ReplayAnswer): ReplayAnswer {
  const others = new Map(second.courses.map((course) => [course.id, course]));
  return {
    ...first,
    until: second.until,
    next: second.next,
    asked: first.asked + second.asked,
    courses: first.courses.map((course) => {
      const other = others.get(course.id);
      return other === undefined ? course : joined(course, other);
    }),
    // Of each alone; whoever wants those of both runs the rules over the courses.
    firings: second.firings,
    notifications: second.notifications,
  };
}

/** The answers of each query over time, to be read once and used for many runs. */
export interface ReadCourses {
  readonly answer: ReplayAnswer;
  readonly byId: ReadonlyMap<string, { readonly course: Course; readonly answers: readonly Answer[] }>;
}

export function readCourses(answer: ReplayAnswer): ReadCourses {
  return {
    answer,
    byId: new Map(answer.courses.map((course) => [course.id, { course, answers: answersOf(course) }])),
  };
}

/** What a run does to an answer before a rule sees it; by default nothing. */
export type Rewrite = (
  answer: Answer,
  about: { readonly rule: ReplayRule; readonly refId: string; readonly place: number }
) => Answer;

/**
 * Runs rules over courses that were fetched: with the rules as they are, or with others that ask the same. Each is
 * evaluated at the instants of its courses.
 */
export function runCourses(
  rules: readonly ReplayRule[],
  { answer, byId }: ReadCourses,
  options: ReplayOptions = {},
  rewrite: Rewrite = (one) => one
): ReplayResult {
  const paces = new Map(answer.rules.map((one) => [one.uid, one]));
  const known = rules.filter(({ uid }) => paces.has(uid));
  const run = new GrafanaReplay(
    known.map((rule) => ({ ...rule, interval: paces.get(rule.uid)?.step ?? rule.interval })),
    options
  );
  for (const rule of known) {
    const queries = Object.entries(paces.get(rule.uid)?.queries ?? {}).filter(([refId]) => !refId.includes(':'));
    const read = queries.flatMap(([refId, id]) => {
      const one = byId.get(id);
      return one === undefined ? [] : [{ refId, ...one }];
    });
    const instants = read[0]?.course.instants ?? [];
    instants.forEach((at, place) => {
      const answers: Record<string, Answer> = {};
      for (const { refId, answers: own } of read) {
        const given = own[place];
        if (given !== undefined) {
          answers[refId] = rewrite(given, { rule, refId, place });
        }
      }
      run.evaluate(rule.uid, at, answers);
    });
  }
  return run.result(answer.until);
}
