import {
  LABEL_NUMBERS,
  metricOfNumber,
  numberOfCause,
  numberOfMetric,
  PERFORMANCE_CAUSES,
  PERFORMANCE_CONFUSION_FIELDS,
  PERFORMANCE_FRAMES,
  PERFORMANCE_IDS,
  PERFORMANCE_LABEL_FIELDS,
  PERFORMANCE_NUMBERS,
  PERFORMANCE_OVER_TIME_FIELDS,
  PERFORMANCE_SERIES_LABELS,
  PERFORMANCE_SUMMARY_FIELDS,
  PERFORMANCE_KINDS,
  type ModelSettings,
  type PerformanceCause,
  type PerformanceFrame,
  type PerformanceId,
  type PerformanceNumber,
} from '../../../model';
import { TidemarkError } from '../../errors';
import { takingTurns } from '../../events/turns';
import type { Frame, Notice } from '../../frames/frame';
import { numericFrames, wantedFrames, wantedMetrics, type NumericValue } from '../../frames/named';
import { confusionFrame } from '../../frames/performance/confusionFrame';
import { labelsFrame } from '../../frames/performance/labelsFrame';
import { overTimeFrame } from '../../frames/performance/overTimeFrame';
import { labelValue, metricValue } from '../../frames/performance/ruleValues';
import { summaryFrame } from '../../frames/performance/summaryFrame';
import { executedText } from '../compare';
import { describeRange } from '../noData';
import { withReason } from '../noEvents';
import { KeptForRules } from '../keptForRules';
import type { Handler, QueryContext, QueryRequest } from '../request';
import { requireModel, servedQuestion } from '../resolveEvents';
import { shadowHint, togetherNotices } from '../usualTraffic';
import { beganOf } from './began';
import { latenessOf } from './completeness';
import { isEstimable } from './estimator';
import type { Subject } from './evidence';
import type { Material } from './material';
import { fittingMetrics, wordsOf } from './metrics';
import { performanceNotices } from './notices';
import { planOf, type Plan } from './plan';
import { readBuckets } from './readBuckets';
import { readRows } from './readRows';
import { Estimators, groupReport, seriesReport, type GroupReport, type Measuring, type SeriesReport } from './report';

/** Names that columns and labels of the answer have already, by frame. */
const COLUMNS: Readonly<Record<PerformanceFrame, readonly string[]>> = {
  summary: Object.values(PERFORMANCE_SUMMARY_FIELDS),
  over_time: [PERFORMANCE_OVER_TIME_FIELDS.time, ...PERFORMANCE_IDS],
  labels: Object.values(PERFORMANCE_LABEL_FIELDS),
  confusion: Object.values(PERFORMANCE_CONFUSION_FIELDS),
};

function takenNames({ frames, asAlert }: Asked): readonly string[] {
  const labels = Object.values(PERFORMANCE_SERIES_LABELS);
  return asAlert ? labels : [...labels, ...[...frames].flatMap((name) => COLUMNS[name])];
}

/** Shown over time, and given to a rule, where the query names no metric: few enough to be read, the first above all. */
const USUAL: Readonly<Record<Subject['task'], readonly PerformanceId[]>> = {
  binary: ['accuracy', 'precision', 'recall', 'f1', 'roc_auc'],
  multiclass: ['accuracy', 'balanced_accuracy', 'f1'],
  regression: ['mae', 'rmse', 'bias'],
};

interface Asked {
  readonly frames: ReadonlySet<PerformanceFrame>;
  /** Empty: the usual ones. */
  readonly numbers: readonly PerformanceNumber[];
  /** What the query itself names. */
  readonly named: ReadonlySet<string>;
  /** Numbers of which a rule wants to know since when; they are among the others. */
  readonly causes: readonly PerformanceCause[];
  readonly asAlert: boolean;
}

function askedOf({ query, fromAlert }: QueryRequest): Asked {
  const causes = PERFORMANCE_CAUSES.filter((name) => query.metrics?.includes(name));
  const others = query.metrics?.filter((name) => !causes.some((cause) => cause === name));
  const named = wantedMetrics(others, PERFORMANCE_NUMBERS, []);
  const ofCauses = new Set(causes.map(numberOfCause));
  return {
    frames: wantedFrames(query.frames, PERFORMANCE_FRAMES),
    numbers: PERFORMANCE_NUMBERS.filter((name) => named.includes(name) || ofCauses.has(name)),
    named: new Set<string>([...named, ...causes]),
    causes,
    asAlert: query.format === undefined ? fromAlert : query.format === 'alert',
  };
}

/** Whether anything that is asked for is learned from, compared with, or timed by a reference. */
function needsReference({ frames, numbers, asAlert }: Asked, { labels }: ModelSettings): boolean {
  const timesLabels = labels === undefined;
  if (asAlert) {
    const metrics = numbers.map(metricOfNumber).filter((metric) => metric !== undefined);
    const isUsual = numbers.length === 0;
    return isUsual || metrics.some(({ kind }) => kind === 'estimated') || (timesLabels && metrics.length > 0);
  }
  return timesLabels || frames.has('summary') || frames.has('over_time');
}

