import { closest, listed } from '../../../closest';
import {
  readDistributions,
  readDistributionsOverTime,
  type RowQuestion,
  type RowReading,
} from '../../logged/byReading';
import type { LoggedAnswers } from '../../logged/upstream';
import type {
  Answered,
  CallContext,
  Observation,
  ObservedFeature,
  ObservedFeatureOverTime,
  TimeRange,
} from '../../upstream';
import type { StreamStats } from '../api';
import type { StreamSchema } from '../schema';
import { countSide, countSideOverTime, type Bins, type Counter } from './countSide';
import type { Found } from './found';
import { MOST_LINES, type Plan } from './plan';
import type { RowOptions } from './readRows';

function holdsNothing(observation: Observation): boolean {
  switch (observation.kind) {
    case 'histogram':
      return observation.histogram.counts.every((count) => count === 0);
    case 'samples':
      return observation.values.every((value: number) => Number.isNaN(value));
    case 'native':
    case 'unusable':
      return false;
  }
}

/** What was chosen and left out is said; a notice stands once, however many sides say it. */
function withNotices<T>(
  answer: Answered<T>,
  plan: Plan,
  { notices }: Found,
  more: readonly string[] = []
): Answered<T> {
  return { ...answer, notices: [plan.words, ...notices, ...more, ...answer.notices] };
}

/** Fields that no line has ever had are not there, and said; those that have only vanished are there, and missing. */
function thereOnly<T extends { readonly feature: string }>(
  answer: Answered<readonly T[]>,
  { unseen, known }: Found,
  observations: (row: T) => readonly Observation[]
): Answered<readonly T[]> {
  const isThere = new Set(
    answer.value
      .filter((row) => !unseen.has(row.feature) || !observations(row).every(holdsNothing))
      .map(({ feature }) => feature)
  );
  const absent = [...unseen].filter((feature) => !isThere.has(feature));
  return {
    ...answer,
    value: answer.value.filter(({ feature }) => isThere.has(feature)),
    notices: [
      ...answer.notices,
      ...absent.map((feature) =>
        known.length === 0
          ? `${feature}: no line has this field.`
          : `${feature}: no line has this field; there is ${listed(closest(feature, known))}.`
      ),
    ],
  };
}

const ofWhole = ({ observation }: ObservedFeature): readonly Observation[] => [observation];
const ofPoints = ({ points }: ObservedFeatureOverTime): readonly Observation[] =>
  points.map(({ observation }) => observation);

export type ReadRows = (
  question: RowQuestion,
  range: TimeRange,
  context: CallContext,
  options: RowOptions
) => RowReading;

/** Answers by reading every line once. */
export function byReading(
  read: ReadRows,
  sizes: ReadonlyMap<TimeRange, StreamStats>,
  plan: Plan,
  found: Found
): LoggedAnswers {
  // Of a range that is asked for as it was announced, the size is known.
  const expected = ({ from, to }: TimeRange): number | undefined =>
    [...sizes].find(([range]) => range.from === from && range.to === to)?.[1].entries;
  const reader = (question: RowQuestion, range: TimeRange, context: CallContext): RowReading =>
    read(question, range, context, { expected: expected(range), limit: MOST_LINES });
  return {
    distributions: async (question, range, context) =>
      withNotices(thereOnly(await readDistributions(reader, question, range, context), found, ofWhole), plan, found),
    distributionsOverTime: async (question, range, window, stepMs, context) =>
      withNotices(
        thereOnly(await readDistributionsOverTime(reader, question, range, window, stepMs, context), found, ofPoints),
        plan,
        found
      ),
  };
}

/** Answers by letting Loki count. */
export function byCounting(
  counter: Counter,
  { bins, notices }: { readonly bins: Bins; readonly notices: readonly string[] },
  schema: StreamSchema,
  plan: Plan,
  found: Found
): LoggedAnswers {
  return {
    distributions: async (question, range, context) =>
      withNotices(
        thereOnly(await countSide(counter, question, bins, schema, range, context), found, ofWhole),
        plan,
        found,
        notices
      ),
    distributionsOverTime: async (question, range, windowMs, stepMs, context) =>
      withNotices(
        thereOnly(
          await countSideOverTime(counter, question, bins, schema, { range, windowMs, stepMs }, context),
          found,
          ofPoints
        ),
        plan,
        found,
        notices
      ),
  };
}
