import { decompose } from '../../../engine';
import {
  CAUSE_LABELS,
  DATASET_FRAMES,
  DATASET_RULE_METRICS,
  DATASET_USUAL_FRAMES,
  DATASET_USUAL_METRICS,
  type ModelSettings,
} from '../../../model';
import { TidemarkError } from '../../errors';
import { causesFrame } from '../../frames/dataset/causesFrame';
import { featuresFrame } from '../../frames/dataset/featuresFrame';
import { multivariateFrame } from '../../frames/dataset/multivariateFrame';
import { modelOverTimeFrames } from '../../frames/dataset/overTimeFrames';
import { partsFrame } from '../../frames/dataset/partsFrame';
import { summaryFrame } from '../../frames/dataset/summaryFrame';
import type { Frame, Notice } from '../../frames/frame';
import { explained, noticesOf } from '../../frames/meta';
import { numericFrames, wantedFrames, wantedMetrics, type NumericValue } from '../../frames/named';
import { warnings } from '../../frames/notices';
import { binsInWords, inWords } from '../cause';
import { compare, executedText, type ComparedFeature, type Comparison } from '../compare';
import { compareForRule } from '../compareForRule';
import { compareOverTime } from '../compareOverTime';
import type { Handler, QueryContext, QueryRequest } from '../request';
import { findModel } from '../resolveModel';
import { since } from '../since';
import { importances, judgeModel, ruleNumber, worstOf, type JudgedModel } from './judge';
import { compareTogether } from './multivariate';
import { modelOverTime } from './overTime';
import { splitFeatures, type Parts } from './parts';

/** In a message a person reads so many names. */
const MOST_NAMED = 3;

function item({ feature, pair }: ComparedFeature, importance: number | undefined, parts: Parts | undefined) {
  const split = parts?.byFeature.get(feature);
  const weighed = importance === undefined ? {} : { importance };
  return split?.ok === true
    ? { key: feature, pair: { ...split, value: split.value.pair }, parts: split.value.parts, ...weighed }
    : { key: feature, pair, ...weighed };
}

function judgeGroups(
  { rows }: Comparison,
  importance: (feature: string) => number | undefined
): readonly JudgedModel[] {
  const groups = new Map<string, ComparedFeature[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.group);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((members) => ({
    group: members[0]?.group ?? {},
    judged: judgeModel(
      members.map(({ feature, assessment }) => ({ feature, verdict: assessment.verdict })),
      importance
    ),
    whole: decompose(members.map((row) => item(row, importance(row.feature), undefined))),
    worst: worstOf(members),
  }));
}

function withScores(request: QueryRequest, changes: Partial<QueryRequest['query']> = {}): QueryRequest {
  // PSI is what the decomposition adds up; a query's own scores decide the verdicts all the same.
  const scores = request.query.scores ?? ['psi'];
  return { ...request, query: { ...request.query, scores, ...changes } };
}

function segmentsOf(query: QueryRequest['query'], model: ModelSettings | undefined): readonly string[] {
  return query.groupBy !== undefined && query.groupBy.length > 0 ? query.groupBy : (model?.segments ?? []);
}

/** What has drifted the most, for a message: named in one line, with the bins of the first, and since when. */
async function causeOf(
  { group, judged, whole }: JudgedModel,
  comparison: Comparison,
  request: QueryRequest,
  context: QueryContext
): Promise<Pick<NumericValue, 'value' | 'labels'>> {
  const drifted = new Set(judged.ok ? judged.value.drifted : []);
  const worst = (whole.ok ? whole.value.features : [])
    .filter(({ key }) => drifted.has(key))
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_NAMED);
  const [first] = worst;
  const own = JSON.stringify(group);
  const row = comparison.rows.find((one) => one.feature === first?.key && JSON.stringify(one.group) === own);
  if (first === undefined || row === undefined) {
    return { value: null, labels: {} };
  }
  const began = await since(
    request,
    context,
    comparison.resolved,
    worst.map(({ key, psi }) => ({ feature: key, group, value: psi }))
  );
  const [earliest] = worst.flatMap(({ key }) => began({ feature: key, group }) ?? []).sort((a, b) => a.time - b.time);
  const bins = binsInWords(row);
  return {
    value: worst.reduce((all, { share }) => all + share, 0),
    labels: {
      [CAUSE_LABELS.features]: inWords(worst.map(({ key }) => key)),
      ...(bins === undefined ? {} : { [CAUSE_LABELS.bins]: `${first.key}: ${bins.text}` }),
      ...(earliest === undefined ? {} : { [CAUSE_LABELS.since]: earliest.text }),
    },
  };
}

