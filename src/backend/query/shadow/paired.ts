import { answered, type Answer, type Estimate } from '../../../engine';
import { formatDuration, type ShadowFrame } from '../../../model';
import { LabelIndex } from '../../events/labels';
import { MOST_EVENTS } from '../../events/limits';
import { PairJoin, SIDES, type PairCounts } from '../../events/pairs';
import { fractionFor } from '../../events/sampling';
import { takingTurns } from '../../events/turns';
import { infos, warnings } from '../../frames/notices';
import type { EventQuestion, EventReport, EventUpstream, Sampling } from '../../upstream/events';
import type { Matcher, TimeRange } from '../../upstream/upstream';
import { executedText } from '../compare';
import { describeRange } from '../noData';
import type { QueryContext, QueryRequest } from '../request';
import { eventQuestion, labelQuestion } from '../resolveEvents';
import { numbersOf, settled } from './columns';
import type { Bookkeeping, ShadowComparison } from './comparison';
import { keep, sideOf, type Kept, type Oddities } from './kept';
import { keptRoom } from './keptRoom';
import { overallNumbers, pairedMetrics } from './pairedMetrics';
import { pairedNumbers, recommendationOf } from './pairedNumbers';
import { pairedOutputs } from './outputs';
import type { ShadowPlan } from './plan';
import { disagreementRows, readLines } from './readRows';
import { comparedSegments, valueOf } from './segments';
import { slide, slotsOf } from './slots';
import { MOST_CLASSES, MOST_NUMBERED_CLASSES, MOST_SEGMENTS, Study } from './study';
import { emptyTally, mergeTallies } from './tally';

/** Both roles in one reading, so that partners come close to each other. */
const ROLES: Matcher = { label: 'role', op: '=~', value: 'live|shadow' };

/** Frames that say who was right, and so need labels. */
const NEED_LABELS: ReadonlySet<ShadowFrame> = new Set(['summary', 'metrics', 'flips', 'segments', 'over_time', 'rows']);

const counted = (count: number): string => count.toLocaleString('en');
const inPercent = (fraction: number): string => `${Number((100 * fraction).toPrecision(2))} %`;

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
  return { from: from - partnerWithinMs, to: Math.max(range.to, Math.min(range.to + partnerWithinMs, now)) };
}

interface Labels {
  readonly index: LabelIndex;
  readonly executed: readonly string[];
  readonly notices: readonly string[];
}

/**
 * All labels from the start of the reading up to now, however late they came, before any prediction: each pair then
 * knows at once who was right, and need not be held.
 */
async function readLabels(
  events: EventUpstream,
  question: EventQuestion<'label'>,
  range: TimeRange,
  signal: AbortSignal
): Promise<Labels> {
  const count = await events.count(question, range, { signal });
  const fraction = fractionFor(count.value, MOST_EVENTS);
  const sampling: Sampling = { by: 'predictionId', fraction };
  const index = new LabelIndex();
  const turn = takingTurns(signal);
  const reading = events.read(question, range, { signal }, fraction < 1 ? { sampling } : {});
  for await (const batch of reading) {
    batch.forEach((event) => index.add(event));
    await turn();
  }
  const { executed, notices } = reading.report();
  return {
    index,
    executed,
    notices: [
      ...count.notices,
      ...notices,
      ...(fraction < 1
        ? [
            `${counted(count.value)} labels are more than the ${counted(MOST_EVENTS)} that are read at once: who was right rests on a sample of ${inPercent(fraction)} of them.`,
          ]
        : []),
      ...(index.corrections > 0
        ? [`Predictions whose labels differ: ${counted(index.corrections)}. The latest label holds.`]
        : []),
      ...(index.withoutUse > 0
        ? [`Label lines that name no prediction, or hold no label: ${counted(index.withoutUse)}. They are left out.`]
        : []),
    ],
  };
}

interface Joined {
  readonly study: Study;
  readonly counts: PairCounts;
  readonly odd: Oddities;
  readonly report: EventReport;
}

