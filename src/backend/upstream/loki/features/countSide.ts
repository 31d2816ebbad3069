import { oddText, unreadableText } from '../words';
import type { RowQuestion } from '../../logged/byReading';
import type { LoggedFeature } from '../../logged/subject';
import { alignedSteps } from '../../question';
import type {
  Answered,
  CallContext,
  Observation,
  ObservedFeature,
  ObservedFeatureOverTime,
  TimeRange,
} from '../../upstream';
import type { LokiAnswer, LokiSeries } from '../api';
import { limitOf } from '../limits';
import type { StreamSchema } from '../schema';
import {
  byGroup,
  hasBlanks,
  observedAt,
  planCount,
  strays,
  unreadableQuery,
  unusableOf,
  WHOLE,
  type CountPlan,
  type GroupCounts,
} from './count';

/** How Loki is asked to count. */
export interface Counter {
  instant(query: string, timeMs: number, signal: AbortSignal): Promise<LokiAnswer<readonly LokiSeries[]>>;
  overTime(
    query: string,
    steps: { readonly first: number; readonly count: number; readonly stepMs: number },
    signal: AbortSignal
  ): Promise<LokiAnswer<readonly LokiSeries[]>>;
}

/** Bins, and why a feature has none. */
export interface Bins {
  readonly edges: ReadonlyMap<string, readonly number[]>;
  readonly faults: ReadonlyMap<string, string>;
  /** Features that are counted by category. */
  readonly categorical: ReadonlySet<string>;
}

/** A window that Loki refuses is counted in pieces, down to this one. */
const SHORTEST_MS = 60_000;

interface Counted<T> {
  readonly rows: readonly T[];
  readonly executed: string;
  readonly notices: readonly string[];
  readonly unreadable: number;
}

type Row<T> = { readonly feature: string; readonly group: Readonly<Record<string, string>> } & T;

/** Counts of a stretch of time; where Loki refuses it as a whole, of its halves. */
async function whole(
  counter: Counter,
  query: (windowMs: number) => string,
  { from, to }: TimeRange,
  signal: AbortSignal
): Promise<LokiAnswer<readonly LokiSeries[]>> {
  try {
    return await counter.instant(query(to - from), to, signal);
  } catch (thrown) {
    const kind = limitOf(thrown)?.kind;
    const smaller = kind === 'range_vector' || kind === 'bytes' || kind === 'query_length';
    if (signal.aborted || !smaller || to - from <= SHORTEST_MS) {
      throw thrown;
    }
    const middle = Math.round((from + to) / 2);
    const halves = await Promise.all([
      whole(counter, query, { from, to: middle }, signal),
      whole(counter, query, { from: middle, to }, signal),
    ]);
    return { data: halves.flatMap(({ data }) => data), notices: halves.flatMap(({ notices }) => notices) };
  }
}

function unusable<T>(
  question: RowQuestion,
  feature: string,
  make: (observation: Observation) => T,
  observation: Observation
): Row<T> {
  return { feature, group: Object.fromEntries(question.groupBy.map((name) => [name, ''])), ...make(observation) };
}

/** What was counted of one feature. */
interface Answer {
  readonly counts: readonly GroupCounts[];
  readonly executed: string;
  readonly notices: readonly string[];
}

/** One feature: its plan and its counts, or why it has none. */
type Outcome =
  { readonly plan: CountPlan; readonly answer: Answer } | { readonly feature: string; readonly unusable: Observation };

/** How a question of a plan is put: of a whole stretch of time, or in steps. */
type Ask = (plan: CountPlan, query: (windowMs: number) => string) => Promise<Answer>;

async function outcomeOf(
  feature: LoggedFeature,
  question: RowQuestion,
  bins: Bins,
  schema: StreamSchema,
  ask: Ask
): Promise<Outcome> {
  const edges = bins.categorical.has(feature.feature) ? undefined : bins.edges.get(feature.feature);
  const fault = bins.faults.get(feature.feature);
  if (edges === undefined && !bins.categorical.has(feature.feature)) {
    const message = `There are no bins to count in: ${fault ?? 'nothing is known of its values.'}`;
    return { feature: feature.feature, unusable: { kind: 'unusable', message } };
  }
  const plan = planCount(question, feature, edges, schema);
  try {
    return { plan, answer: await ask(plan, plan.query) };
  } catch (thrown) {
    const observation = unusableOf(thrown, plan);
    if (observation === undefined) {
      throw thrown;
    }
    return { feature: feature.feature, unusable: observation };
  }
}

/**
 * Each feature by a query of its own, at the same time; one that cannot be counted leaves the others whole. Lines without
 * a category may be lines that cannot be read: where there are any, these are counted, and where there are any of these,
 * categories are counted again without them.
 */
