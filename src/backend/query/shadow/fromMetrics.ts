import { formatDuration, selectionMatchers, TELEMETRY, type ModelSettings } from '../../../model';
import { SIDES, type Side } from '../../events/pairs';
import { takingTurns } from '../../events/turns';
import { infos, warnings } from '../../frames/notices';
import type {
  CallContext,
  CounterQuestion,
  CounterSource,
  DistributionQuestion,
  FeatureSource,
  Increase,
  Matcher,
  Observation,
  TimeRange,
  Upstream,
} from '../../upstream/upstream';
import { executedText } from '../compare';
import { describeRange } from '../noData';
import type { QueryContext, QueryRequest } from '../request';
import { modelMatchers } from '../resolveModel';
import { askAll } from '../sides';
import { numbersOf, settled } from './columns';
import type { ShadowComparison } from './comparison';
import { outputDrift } from './outputs';
import type { ShadowPlan } from './plan';
import { comparedSegments } from './segments';
import type { Task } from './study';
import {
  countOf,
  observedSum,
  outputPair,
  predictionsOf,
  unpairedMetrics,
  unpairedNumbers,
  unpairedP,
  unpairedRecommendation,
  type BothCounts,
  type RoleCounts,
} from './unpaired';

const ROLES: Matcher = { label: TELEMETRY.roleLabel, op: '=~', value: 'live|shadow' };

/** The metrics of predictions, under the names that the model gives them. */
function sourcesOf(
  { metrics = {}, ...model }: ModelSettings,
  filters: readonly Matcher[]
): { readonly [Which in 'predictions' | 'confidence' | 'latency']: FeatureSource } & {
  readonly errors: CounterSource;
  readonly correct: string;
} {
  const matchers = [...modelMatchers(model), ...filters, ROLES];
  const histogram = (metric: string): FeatureSource => ({ kind: 'histogram', metric, matchers, orNative: true });
  return {
    predictions: {
      kind: 'category',
      metric: metrics.predictions ?? TELEMETRY.predictions,
      matchers,
      categoryLabel: metrics.predictionLabel ?? TELEMETRY.predictionLabel,
    },
    confidence: histogram(metrics.predictionConfidence ?? TELEMETRY.predictionConfidence),
    latency: histogram(metrics.predictionLatency ?? TELEMETRY.predictionLatency),
    // The role is what tells its counts apart; a service may give them no further label.
    errors: {
      metric: metrics.predictionErrors ?? TELEMETRY.predictionErrors,
      matchers,
      featureLabel: TELEMETRY.roleLabel,
    },
    correct: metrics.correctLabel ?? TELEMETRY.correctLabel,
  };
}

interface SeenRow {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly observation: Observation;
}

/** Failures of one role and group. */
type Failures = Pick<Increase, 'feature' | 'group' | 'count'>;

/** Rows of one group and instant, as what each role counted. */
function bothOf(
  rows: readonly SeenRow[],
  failures: readonly Failures[],
  sources: ReturnType<typeof sourcesOf>,
  countsFailures: boolean
): BothCounts {
  const roleCounts = (side: Side): RoleCounts => {
    const own = rows.filter(({ group }) => group[TELEMETRY.roleLabel] === side);
    const of = ({ metric }: FeatureSource, correct?: string): readonly Observation[] =>
      own
        .filter(
          ({ feature, group }) => feature === metric && (correct === undefined || group[sources.correct] === correct)
        )
        .map(({ observation }) => observation);
    const counted = (correct: string): number => countOf(observedSum(of(sources.confidence, correct)));
    const [right, wrong] = [counted('true'), counted('false')];
    return {
      predictions: observedSum(of(sources.predictions)),
      confidence: observedSum(of(sources.confidence)),
      right: { hits: right, n: right + wrong },
      latency: observedSum(of(sources.latency)),
      // A counter comes into being with its first count: where the other role has one, this one has counted none.
      failed: countsFailures
        ? failures.reduce((sum, { feature, count }) => sum + (feature === side ? count : 0), 0)
        : undefined,
    };
  };
  return { live: roleCounts('live'), shadow: roleCounts('shadow') };
}

function questionsOf(
  sources: ReturnType<typeof sourcesOf>,
  groups: readonly string[]
): readonly DistributionQuestion[] {
  const groupBy = [TELEMETRY.roleLabel, ...groups];
  return [
    { source: sources.predictions, features: [], groupBy },
    { source: sources.confidence, features: [], groupBy: [...groupBy, sources.correct] },
    { source: sources.latency, features: [], groupBy },
  ];
}

function failuresQuestion({ errors }: ReturnType<typeof sourcesOf>, groups: readonly string[]): CounterQuestion {
  return { source: errors, features: [], groupBy: groups };
}

function grouped<T extends { readonly group: Readonly<Record<string, string>> }>(
  rows: readonly T[],
  groups: readonly string[]
): ReadonlyArray<{ readonly group: Readonly<Record<string, string>>; readonly rows: readonly T[] }> {
  const byKey = new Map<string, { group: Readonly<Record<string, string>>; rows: T[] }>();
  for (const row of rows) {
    const group = Object.fromEntries(groups.map((label) => [label, row.group[label] ?? '']));
    const key = JSON.stringify(Object.values(group));
    const known = byKey.get(key) ?? { group, rows: [] };
    known.rows.push(row);
    byKey.set(key, known);
  }
  return [...byKey.values()];
}

