import type { PerformanceEstimate } from '../../engine';
import {
  LABEL_STATUS,
  numberOfMetric,
  PERFORMANCE_CONFUSION_FIELDS,
  PERFORMANCE_LABEL_FIELDS,
  PERFORMANCE_OVER_TIME_FIELDS,
  PERFORMANCE_SERIES_LABELS,
  PERFORMANCE_SUMMARY_FIELDS,
  type LabelStatus,
  type PerformanceId,
  type PerformanceKind,
} from '../../model';
import { isEstimable } from '../query/performance/estimator';
import type { Subject } from '../query/performance/evidence';
import { wordsOf } from '../query/performance/metrics';
import type { GroupReport, MetricReport, SeriesReport, StepReport } from '../query/performance/report';
import { groupFields } from './driftFrames';
import { asEdge, COUNT_CONFIG, P_VALUE_CONFIG, REASON_CONFIG } from './fieldConfig';
import type { Field, FieldConfig, Frame, Notice } from './frame';
import { metaOf } from './meta';
import type { NumericValue } from './named';

/** Metrics that are shares of predictions or labels: a person reads them in percent. */
const SHARES: ReadonlySet<PerformanceId> = new Set([
  'accuracy',
  'precision',
  'recall',
  'specificity',
  'balanced_accuracy',
]);

const UNITS: Readonly<Record<string, string>> = { nats: 'suffix: nats' };

const KIND_WORDS: Readonly<Record<PerformanceKind, string>> = {
  realised: 'realised',
  estimated: 'estimated, without labels',
};

export function metricConfig(id: PerformanceId, title?: string): FieldConfig {
  const { label, explanation, unit } = wordsOf(id);
  const known = unit === null ? undefined : UNITS[unit];
  return {
    displayNameFromDS: title ?? label,
    description: explanation,
    ...(SHARES.has(id) ? { unit: 'percentunit', decimals: 2 } : { decimals: 3 }),
    ...(known === undefined ? {} : { unit: known }),
  };
}

