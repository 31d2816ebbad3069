import { answered, type Answer, type Estimate } from '../../../engine';
import type { LabelIndex } from '../../events/labels';
import { MOST_EVENTS } from '../../events/limits';
import { PairJoin } from '../../events/pairs';
import { fractionFor } from '../../events/sampling';
import { takingTurns } from '../../events/turns';
import type { EventQuestion, EventReading, EventUpstream, PredictionEvent, Sampling } from '../../upstream/events';
import type { Matcher, TimeRange } from '../../upstream/upstream';
import { executedText } from '../compare';
import { privateFeatures } from '../featurePath';
import { neverSeenNotices, withoutValues, type NeverSeen } from '../neverSeen';
import { describeRange } from '../noData';
import { partnerRange } from '../partners';
import type { QueryContext, QueryRequest } from '../request';
import { eventQuestion, labelQuestion } from '../resolveEvents';
import type { Bookkeeping, DisagreementRow, ShadowComparison } from './comparison';
import { keep, sideOf, type Kept, type Oddities } from './kept';
import { keptRoom } from './keptRoom';
import { pairedOutputs } from './outputs';
import { windowsOf } from './overTime';
import { overallNumbers, pairedMetrics } from './pairedMetrics';
import { pairedNumbers, recommendationOf } from './pairedNumbers';
import type { ShadowPlan } from './plan';
import { needsLabels, readLabels } from './readLabels';
import { disagreementRows, readLines } from './readRows';
import { noticesOf, oneSideNotices, type Joined } from './said';
import { comparedSegments, valueOf } from './segments';
import { slotsOf } from './slots';
import { Study } from './study';

/** Both roles in one reading, so that partners come close to each other. */
const ROLES: Matcher = { label: 'role', op: '=~', value: 'live|shadow' };

/** What is asked of predictions: of both roles, whatever else the query narrows. */
export function pairedQuestion(
  { query }: QueryRequest,
  { instance: { settings } }: QueryContext,
  plan: ShadowPlan,
  features: EventQuestion['features'] = []
): EventQuestion<'prediction'> {
  const question = eventQuestion('prediction', { query, settings, features });
  return { ...question, filters: [...question.filters, ROLES], groupBy: plan.groupBy };
}

/** What is read: the range, what its windows look back at, and as far beyond as a partner may lie. */
function readingRange({ range }: QueryRequest, plan: ShadowPlan, now: number): TimeRange {
  const { partnerWithinMs, steps } = plan;
  const first = steps?.times[0];
  const from = first === undefined || steps === undefined ? range.from : Math.min(range.from, first - steps.windowMs);
  return partnerRange({ from, to: range.to }, partnerWithinMs, now);
}

async function joinRoles(
  reading: EventReading<PredictionEvent>,
  study: Study,
  labels: LabelIndex | undefined,
  signal: AbortSignal
): Promise<Joined> {
  const join = new PairJoin<Kept>(keptRoom());
  const odd: Oddities = { withoutPrediction: 0, confidences: 0, latencies: 0 };
  const turn = takingTurns(signal);
  for await (const batch of reading) {
    for (const event of batch) {
      const side = sideOf(event);
      if (side !== undefined) {
        const label = labels?.of(event.predictionId)?.label;
        const pair = join.add(side, keep(event, study.segmentOf(event.group), label, odd));
        if (pair !== undefined) {
          study.addPair(pair);
        }
      }
    }
    await turn();
  }
  const counts = join.counts();
  let alone = 0;
  for (const [side, kept] of join.unpaired()) {
    study.addUnpaired(side, kept);
    if (++alone % 10_000 === 0) {
      await turn();
    }
  }
  return { study, counts, odd, report: reading.report() };
}

/** Names of the query that nothing which was read has a value of. */
function unseenOf(
  { segments, overall }: Study,
  rows: readonly DisagreementRow[],
  { groupBy, shown }: ShadowPlan,
  isPrivate: (feature: string) => boolean
): NeverSeen {
  // A line without any group is in no segment.
  const groups = overall.pairs > 0 && segments.length === 0 ? [{}] : segments.map(({ group }) => group);
  const exact = shown.flatMap((pattern) =>
    pattern.kind === 'exact' && !isPrivate(pattern.name) ? [pattern.name] : []
  );
  return {
    groups: withoutValues(groupBy, groups),
    features: withoutValues(
      exact,
      rows.map(({ features }) => features)
    ),
  };
}

/**
 * Live and shadow on the same requests, from the log: joined by request id in one reading of both, with labels however
 * late they came.
 */