async function read(request: QueryRequest, plan: Plan, model: ModelSettings, context: QueryContext): Promise<Material> {
  const { instance, signal, now } = context;
  const { events, upstream, settings } = instance;
  const rows =
    events === undefined
      ? undefined
      : await readRows(request, plan, { events, model, settings, now: now(), context: { signal } });
  // The sample, and a service whose log has not begun, may still count confidences.
  const buckets =
    rows !== undefined || (model.task === 'regression' && events !== undefined)
      ? undefined
      : await readBuckets(plan, { upstream, model, context: { signal } });
  const material = rows ?? buckets;
  if (material === undefined) {
    const question = servedQuestion({ query: request.query, settings });
    const why = nothing(plan, events !== undefined, shadowHint(question.filters));
    throw events === undefined ? why : await withReason(why, events, question, plan.range, { signal });
  }
  // Lines tell of the roles that were there; counts do not.
  return material === buckets
    ? { ...material, notices: [...togetherNotices(request.query), ...material.notices] }
    : material;
}

function nothing({ range }: Plan, hasLog: boolean, hint: string): TidemarkError {
  const where = hasLog ? 'the log nor the histogram of confidence holds' : 'histogram of confidence holds';
  return new TidemarkError(
    hasLog ? 'no_current_data' : 'no_log',
    `${hasLog ? 'Neither ' : 'No '}${where} a prediction of this model from ${describeRange(range)}, or of its reference: widen the time range, or change the model's selector or the filters${hasLog ? '' : '. Without a log (loki.url in the settings) the service has to expose the histogram'}.${hint}`
  );
}

/** The metrics that tables show: those that are named, else all that such a model can have. */
function tableIds(numbers: readonly PerformanceNumber[], fitting: readonly PerformanceId[]): readonly PerformanceId[] {
  const named = new Set(numbers.map((name) => metricOfNumber(name)?.id));
  return numbers.length === 0 ? fitting : PERFORMANCE_IDS.filter((id) => named.has(id));
}

/** The numbers of a rule: those that are named, else the usual metric both ways. */
function ruleNumbers({ numbers }: Asked, subject: Subject): readonly PerformanceNumber[] {
  const [usual] = USUAL[subject.task];
  if (numbers.length > 0 || usual === undefined) {
    return numbers;
  }
  return PERFORMANCE_KINDS.filter((kind) => kind === 'realised' || isEstimable(usual, subject)).map((kind) =>
    numberOfMetric(usual, kind)
  );
}

function unanswered(reports: readonly GroupReport[], numbers: readonly PerformanceNumber[]): readonly Notice[] {
  const texts = reports.flatMap(({ metrics, belief, contradiction }) =>
    metrics.flatMap((metric) =>
      PERFORMANCE_KINDS.filter((kind) => numbers.includes(numberOfMetric(metric.id, kind))).flatMap((kind) => {
        const answer = metric[kind];
        const title = `${wordsOf(metric.id).label} (${kind})`;
        if (!answer.ok) {
          return [`${title}: ${answer.detail}`];
        }
        return kind === 'estimated' && (belief?.believed !== true || contradiction !== undefined)
          ? [`${title} has no value for a rule, because it cannot be believed.`]
          : [];
      })
    )
  );
  return [...new Set(texts)].map((text) => ({ severity: 'warning', text }));
}

/** What a rule asks, which is small whatever was read: each number, and each cause, by its name. */
interface AlertAnswer {
  readonly values: readonly NumericValue[];
  readonly notices: readonly Notice[];
  readonly executed: string;
}

/** Values of all answers that are kept. */
const MOST_VALUES_KEPT = 5_000;
const answers = new KeptForRules<AlertAnswer>(({ values }) => values.length, MOST_VALUES_KEPT);

async function alertAnswer(
  measuring: Measuring,
  estimators: Estimators,
  numbers: readonly PerformanceNumber[],
  { model, plan, withCauses }: { readonly model: ModelSettings; readonly plan: Plan; readonly withCauses: boolean }
): Promise<AlertAnswer> {
  const { material, lateness } = measuring;
  const reports: GroupReport[] = [];
  const values: NumericValue[] = [];
  for (const group of material.groups) {
    const report = await groupReport(group, estimators, measuring, { withConfusion: false });
    reports.push(report);
    for (const name of numbers) {
      const found = metricOfNumber(name);
      const metric = found && report.metrics.find(({ id }) => id === found.id);
      const ofLabels = LABEL_NUMBERS.find((one) => one === name);
      if (found !== undefined && metric !== undefined) {
        const value = metricValue(report, metric, found.kind, model.id);
        values.push(value);
        if (withCauses) {
          const since = await beganOf(group, estimators, measuring, found.id, found.kind);
          values.push({ ...value, name: `${name}_cause`, labels: { ...value.labels, ...since } });
        }
      } else if (ofLabels !== undefined) {
        values.push(labelValue(report, ofLabels, model.id));
      }
    }
  }
  const notices = [
    ...performanceNotices(material, reports, plan, lateness, estimators.all),
    ...unanswered(reports, numbers),
  ];
  return { values, notices, executed: executedText(material.executed) };
}