async function versionsOf(
  upstream: Upstream,
  source: FeatureSource,
  range: TimeRange,
  context: CallContext
): Promise<ShadowComparison['versions']> {
  const { rows } = await askAll(
    [{ source, features: [], groupBy: [TELEMETRY.roleLabel, TELEMETRY.versionLabel] }],
    (question) => upstream.distributions(question, range, context)
  );
  const versions = (side: Side): readonly string[] => {
    const own = rows.filter(({ group }) => group[TELEMETRY.roleLabel] === side);
    const named = own.map(({ group }) => group[TELEMETRY.versionLabel] ?? '').filter((version) => version !== '');
    return [...new Set(named)].sort();
  };
  return { live: versions('live'), shadow: versions('shadow') };
}

const COSTS =
  'Nothing is paired: agreement, flips, the requests on which the two disagree, and who was right on the same request need the log of predictions with a request_id that both share. Shares of classes, confidence, latency, failures and accuracy (where the label "correct" is known at once) are compared as two separate sets, which takes many more predictions to show the same difference, and counts a difference of traffic as one of the models.';

/**
 * Live and shadow as metrics alone show them, where there is no log of predictions.
 *
 * @param why Why the log is not read, as the first thing that is said.
 */
export async function compareFromMetrics(
  { query, range }: QueryRequest,
  { instance, signal }: QueryContext,
  plan: ShadowPlan,
  why: string
): Promise<ShadowComparison> {
  const { upstream } = instance;
  const { model, judging, groupBy, steps, frames } = plan;
  const task: Task = plan.task ?? 'classification';
  const sources = sourcesOf(model, selectionMatchers(query.filters ?? {}));
  const context = { signal };
  const questions = questionsOf(sources, []);
  const [whole, failed, parts, failedParts, overTime, failedOverTime, versions] = await Promise.all([
    askAll(questions, (question) => upstream.distributions(question, range, context)),
    upstream.increases(failuresQuestion(sources, []), range, context),
    groupBy.length === 0
      ? undefined
      : askAll(questionsOf(sources, groupBy), (question) => upstream.distributions(question, range, context)),
    groupBy.length === 0 ? undefined : upstream.increases(failuresQuestion(sources, groupBy), range, context),
    steps === undefined
      ? undefined
      : askAll(questions, (question) =>
          upstream.distributionsOverTime(question, range, steps.windowMs, steps.stepMs, context)
        ),
    steps === undefined
      ? undefined
      : upstream.increasesOverTime(failuresQuestion(sources, []), range, steps.windowMs, steps.stepMs, context),
    plan.asksForNumbers || !frames.has('summary')
      ? { live: [], shadow: [] }
      : versionsOf(upstream, sources.predictions, range, context),
  ]);

  const countsFailures = failed.value.length > 0;
  const counts = bothOf(whole.rows, failed.value, sources, countsFailures);
  const numbers = unpairedNumbers(counts, task, judging);
  const byTime = new Map<number, SeenRow[]>();
  for (const { feature, group, points } of overTime?.rows ?? []) {
    for (const { time, observation } of points) {
      const rows = byTime.get(time) ?? [];
      rows.push({ feature, group, observation });
      byTime.set(time, rows);
    }
  }
  const failuresByTime = new Map<number, Failures[]>();
  for (const { feature, group, points } of failedOverTime?.value ?? []) {
    for (const { time, count } of points) {
      failuresByTime.set(time, [...(failuresByTime.get(time) ?? []), { feature, group, count }]);
    }
  }
  const turn = takingTurns(signal);
  const windows: Array<ShadowComparison['windows'][number]> = [];
  for (const [time, rows] of [...byTime].sort(([a], [b]) => a - b)) {
    const inWindow = unpairedNumbers(
      bothOf(rows, failuresByTime.get(time) ?? [], sources, countsFailures),
      task,
      judging
    );
    windows.push({ time, numbers: settled(inWindow, numbersOf('over_time', { task, basis: 'metrics' })) });
    await turn();
  }
  const several = SIDES.flatMap((side) =>
    versions[side].length > 1
      ? [
          `Several versions were ${side} in this time: ${versions[side].join(', ')}. They are compared as one; filter by version to part them.`,
        ]
      : []
  );
  return {
    basis: 'metrics',
    task,
    saw: SIDES.some((side) => predictionsOf(counts[side]) > 0),
    versions,
    overall: numbers,
    recommended: unpairedRecommendation(counts, judging),
    // Counts of a range do not tell when.
    cause: () => ({}),
    bookkeeping: null,
    metrics: frames.has('metrics') ? unpairedMetrics(counts, numbers, task) : [],
    flips: [],
    outputs: outputDrift(
      [
        { output: 'prediction', pair: outputPair(counts.live.predictions, counts.shadow.predictions) },
        { output: 'confidence', pair: outputPair(counts.live.confidence, counts.shadow.confidence) },
      ],
      judging.alpha
    ),
    segments: comparedSegments(
      grouped(parts?.rows ?? [], groupBy).map(({ group, rows }) => {
        const failures = (failedParts?.value ?? []).filter((one) =>
          groupBy.every((label) => (one.group[label] ?? '') === group[label])
        );
        const own = bothOf(rows, failures, sources, countsFailures);
        return { group, numbers: unpairedNumbers(own, task, judging), pValue: unpairedP(own) };
      }),
      task,
      judging.alpha
    ),
    windows,
    rows: [],
    notices: [
      ...warnings([`${why} ${COSTS}`]),
      ...infos(several),
      ...warnings([
        ...new Set([...whole.notices, ...failed.notices, ...(parts?.notices ?? []), ...(overTime?.notices ?? [])]),
      ]),
    ],
    executed: executedText([
      {
        title: `live and shadow: ${describeRange(range)}`,
        executed: [...whole.executed, failed.executed, ...(parts?.executed ?? [])],
      },
      {
        title:
          steps === undefined
            ? ''
            : `windows of ${formatDuration(steps.windowMs)}, a step of ${formatDuration(steps.stepMs)}`,
        executed: overTime?.executed ?? [],
      },
    ]),
  };
}