export async function comparePaired(
  request: QueryRequest,
  context: QueryContext,
  plan: ShadowPlan,
  events: EventUpstream
): Promise<ShadowComparison> {
  const { query, range } = request;
  const { signal, instance } = context;
  const now = context.now();
  const reads = readingRange(request, plan, now);
  const question = pairedQuestion(request, context, plan);
  const labelRange = { from: reads.from, to: Math.max(now, reads.to) };
  const [count, labels] = await Promise.all([
    // Without the roles, for which a log may have to read the lines that it counts.
    events.count({ ...question, filters: question.filters.filter((one) => one !== ROLES), groupBy: [] }, reads, {
      signal,
    }),
    needsLabels(plan)
      ? readLabels(events, labelQuestion(query, instance.settings), labelRange, signal)
      : { index: undefined, executed: [], notices: [] },
  ]);
  const fraction = fractionFor(count.value, MOST_EVENTS);
  const sampling: Sampling = { by: 'requestId', fraction };
  const slots = plan.steps === undefined ? undefined : slotsOf(plan.steps);
  const study = new Study({
    task: plan.task,
    confidence: plan.judging.confidence,
    range,
    slots,
    rows: plan.frames.has('rows') ? plan.limit : 0,
    groupBy: plan.groupBy,
  });
  const reading = events.read(question, reads, { signal }, fraction < 1 ? { sampling } : {});
  const joined = await joinRoles(reading, study, labels.index, signal);
  const { task, overall } = study;
  const { judging } = plan;

  const plainNumbers = pairedNumbers(overall, task, judging);
  const needsOutputs = plan.frames.has('summary') || plan.frames.has('outputs');
  const drifts = needsOutputs ? pairedOutputs(study, judging.alpha) : [];
  const predictionPsi = (): Answer<Estimate> => {
    const psi = drifts.find(({ output }) => output === 'prediction')?.assessment.scores.psi;
    return psi?.ok === true
      ? answered({ value: psi.value.value, n: overall.value.difference.n })
      : (psi ?? plainNumbers('prediction_psi'));
  };
  const numbers = overallNumbers(study, plainNumbers, predictionPsi);

  const top = study.top.pairs();
  const lines =
    top.length > 0
      ? await readLines(events, pairedQuestion(request, context, plan, plan.shown), top, { signal })
      : { byRequest: new Map(), executed: [] };

  const shown = disagreementRows(top, {
    task,
    groups: ({ segment }) => study.segments[segment]?.group ?? {},
    lines: lines.byRequest,
  });
  const unseen = await neverSeenNotices(
    events,
    question,
    unseenOf(study, shown, plan, privateFeatures(question.source)),
    range,
    { signal }
  );
  const bookkeeping: Bookkeeping = {
    latePairs: study.latePairs,
    duplicates: joined.counts.duplicates,
    withoutId: joined.counts.withoutId,
    sampledFraction: fraction,
  };
  return {
    basis: 'pairs',
    task,
    saw: overall.pairs + overall.unpairedLive + overall.unpairedShadow > 0,
    versions: { live: names(study.versions.live), shadow: names(study.versions.shadow) },
    overall: numbers,
    recommended: recommendationOf(overall, task, judging),
    cause: (of) =>
      of === 'shadow_worse_cause' ? study.began.worse(overall, judging, task === 'regression') : study.began.compared(),
    bookkeeping,
    metrics: plan.frames.has('metrics') ? pairedMetrics(study, numbers) : [],
    flips: [...overall.cells.values()],
    outputs: drifts,
    segments: comparedSegments(
      study.segments.map(({ group, tally }) => {
        const own = pairedNumbers(tally, task, judging);
        return { group, numbers: own, pValue: valueOf(own(task === 'classification' ? 'mcnemar_p' : 'mae_p')) };
      }),
      task,
      judging.alpha
    ),
    windows: await windowsOf(study, slots, judging, signal),
    rows: shown,
    notices: noticesOf(joined, plan, {
      ofQuery: [...unseen, ...oneSideNotices(query, overall)],
      upstream: [...count.notices, ...labels.notices],
      lines: count.value,
      fraction,
    }),
    executed: executedText([
      { title: `live and shadow: ${describeRange(reads)}`, executed: joined.report.executed },
      { title: `labels: ${describeRange(labelRange)}`, executed: labels.executed },
      { title: 'the rows shown, each where it lies', executed: lines.executed },
    ]),
  };
}

function names(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts.keys()].sort();
}
