import type { ModelSettings, Settings } from '../../../model';
import { openLabelled, REPEATED_KNOWN, type LabelledLog } from '../../events/labelled';
import type { EventQuestion, EventUpstream } from '../../upstream/events';
import type { CallContext, TimeRange } from '../../upstream/upstream';
import { neverSeenNotices, withoutValues } from '../neverSeen';
import { describeRange } from '../noData';
import type { QueryRequest } from '../request';
import { labelQuestion, servedQuestion } from '../resolveEvents';
import { inPlaceOf } from '../usualTraffic';
import { affordable } from './affordable';
import type { Material } from './material';
import type { PerformanceReference, Plan } from './plan';
import { rowsMaterial } from './rowsMaterial';
import { Sorter, type Side } from './sorter';

const many = (count: number): string => count.toLocaleString('en');

/** What is asked of one side. */
interface Part {
  readonly question: EventQuestion<'prediction'>;
  readonly range: TimeRange;
}

/** The time range, and what the first window over time reaches back to. */
function partOf(question: EventQuestion<'prediction'>, plan: Plan): Part {
  const { steps, range } = plan;
  const first = steps === undefined ? range.from : Math.min(range.from, (steps.times[0] ?? range.to) - steps.windowMs);
  return { question, range: { from: first, to: range.to } };
}

/** The same question of the reference: with other labels, where it is told by labels. */
function referencePart(question: EventQuestion<'prediction'>, reference: PerformanceReference): Part {
  const replaced = new Set(reference.matchers.map(({ label }) => label));
  return {
    range: reference.range,
    question: {
      ...question,
      filters: inPlaceOf(question.filters, reference.matchers),
      groupBy: question.groupBy.filter((label) => !replaced.has(label)),
    },
  };
}

interface Passed {
  readonly side: Side;
  readonly predictions: number;
  readonly notices: readonly string[];
  readonly executed: readonly string[];
}

/** Reads one side past its labels, and sorts it. */
async function pass(log: LabelledLog, part: Part, title: string, sorter: Sorter): Promise<Passed> {
  const side: Side = new Map();
  const reading = log.read(part);
  for await (const batch of reading) {
    sorter.add(side, batch, part.question.groupBy);
  }
  const { predictions, duplicates, withoutId } = reading.counts();
  const { notices, executed } = reading.report();
  return {
    side,
    predictions,
    executed,
    notices: [
      ...notices,
      ...(duplicates > 0
        ? [
            `Predictions that were logged more than once, of the ${title}: ${many(duplicates)}. The first of each counts. ${REPEATED_KNOWN}`,
          ]
        : []),
      ...(withoutId > 0
        ? [`Predictions without an id, of the ${title}: ${many(withoutId)}. No label can be theirs: log prediction_id.`]
        : []),
    ],
  };
}

const NOT_ASKED: Passed = { side: new Map(), predictions: 0, notices: [], executed: [] };

/**
 * Reads both sides. The labels are let go with the end of this: what is computed from the rows needs them no more, and
 * they are the largest part of what is held.
 */
async function readSides(
  parts: { readonly current: Part; readonly reference: Part | undefined },
  labels: EventQuestion<'label'>,
  { events, model, now, context }: Pick<RowsSource, 'events' | 'model' | 'now' | 'context'>
) {
  const { current, reference } = parts;
  const all = reference === undefined ? [current] : [current, reference];
  const log = await openLabelled(events, { parts: all, labels, now }, context);
  const sorter = new Sorter(model);
  // One after the other: the reference first, so that classes are known in an order that does not hang on chance.
  const before = reference === undefined ? NOT_ASKED : await pass(log, reference, 'reference', sorter);
  const side = await pass(log, current, 'current', sorter);
  return { sorter, before, side, notices: log.notices, executed: log.executed };
}

export interface RowsSource {
  readonly events: EventUpstream;
  readonly model: ModelSettings;
  readonly settings: Settings;
  readonly now: number;
  readonly context: CallContext;
}

/**
 * Reads the log: labels first, then predictions past them, each kept as a few numbers, so that a million of them fit
 * into some 40 MB and any window can be cut from them.
 *
 * @returns undefined where the log holds no prediction at all.
 */
export async function readRows(
  { query }: Pick<QueryRequest, 'query'>,
  plan: Plan,
  source: RowsSource
): Promise<Material | undefined> {
  const { model, settings, now } = source;
  const question = servedQuestion({ query, settings });
  const current = partOf(question, plan);
  const learnedFrom = plan.reference === undefined ? undefined : await affordable(plan.reference, question, source);
  const reference = learnedFrom === undefined ? undefined : referencePart(question, learnedFrom);
  const { sorter, before, side, notices, executed } = await readSides(
    { current, reference },
    labelQuestion(query, settings),
    source
  );
  if (before.predictions + side.predictions === 0) {
    return undefined;
  }
  const material = rowsMaterial(
    {
      sorter,
      current: side.side,
      reference: before.side,
      referenceBy: reference?.question.groupBy ?? [],
      learnedFrom,
    },
    plan,
    model,
    now
  );
  const groups = withoutValues(
    plan.groupBy,
    [...side.side.values()].map(({ group }) => group)
  );
  const unseen = await neverSeenNotices(
    source.events,
    question,
    { groups, features: [] },
    current.range,
    source.context
  );
  return {
    ...material,
    notices: [...new Set([...unseen, ...notices, ...before.notices, ...side.notices, ...material.notices])],
    executed: [
      { title: `labels up to ${new Date(now).toISOString()}`, executed },
      ...(reference === undefined
        ? []
        : [{ title: `reference: ${describeRange(reference.range)}`, executed: before.executed }]),
      { title: `current: ${describeRange(current.range)}`, executed: side.executed },
    ],
  };
}