async function tableAnswer(
  measuring: Measuring,
  estimators: Estimators,
  { frames, numbers }: Asked,
  model: ModelSettings,
  plan: Plan
): Promise<readonly Frame[]> {
  const { material, lateness, ids, turn } = measuring;
  const { subject, groups } = material;
  const reports: GroupReport[] = [];
  for (const group of groups) {
    reports.push(
      await groupReport(
        group,
        estimators,
        { ...measuring, ids: frames.has('summary') ? ids : [] },
        { withConfusion: frames.has('confusion') }
      )
    );
  }
  const seriesIds = numbers.length === 0 ? USUAL[subject.task].filter((id) => ids.includes(id)) : ids;
  const series: SeriesReport[] = [];
  if (plan.steps !== undefined) {
    for (const group of groups) {
      const wanted = { ...measuring, ids: seriesIds, turn };
      series.push(await seriesReport(group, estimators, wanted, { withValues: frames.has('over_time') }));
    }
  }
  const notices = performanceNotices(material, reports, plan, lateness, estimators.all);
  const executed = executedText(material.executed);
  const make: Readonly<Record<PerformanceFrame, (said: { notices: readonly Notice[]; executed: string }) => Frame>> = {
    summary: (said) => summaryFrame(reports, ids, plan.groupBy, material.learnedFrom?.text ?? '', said),
    over_time: (said) =>
      overTimeFrame(series, seriesIds, { model: model.id, subject, stepMs: plan.steps?.stepMs ?? 0 }, said),
    labels: (said) => labelsFrame(series, plan.groupBy, said),
    confusion: (said) => confusionFrame(reports, plan.groupBy, said),
  };
  // Said once, on the first frame: Grafana shows the notices of all of them in one place.
  return PERFORMANCE_FRAMES.filter((name) => frames.has(name)).map((name, i) =>
    make[name](i === 0 ? { notices, executed } : { notices: [], executed })
  );
}

interface Read {
  readonly measuring: Measuring;
  readonly numbers: readonly PerformanceNumber[];
  readonly plan: Plan;
}

async function readPerformance(
  request: QueryRequest,
  context: QueryContext,
  model: ModelSettings,
  asked: Asked
): Promise<Read> {
  const { frames, asAlert } = asked;
  const now = context.now();
  const plan = planOf(request, model, now, {
    overTime: !asAlert && (frames.has('over_time') || frames.has('labels')),
    reference: needsReference(asked, model),
    taken: takenNames(asked),
  });
  const material = await read(request, plan, model, context);
  const { subject, groups } = material;
  if (!asAlert && groups.every((group) => group.together(group.blocks).rows === 0)) {
    throw new TidemarkError(
      'no_current_data',
      `No prediction of this model was made from ${describeRange(plan.range)}: widen the time range, or change the model's selector or the filters.`
    );
  }
  const numbers = ruleNumbers(asked, subject);
  const measuring: Measuring = {
    material,
    lateness: latenessOf(model, material, now),
    ids: tableIds(asAlert ? numbers : asked.numbers, fittingMetrics(subject, model.costs)),
    costs: model.costs,
    turn: takingTurns(context.signal),
  };
  return { measuring, numbers, plan };
}

/**
 * How good the model is: every metric realised where labels have come, and estimated where they have not, by any group,
 * as a whole and over time.
 */
export const modelPerformance: Handler = async (request, context) => {
  const model = requireModel(request.query, context.instance.settings);
  const asked = askedOf(request);
  if (!asked.asAlert) {
    const { measuring, plan } = await readPerformance(request, context, model, asked);
    return tableAnswer(measuring, new Estimators(measuring), asked, model, plan);
  }
  const make = async (signal: AbortSignal): Promise<AlertAnswer> => {
    const { measuring, numbers, plan } = await readPerformance(request, { ...context, signal }, model, asked);
    // A rule asks for the number first, and then for its cause.
    const withCauses = asked.causes.length > 0 || request.fromAlert;
    return alertAnswer(measuring, new Estimators(measuring), numbers, { model, plan, withCauses });
  };
  const { values, notices, executed } = request.fromAlert
    ? await answers.ask(request, context, make, asked.numbers)
    : await make(context.signal);
  const wanted = ({ name }: NumericValue): boolean =>
    asked.named.size === 0 ? !name.endsWith('_cause') : asked.named.has(name);
  const isAlone = asked.named.size === 1;
  return numericFrames(
    values.filter(wanted).map((value) =>
      // Without a time, the two would be one to a rule that asks for both at once.
      isAlone || !value.name.endsWith('_cause')
        ? value
        : { ...value, labels: { ...value.labels, [PERFORMANCE_SERIES_LABELS.metric]: value.name } }
    ),
    notices,
    executed
  );
};