async function joinRoles(
  reading: AsyncIterable<ReadonlyArray<Parameters<typeof keep>[0]>> & { report(): EventReport },
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

function versionNotices({ versions }: Study): readonly string[] {
  return SIDES.flatMap((side) => {
    const served = [...versions[side]].sort(([a], [b]) => (a < b ? -1 : 1));
    const list = served.map(([version, count]) => `${version || 'without a name'} (${counted(count)})`).join(', ');
    return served.length > 1
      ? [
          `Several versions were ${side} in this time: ${list}. They are compared as one; filter by version to part them.`,
        ]
      : [];
  });
}

/** What is to be known of how the pairs were made; nothing is wrong with it. */
function tellings({ study, counts }: Joined, plan: ShadowPlan): readonly string[] {
  const { overall, task } = study;
  const { unpairedLive, unpairedShadow } = overall;
  const within = formatDuration(plan.partnerWithinMs);
  return [
    ...versionNotices(study),
    ...(unpairedLive + unpairedShadow > 0
      ? [
          `Requests that only live answered: ${counted(unpairedLive)}; only the shadow: ${counted(unpairedShadow)}. Partners were looked for up to ${within} beyond the time range (shadow.partnerWithin of the model).`,
        ]
      : []),
    ...few(counts.duplicates, 'Further lines of a request and role, of which the first counts'),
    ...(plan.task === undefined && task === 'regression'
      ? [
          `Predictions are numbers of more than ${MOST_NUMBERED_CLASSES} different values, or with fractions, so they are compared as those of a regression; set the task of the model to say so.`,
        ]
      : []),
  ];
}

/** What could not be used as it was, or says that something is wrong with what is logged. */
function complaints({ study, counts, odd }: Joined, plan: ShadowPlan): readonly string[] {
  return [
    ...few(counts.withoutId, 'Lines without a request_id, which can have no partner'),
    ...few(odd.withoutPrediction, 'Lines with neither a prediction nor an error, which are not compared'),
    ...few(odd.confidences, 'Confidences that are not between 0 and 1, which are left out; log a probability'),
    ...few(odd.latencies, 'Latencies below 0, which are left out'),
    ...few(study.labelConflicts, 'Requests whose two labels differ, of which that of live holds'),
    ...few(study.withoutSegment, `Lines beyond the first ${MOST_SEGMENTS} segments, which are in no segment`),
    ...(study.strangeLabels.length > 0
      ? [
          `No label (${some(study.strangeLabels)}) is one of the predictions (${some(study.predictedClasses)}), so both are wrong throughout: let labels and predictions use the same words.`,
        ]
      : []),
    ...(study.hasMatrix || study.task === 'regression'
      ? []
      : [
          `More than ${MOST_CLASSES} different predictions are too many for a matrix of flips: where they are numbers, set the task of the model to regression.`,
        ]),
    ...(plan.steps === undefined || study.matrixOverTime
      ? []
      : ['There are too many classes for kappa and PSI window by window; the summary has them.']),
  ];
}

function few(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${what}: ${counted(count)}.`];
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
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
  const withLabels = [...plan.frames].some((frame) => NEED_LABELS.has(frame));
  const labelRange = { from: reads.from, to: Math.max(now, reads.to) };
  const [count, labels] = await Promise.all([
    // Without the roles, for which a log may have to read the lines that it counts.
    events.count({ ...question, filters: question.filters.filter((one) => one !== ROLES), groupBy: [] }, reads, {
      signal,
    }),
    withLabels
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
    rows: plan.frames.has('rows'),
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
    return psi?.ok === true ? answered({ value: psi.value.value, n: overall.value.difference.n }) : (psi ?? fault());
  };
  const fault = (): Answer<Estimate> => plainNumbers('prediction_psi');
  const numbers = overallNumbers(study, plainNumbers, predictionPsi);

  const top = study.top.pairs();
  const lines =
    top.length > 0
      ? await readLines(events, pairedQuestion(request, context, plan, plan.shown), top, { signal })
      : { byRequest: new Map(), executed: [] };

  const bookkeeping: Bookkeeping = {
    latePairs: study.latePairs,
    duplicates: joined.counts.duplicates,
    withoutId: joined.counts.withoutId,
    sampledFraction: fraction,
  };
  const warned = [
    ...count.notices,
    ...joined.report.notices,
    ...(fraction < 1
      ? [
          `${counted(count.value)} predictions are more than the ${counted(MOST_EVENTS)} that are read at once: numbers rest on a sample of ${inPercent(fraction)} of the requests. Narrow the time range, or filter, to read all.`,
        ]
      : []),
    ...(joined.report.cut
      ? ['A limit ended the reading before the time range did: the latest requests are missing.']
      : []),
    ...labels.notices,
    ...complaints(joined, plan),
  ];
  const told = [
    ...tellings(joined, plan),
    ...(study.top.count > top.length
      ? [
          `Of ${counted(study.top.count)} requests on which the two disagree, ${top.length} are shown: the most at odds.`,
        ]
      : []),
  ];
  return {
    basis: 'pairs',
    task,
    saw: overall.pairs + overall.unpairedLive + overall.unpairedShadow > 0,
    versions: { live: names(study.versions.live), shadow: names(study.versions.shadow) },
    overall: numbers,
    recommended: recommendationOf(overall, task, judging),
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
    windows: await windowsOf(study, plan, slots, signal),
    rows: disagreementRows(top, {
      task,
      groups: ({ segment }) => study.segments[segment]?.group ?? {},
      lines: lines.byRequest,
    }),
    notices: [...warnings([...new Set(warned)]), ...infos(told)],
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

async function windowsOf(
  study: Study,
  { judging }: ShadowPlan,
  slots: ReturnType<typeof slotsOf> | undefined,
  signal: AbortSignal
): Promise<ShadowComparison['windows']> {
  if (slots === undefined) {
    return [];
  }
  const turn = takingTurns(signal);
  const windows: Array<ShadowComparison['windows'][number] & { readonly seen: boolean }> = [];
  const sums = slide(slots.windows, (slot) => study.slotTally(slot), { merge: mergeTallies, empty: emptyTally });
  const names = numbersOf('over_time', { task: study.task, basis: 'pairs' });
  for (const { time, sum } of sums) {
    windows.push({
      time,
      numbers: settled(pairedNumbers(sum, study.task, judging), names),
      seen: sum.pairs + sum.unpairedLive + sum.unpairedShadow > 0,
    });
    await turn();
  }
  // A service that is new has no gap before it began.
  const first = windows.findIndex(({ seen }) => seen);
  const last = windows.map(({ seen }) => seen).lastIndexOf(true);
  return first < 0 ? [] : windows.slice(first, last + 1);
}
