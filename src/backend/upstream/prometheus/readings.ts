import { sawSomething } from '../observation';
import type {
  Answered,
  DistributionQuestion,
  Observation,
  ObservedFeature,
  ObservedFeatureOverTime,
} from '../upstream';

/** The ways in which a question is put: a histogram that may be native instead is asked for as either, at once. */
export function readingsOf(question: DistributionQuestion): readonly DistributionQuestion[] {
  const { orNative = false, ...source } = question.source;
  const plain = { ...question, source };
  return orNative ? [plain, { ...plain, source: { ...source, kind: 'native_histogram' } }] : [plain];
}

/** Two sights of one feature as one; `both` where each had something, and one of them was left aside. */
type Unite<T> = (first: T, other: T) => { readonly row: T; readonly both: boolean };

function united<T extends Pick<ObservedFeature, 'feature' | 'group'>>(
  answers: ReadonlyArray<Answered<readonly T[]>>,
  unite: Unite<T>
): Answered<readonly T[]> {
  const rows = new Map<string, T>();
  const twice = new Set<string>();
  for (const row of answers.flatMap(({ value }) => value)) {
    const key = JSON.stringify([row.feature, Object.entries(row.group)]);
    const known = rows.get(key);
    const found = known === undefined ? { row, both: false } : unite(known, row);
    rows.set(key, found.row);
    if (found.both) {
      twice.add(row.feature);
    }
  }
  const told = answers.filter(({ value }) => value.length > 0);
  const notices = answers.flatMap((answer) => answer.notices);
  if (twice.size > 0) {
    notices.push(
      `${[...twice].join(', ')}: there as classic buckets and as a native histogram; the classic buckets are read.`
    );
  }
  return {
    value: [...rows.values()],
    executed: (told.length > 0 ? told : answers.slice(0, 1)).map(({ executed }) => executed).join('\n'),
    notices,
  };
}

function better(first: Observation, other: Observation): { readonly observation: Observation; readonly both: boolean } {
  return sawSomething(first) ? { observation: first, both: sawSomething(other) } : { observation: other, both: false };
}

/** What classic buckets and native histograms showed, the classic ones first: they have the bounds of stored profiles. */
export function unite(
  answers: ReadonlyArray<Answered<readonly ObservedFeature[]>>
): Answered<readonly ObservedFeature[]> {
  return united(answers, (first, other) => {
    const { observation, both } = better(first.observation, other.observation);
    return { row: { ...first, observation }, both };
  });
}

/** The same over time: a service may go from one to the other, so each instant takes what there is. */
export function uniteOverTime(
  answers: ReadonlyArray<Answered<readonly ObservedFeatureOverTime[]>>
): Answered<readonly ObservedFeatureOverTime[]> {
  return united(answers, (first, other) => {
    const observed = new Map(first.points.map(({ time, observation }) => [time, observation]));
    let twice = false;
    for (const { time, observation } of other.points) {
      const known = observed.get(time);
      const found = known === undefined ? { observation, both: false } : better(known, observation);
      observed.set(time, found.observation);
      twice ||= found.both;
    }
    const points = [...observed].map(([time, observation]) => ({ time, observation })).sort((a, b) => a.time - b.time);
    return { row: { ...first, points }, both: twice };
  });
}