async function each<T>(
  question: RowQuestion,
  bins: Bins,
  schema: StreamSchema,
  {
    ask,
    unreadable,
  }: { readonly ask: Ask; readonly unreadable: (features: readonly LoggedFeature[]) => Promise<number> },
  wrap: (observation: Observation) => T,
  rowsOf: (plan: CountPlan, counts: readonly GroupCounts[]) => ReadonlyArray<Row<T>>
): Promise<Counted<Row<T>>> {
  const first = await Promise.all(question.features.map((feature) => outcomeOf(feature, question, bins, schema, ask)));
  const doubtful = first.flatMap((outcome) =>
    'plan' in outcome && outcome.plan.edges === undefined && hasBlanks(outcome.answer.counts) ? [outcome.plan] : []
  );
  const broken = doubtful.length === 0 ? 0 : await unreadable(doubtful.map(({ feature }) => feature));
  const outcomes = await Promise.all(
    first.map(async (outcome): Promise<Outcome> => {
      const again = broken > 0 && 'plan' in outcome && doubtful.includes(outcome.plan) ? outcome.plan : undefined;
      return again?.readableQuery === undefined
        ? outcome
        : { plan: again, answer: await ask(again, again.readableQuery) };
    })
  );
  const answers = outcomes.map((outcome) => {
    if ('unusable' in outcome) {
      const rows = [unusable(question, outcome.feature, wrap, outcome.unusable)];
      return { rows, executed: '', notices: [], unreadable: 0 };
    }
    const { plan, answer } = outcome;
    const stray = strays(answer.counts);
    const odd = stray.odd === 0 ? [] : [oddText(plan.feature.feature, stray.odd, 'not a number')];
    return {
      rows: rowsOf(plan, answer.counts),
      executed: answer.executed,
      notices: [...answer.notices, ...odd],
      unreadable: stray.unreadable,
    };
  });
  return {
    rows: answers.flatMap(({ rows }) => rows),
    executed: answers.flatMap(({ executed }) => (executed === '' ? [] : [executed])).join('\n'),
    notices: answers.flatMap(({ notices }) => notices),
    unreadable: Math.max(broken, ...answers.map((answer) => answer.unreadable)),
  };
}

/** Lines in which categories cannot be read. */
async function unreadableLines(
  counter: Counter,
  question: RowQuestion,
  features: readonly LoggedFeature[],
  schema: StreamSchema,
  range: TimeRange,
  signal: AbortSignal
): Promise<number> {
  const query = (windowMs: number): string => unreadableQuery(question, features, schema, windowMs);
  const { data } = await whole(counter, query, range, signal);
  return data.reduce((sum, { value }) => sum + Number(value?.[1] ?? 0), 0);
}

/** One side of a comparison, counted by Loki. */
export async function countSide(
  counter: Counter,
  question: RowQuestion,
  bins: Bins,
  schema: StreamSchema,
  range: TimeRange,
  { signal }: CallContext
): Promise<Answered<readonly ObservedFeature[]>> {
  const counted = await each(
    question,
    bins,
    schema,
    {
      ask: async (plan, query) => {
        const { data, notices } = await whole(counter, query, range, signal);
        return { counts: byGroup(plan, data), notices, executed: query(range.to - range.from) };
      },
      unreadable: (features) => unreadableLines(counter, question, features, schema, range, signal),
    },
    (observation) => ({ observation }),
    (plan, counts) =>
      counts.flatMap(({ group, byText }) => {
        const observation = observedAt(plan, (text) => byText.get(text)?.get(WHOLE) ?? 0, byText.keys());
        return observation === undefined ? [] : [{ feature: plan.feature.feature, group, observation }];
      })
  );
  return {
    value: counted.rows,
    executed: counted.executed,
    notices: [...counted.notices, ...said(counted.unreadable, question)],
  };
}

function said(unreadable: number, { source }: RowQuestion): readonly string[] {
  return unreadable === 0 ? [] : [unreadableText(unreadable, undefined, source.parser)];
}

/** Sums of so many steps up to each, of counts that are known a step. */
function sliding(
  counts: ReadonlyMap<number, number>,
  {
    first,
    count,
    stepMs,
    wide,
  }: { readonly first: number; readonly count: number; readonly stepMs: number; readonly wide: number }
): Float64Array {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let step = 1 - wide; step < count; step++) {
    sum += counts.get(first + step * stepMs) ?? 0;
    sum -= counts.get(first + (step - wide) * stepMs) ?? 0;
    if (step >= 0) {
      sums[step] = sum;
    }
  }
  return sums;
}

/**
 * The same in windows that end at each step. Where a window is a number of whole steps, Loki counts each step once and
 * the windows are summed here: else it would count every line as often as windows hold it.
 */
export async function countSideOverTime(
  counter: Counter,
  question: RowQuestion,
  bins: Bins,
  schema: StreamSchema,
  { range, windowMs, stepMs }: { readonly range: TimeRange; readonly windowMs: number; readonly stepMs: number },
  { signal }: CallContext
): Promise<Answered<readonly ObservedFeatureOverTime[]>> {
  const { first, count } = alignedSteps(range, stepMs);
  if (count === 0) {
    return { value: [], executed: '', notices: [] };
  }
  const wide = windowMs % stepMs === 0 ? windowMs / stepMs : 1;
  const countedMs = windowMs % stepMs === 0 ? stepMs : windowMs;
  const all = { from: first - windowMs, to: first + (count - 1) * stepMs };
  const counted = await each(
    question,
    bins,
    schema,
    {
      ask: async (plan, query) => {
        const asked = { first: first - (wide - 1) * stepMs, count: count + wide - 1, stepMs };
        const { data, notices } = await counter.overTime(query(countedMs), asked, signal);
        return { counts: byGroup(plan, data), notices, executed: query(countedMs) };
      },
      unreadable: (features) => unreadableLines(counter, question, features, schema, all, signal),
    },
    (observation) => ({ points: [{ time: first, observation }] }),
    (plan, counts) =>
      counts.map(({ group, byText }) => {
        const sums = new Map(
          [...byText].map(([text, byTime]) => [text, sliding(byTime, { first, count, stepMs, wide })])
        );
        const points = Array.from({ length: count }, (_, step) => ({
          time: first + step * stepMs,
          observation: observedAt(plan, (text) => sums.get(text)?.[step] ?? 0, sums.keys()),
        })).flatMap(({ time, observation }) => (observation === undefined ? [] : [{ time, observation }]));
        return { feature: plan.feature.feature, group, points };
      })
  );
  return {
    value: counted.rows.filter(({ points }) => points.length > 0),
    executed: counted.executed,
    notices: [...counted.notices, ...said(counted.unreadable, question)],
  };
}