async function answerRule(request: QueryRequest, context: QueryContext, model: ModelSettings | undefined) {
  const metrics = wantedMetrics(request.query.metrics, DATASET_RULE_METRICS, DATASET_USUAL_METRICS);
  const scored = withScores(request);
  const comparison = await compareForRule(scored, context);
  const importance = importances(model);
  const values = await Promise.all(
    judgeGroups(comparison, importance).flatMap((one) =>
      metrics.map(async (name): Promise<NumericValue> => {
        const { group } = one;
        const labels = { ...group, ...(model === undefined || 'model' in group ? {} : { model: model.id }) };
        if (name !== 'cause') {
          return { name, value: ruleNumber(name, one), labels };
        }
        const cause = await causeOf(one, comparison, scored, context);
        return { name, value: cause.value, labels: { ...labels, ...cause.labels } };
      })
    )
  );
  return numericFrames(values, noticesOf(comparison.rows.map(explained), comparison.notices), comparison.executed);
}

/** The drift of a model as a whole: how much of it has drifted, since when, and where that comes from. */
export const dataset: Handler = async (request, context) => {
  const { query, fromAlert } = request;
  const { settings, events } = context.instance;
  const wanted = wantedFrames(query.frames ?? DATASET_USUAL_FRAMES, DATASET_FRAMES);
  const named = new Set(query.frames ?? []);
  const model = query.model === undefined ? undefined : findModel(query.model, settings);
  if ((query.format ?? (fromAlert ? 'alert' : 'table')) === 'alert') {
    return answerRule(request, context, model);
  }
  if (named.has('multivariate') && (events === undefined || model === undefined)) {
    throw new TidemarkError(
      'bad_query',
      'frames: "multivariate" compares rows of the log of a model: set loki.url in the settings of the data source, and name a model; or leave it out.'
    );
  }
  const importance = importances(model);
  const segments = segmentsOf(query, model);
  const needsParts = ['causes', 'segments', 'versions'].some((name) => wanted.has(name as 'causes'));
  const needsNow = needsParts || wanted.has('summary') || wanted.has('features') || wanted.has('multivariate');
  const [comparison, parts, overTime] = await Promise.all([
    needsNow ? compare(withScores(request), context) : undefined,
    needsParts ? splitFeatures(withScores(request), segments, context) : undefined,
    wanted.has('over_time') ? compareOverTime(withScores(request, { scores: ['psi'] }), context) : undefined,
  ]);
  const together =
    wanted.has('multivariate') && events !== undefined && model !== undefined && comparison !== undefined
      ? comparison.resolved.reference.kind === 'profile'
        ? undefined
        : await compareTogether(events, comparison.resolved, request, context)
      : undefined;

  const frames: Frame[] = [];
  const notices: readonly Notice[] = [
    ...(comparison === undefined
      ? []
      : noticesOf(comparison.rows.map(explained), [...new Set([...comparison.notices, ...(parts?.notices ?? [])])])),
    ...warnings(together?.notices ?? []),
    ...(named.has('multivariate') && together === undefined
      ? warnings(['A stored profile has no rows, so correlations cannot be compared with it: choose an earlier time.'])
      : []),
    ...(comparison === undefined && overTime !== undefined ? noticesOf(overTime.series, overTime.notices) : []),
  ];
  const executed = [
    comparison?.executed ?? '',
    parts === undefined
      ? ''
      : executedText([
          { title: 'current, by segment and version', executed: parts.executed.current },
          { title: 'reference, by segment and version', executed: parts.executed.reference },
        ]),
    together === undefined
      ? ''
      : executedText([
          { title: 'rows, current', executed: together.executed.current },
          { title: 'rows, reference', executed: together.executed.reference },
        ]),
    overTime?.executed ?? '',
  ]
    .filter((text) => text !== '')
    .join('\n');
  // Said once: with the first of the frames.
  const once = () => (frames.length === 0 ? ([notices, executed] as const) : ([[], ''] as const));

  if (comparison !== undefined) {
    const groups = judgeGroups(comparison, importance);
    if (wanted.has('summary')) {
      frames.push(summaryFrame(groups, comparison.resolved.groupBy, ...once()));
    }
    const ungrouped =
      comparison.resolved.groupBy.length === 0
        ? comparison
        : await compare(withScores(request, { groupBy: [] }), context);
    const whole = decompose(
      ungrouped.rows.map((row) => item(row, importance(row.feature), parts)),
      query.smoothing === 'always' ? { smoothing: { kind: 'jeffreys', when: 'always' } } : {}
    );
    if (wanted.has('causes')) {
      frames.push(causesFrame(whole, segments.length > 0, ...once()));
    }
    if (wanted.has('features')) {
      frames.push(featuresFrame(whole, ungrouped.rows, ...once()));
    }
    if (wanted.has('segments') && segments.length > 0) {
      frames.push(partsFrame('segments', segments.join(' / '), whole, ...once()));
    }
    if (wanted.has('versions')) {
      frames.push(partsFrame('versions', 'version', whole, ...once()));
    }
    if (together !== undefined) {
      frames.push(multivariateFrame(together, ...once()));
    }
  }
  if (overTime !== undefined) {
    frames.push(
      ...modelOverTimeFrames(modelOverTime(overTime, importance), model?.id, overTime.steps.stepMs, ...once())
    );
  }
  return frames;
};