/** What a gauge or a bar begins and ends with. */
function bounds(id: PerformanceId): Pick<FieldConfig, 'min' | 'max'> {
  const { min, max } = wordsOf(id).range;
  return { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
}

const number = (
  name: string,
  values: ReadonlyArray<number | null>,
  displayNameFromDS: string,
  description: string,
  rest: FieldConfig = { decimals: 3 }
): Field => ({ name, type: 'number', values, config: { displayNameFromDS, description, ...rest } });

const text = (
  name: string,
  values: ReadonlyArray<string | null>,
  displayNameFromDS: string,
  rest: FieldConfig = {}
): Field => ({
  name,
  type: 'string',
  values,
  config: { displayNameFromDS, ...rest },
});

const PERCENT: FieldConfig = { unit: 'percentunit', decimals: 1, min: 0, max: 1 };

/** What stands in the way of a value, or has to be known of it. */
function reasonOf({ realised, estimated, notes }: MetricReport): string {
  return [
    ...(realised.ok ? [] : [`No realised value. ${realised.detail}`]),
    ...(estimated.ok ? [] : [`No estimate. ${estimated.detail}`]),
    ...notes,
  ].join(' ');
}

export interface Said {
  readonly notices: readonly Notice[];
  readonly executed: string;
}

const TABLE = { type: 'table', preferredVisualisationType: 'table' } as const;

/** One row a group and metric. */
export function summaryFrame(
  reports: readonly GroupReport[],
  ids: readonly PerformanceId[],
  groupBy: readonly string[],
  referenceText: string,
  { notices, executed }: Said
): Frame {
  const F = PERFORMANCE_SUMMARY_FIELDS;
  const rows = reports.flatMap((report) => report.metrics.map((metric) => ({ ...report, metric })));
  const of = <T extends object>(
    answer: { ok: true; value: T } | { ok: false } | undefined,
    key: keyof T
  ): number | null => {
    const value = answer?.ok === true ? answer.value[key] : undefined;
    return typeof value === 'number' ? value : null;
  };
  const realised = (key: keyof PerformanceEstimate) => rows.map(({ metric }) => of(metric.realised, key));
  const estimated = (key: keyof PerformanceEstimate) => rows.map(({ metric }) => of(metric.estimated, key));
  const change = (key: 'value' | 'lower' | 'upper') =>
    rows.map(({ metric }) =>
      metric.change?.ok === true ? of({ ok: true, value: metric.change.value.change }, key) : null
    );
  return {
    name: 'summary',
    fields: [
      text(
        F.metric,
        rows.map(({ metric }) => metric.id),
        'Metric',
        {
          mappings: [
            {
              type: 'value',
              options: Object.fromEntries(ids.map((id, index) => [id, { text: wordsOf(id).label, index }])),
            },
          ],
        }
      ),
      ...groupFields(rows, groupBy),
      number(F.realised, realised('value'), 'Realised', 'From labels, over the windows whose labels are complete.'),
      number(F.lower, realised('lower'), 'Lower', 'Where the realised value lies with 95 % confidence: from here ...'),
      number(F.upper, realised('upper'), 'Upper', '... to here.'),
      number(
        F.estimated,
        estimated('value'),
        'Estimated',
        'Without labels, over all predictions of the time range: what confidences, or predictions, were worth on the reference.'
      ),
      number(
        F.estimatedLower,
        estimated('lower'),
        'Estimated lower',
        'Where it lies with 95 % confidence, as long as the reference holds: from here ...'
      ),
      number(F.estimatedUpper, estimated('upper'), 'Estimated upper', '... to here.'),
      number(
        F.labelled,
        rows.map(({ labelled }) => labelled),
        'Labelled',
        'Predictions of the time range whose label is known by now.',
        { unit: 'short', decimals: 0, min: 0 }
      ),
      number(
        F.rows,
        rows.map((row) => row.rows),
        'Predictions',
        'Predictions in the time range.',
        { unit: 'short', decimals: 0, min: 0 }
      ),
      number(
        F.reference,
        rows.map(({ metric }) => of(metric.reference, 'value')),
        'Reference',
        `The realised value of the reference${referenceText === '' ? '' : `: ${referenceText}`}.`
      ),
      number(F.change, change('value'), 'Change', 'Realised minus reference.'),
      number(
        F.changeLower,
        change('lower'),
        'Change lower',
        'Where the change lies with 95 % confidence: from here ...'
      ),
      number(F.changeUpper, change('upper'), 'Change upper', '... to here.'),
      {
        name: F.pValue,
        type: 'number',
        values: rows.map(({ metric }) => (metric.change?.ok === true ? metric.change.value.pValue : null)),
        config: P_VALUE_CONFIG('p-value', 'Chance of a change as large, if there were none.'),
      },
      number(
        F.covered,
        rows.map(({ belief, metric }) => (metric.estimated.ok ? (belief?.covered ?? null) : null)),
        'Covered',
        'The share of predictions that lie where the reference has labels enough: below 95 % the estimate is a guess.',
        PERCENT
      ),
      text(
        F.reason,
        rows.map(({ metric }) => reasonOf(metric)),
        'Reason',
        { ...REASON_CONFIG, description: 'Why a value is missing, or what has to be known of it.' }
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

/** `DE Accuracy (realised)`: a series in a legend. */
function seriesTitle(id: PerformanceId, kind: PerformanceKind, group: Readonly<Record<string, string>>): string {
  const names = Object.values(group).filter((value) => value !== '');
  return `${[...names, wordsOf(id).label].join(' ')} (${kind})`;
}

export function seriesLabels(
  model: string,
  group: Readonly<Record<string, string>>,
  id: PerformanceId,
  kind: PerformanceKind
): Readonly<Record<string, string>> {
  const L = PERFORMANCE_SERIES_LABELS;
  return { [L.model]: model, ...group, [L.metric]: id, [L.kind]: kind };
}

/** The value of one metric and kind over time, with its interval as a band. */
function bandFields(
  values: ReadonlyArray<PerformanceEstimate | null>,
  id: PerformanceId,
  kind: PerformanceKind,
  labels: Readonly<Record<string, string>>,
  title: string
): readonly Field[] {
  const F = PERFORMANCE_OVER_TIME_FIELDS;
  const config = metricConfig(id, title);
  const described = { ...config, description: `${config.description ?? ''} Here ${KIND_WORDS[kind]}.` };
  const lower = `${title}, lower`;
  return [
    {
      name: id,
      type: 'number',
      values: values.map((value) => value?.value ?? null),
      labels,
      config: kind === 'realised' ? described : { ...described, custom: { lineStyle: { fill: 'dash', dash: [8, 6] } } },
    },
    {
      name: `${id}${F.lower}`,
      type: 'number',
      values: values.map((value) => value?.lower ?? null),
      labels,
      config: asEdge({ ...config, displayNameFromDS: lower }),
    },
    {
      name: `${id}${F.upper}`,
      type: 'number',
      values: values.map((value) => value?.upper ?? null),
      labels,
      config: asEdge({ ...config, displayNameFromDS: `${title}, upper` }, lower),
    },
  ];
}

/** One frame over time: realised and estimated of each group and metric on one axis, each with its interval. */
export function overTimeFrame(
  series: readonly SeriesReport[],
  ids: readonly PerformanceId[],
  { model, subject, stepMs }: { readonly model: string; readonly subject: Subject; readonly stepMs: number },
  { notices, executed }: Said
): Frame {
  const times = series[0]?.steps.map(({ end }) => end) ?? [];
  return {
    name: 'over_time',
    fields: [
      { name: PERFORMANCE_OVER_TIME_FIELDS.time, type: 'time', values: times, config: { interval: stepMs } },
      ...series.flatMap(({ group, steps }) =>
        ids.flatMap((id, place) =>
          (['realised', 'estimated'] as const)
            // An estimate that such a model can never have would be an empty line in every legend.
            .filter((kind) => kind === 'realised' || isEstimable(id, subject))
            .flatMap((kind) =>
              bandFields(
                steps.map((step) => step[kind][place] ?? null),
                id,
                kind,
                seriesLabels(model, group, id, kind),
                seriesTitle(id, kind, group)
              )
            )
        )
      ),
    ],
    meta: metaOf(notices, executed, { type: 'timeseries-wide', preferredVisualisationType: 'graph' }),
  };
}

function statusOf({ completeness: { complete, predictions } }: StepReport): LabelStatus {
  return predictions === 0 ? 'empty' : complete ? 'complete' : 'incomplete';
}

const STATUS_LOOK = {
  complete: { text: 'complete', color: 'green' },
  incomplete: { text: 'not complete', color: 'orange' },
  empty: { text: 'no prediction', color: 'gray' },
} as const satisfies Record<LabelStatus, { text: string; color: string }>;

/** One row a window and group: how many of its labels are there, and how late they came. */
export function labelsFrame(
  series: readonly SeriesReport[],
  groupBy: readonly string[],
  { notices, executed }: Said
): Frame {
  const F = PERFORMANCE_LABEL_FIELDS;
  const rows = series
    .flatMap(({ group, steps }) => steps.map((step) => ({ group, step })))
    .sort((a, b) => a.step.end - b.step.end);
  const SECONDS: FieldConfig = { unit: 's', decimals: 0, min: 0 };
  return {
    name: 'labels',
    fields: [
      { name: F.time, type: 'time', values: rows.map(({ step }) => step.end), config: { displayNameFromDS: 'Time' } },
      ...groupFields(rows, groupBy),
      {
        name: F.rows,
        type: 'number',
        values: rows.map(({ step }) => step.completeness.predictions),
        config: COUNT_CONFIG('Predictions', 'Predictions in the window that ends here.'),
      },
      {
        name: F.labelled,
        type: 'number',
        values: rows.map(({ step }) => step.completeness.labelled),
        config: COUNT_CONFIG('Labelled', 'Those whose label is known by now.'),
      },
      number(
        F.share,
        rows.map(({ step }) => step.completeness.share),
        'Share',
        'The share of predictions whose label is known by now.',
        PERCENT
      ),
      number(
        F.expected,
        rows.map(({ step }) => step.completeness.expected),
        'Expected',
        'Of the labels that will ever come, the share that should be there by now, as measured on the reference.',
        PERCENT
      ),
      text(
        F.status,
        rows.map(({ step }) => statusOf(step)),
        'Labels',
        {
          description: 'Whether metrics may be computed over the window.',
          mappings: [
            {
              type: 'value',
              options: Object.fromEntries(
                LABEL_STATUS.map((status, index) => [status, { ...STATUS_LOOK[status], index }])
              ),
            },
          ],
          custom: { cellOptions: { type: 'color-text' } },
        }
      ),
      number(
        F.delay,
        rows.map(({ step }) => step.delay?.median ?? null),
        'Median delay',
        'Half of the labels that are there came within this time.',
        SECONDS
      ),
      number(
        F.delayLate,
        rows.map(({ step }) => step.delay?.late ?? null),
        'Delay, 95 %',
        '95 % of the labels that are there came within this time.',
        SECONDS
      ),
      text(
        F.reason,
        rows.map(({ step }) => step.completeness.reason),
        'Reason',
        REASON_CONFIG
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

/** One row a label and prediction that met, the most frequent first. */
export function confusionFrame(
  reports: readonly GroupReport[],
  groupBy: readonly string[],
  { notices, executed }: Said
): Frame {
  const F = PERFORMANCE_CONFUSION_FIELDS;
  const rows = reports.flatMap(({ group, confusion }) => {
    if (confusion?.ok !== true) {
      return [];
    }
    const { classes, counts } = confusion.value;
    return classes
      .flatMap((label, i) => classes.map((prediction, j) => ({ group, label, prediction, count: counts[i]?.[j] ?? 0 })))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  });
  return {
    name: 'confusion',
    fields: [
      text(
        F.label,
        rows.map(({ label }) => label),
        'Label'
      ),
      text(
        F.prediction,
        rows.map(({ prediction }) => prediction),
        'Prediction'
      ),
      ...groupFields(rows, groupBy),
      {
        name: F.count,
        type: 'number',
        values: rows.map(({ count }) => count),
        config: COUNT_CONFIG('Count', 'Predictions with this label, over the windows whose labels are complete.'),
      },
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

/** One number for a rule: of an estimate that cannot be believed none, because a guess must not wake anybody. */
export function metricValue(
  { group, belief, contradiction }: GroupReport,
  metric: MetricReport,
  kind: PerformanceKind,
  model: string
): NumericValue {
  const answer = metric[kind];
  const trusted = kind === 'realised' || (belief?.believed === true && contradiction === undefined);
  return {
    name: numberOfMetric(metric.id, kind),
    value: answer.ok && trusted ? answer.value.value : null,
    labels: seriesLabels(model, group, metric.id, kind),
    config: { ...metricConfig(metric.id, seriesTitle(metric.id, kind, group)), ...bounds(metric.id) },
  };
}

const LABEL_NUMBER_CONFIG = {
  labelled_share: {
    displayNameFromDS: 'Labelled',
    description: 'The share of predictions of the time range whose label is known by now.',
    ...PERCENT,
  },
  label_delay_seconds: {
    displayNameFromDS: 'Label delay',
    description: 'Half of the labels that are there came within this time.',
    unit: 's',
    min: 0,
  },
} as const satisfies Record<string, FieldConfig>;

/** A number about the labels themselves. */
export function labelValue(
  { group, rows, labelled, labelDelay }: GroupReport,
  name: keyof typeof LABEL_NUMBER_CONFIG,
  model: string
): NumericValue {
  const L = PERFORMANCE_SERIES_LABELS;
  const value = name === 'labelled_share' ? (rows > 0 ? labelled / rows : null) : (labelDelay ?? null);
  return {
    name,
    value,
    labels: { [L.model]: model, ...group, [L.metric]: name },
    config: LABEL_NUMBER_CONFIG[name],
  };
}
