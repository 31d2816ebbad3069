import type { DataFrame, FieldConfig, FieldConfigSource } from '@grafana/data';
import { ABSURD_PANEL_ID, DISTRIBUTION_PANEL_ID, SHADOW_PANEL_ID } from '../../model/ids';
import { VERSIONS_FIELDS as VERSION } from '../../model/modelsFrames';
import { PERFORMANCE_SUMMARY_FIELDS as METRIC } from '../../model/performanceFrames';
import { PIPELINE_SUMMARY_FIELDS as JOB } from '../../model/pipelineFrames';
import { QUALITY_SUMMARY_FIELDS as QUALITY } from '../../model/qualityFrames';
import type { Question } from '../ask/ask';
import type { LightId } from '../fleet/light';
import { t } from '../t';
import { sharedQuestions } from './questions';
import { tableOf } from './tableOf';

/** A panel of the page: what it asks, and what draws the answer. */
export interface PanelPart {
  readonly id: string;
  readonly title: string;
  /** What Explore and a dashboard ask. */
  readonly question: Question;
  /** What the page asks, where it shares the answer with another part. */
  readonly asked?: Question;
  readonly interval: string;
  readonly pluginId: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly fieldConfig?: FieldConfigSource;
  readonly height: number;
  /** Of the answer, what the panel draws. */
  readonly draw: (frames: readonly DataFrame[]) => DataFrame[];
}

export interface Part {
  /** The anchor of the part in the address. */
  readonly id: LightId | 'shadow' | 'quality' | 'versions';
  readonly title: string;
  readonly lead: string;
  readonly panels: readonly PanelPart[];
}

const named =
  (...names: readonly string[]) =>
  (frames: readonly DataFrame[]): DataFrame[] =>
    names.flatMap((name) => frames.filter((frame) => frame.name === name));

function withoutMax({ max: _, ...config }: FieldConfig): FieldConfig {
  return config;
}

/** Of a frame over time, only the lines that can be read together. */
const lines =
  (frame: string, fields: readonly string[]) =>
  (frames: readonly DataFrame[]): DataFrame[] =>
    named(frame)(frames).map((one) => ({
      ...one,
      fields: one.fields
        .filter(({ name }) => name === 'time' || fields.includes(name))
        // Rates of a few percent would lie along the bottom of an axis that goes to all of them.
        .map((field) => ({ ...field, config: withoutMax(field.config) })),
    }));

const TABLE = { showHeader: true, cellHeight: 'sm' };
const SERIES = {
  legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] },
  tooltip: { mode: 'multi', sort: 'desc' },
};

/** Our own panel for a kind, where this Grafana has it; a table otherwise. */
const ours = (
  installed: ReadonlySet<string>,
  pluginId: string,
  height: number
): Pick<PanelPart, 'pluginId' | 'height' | 'options'> =>
  installed.has(pluginId) ? { pluginId, height, options: {} } : { pluginId: 'table', height: 180, options: TABLE };

/** The parts of the page of one model, from what feeds it to what comes out of it. */
export function partsOf(model: string, task: string | undefined, installed: ReadonlySet<string>): readonly Part[] {
  const together = sharedQuestions(model);
  const metrics = task === undefined ? {} : { metrics: task === 'regression' ? ['mae'] : ['f1'] };
  // A predicted number comes without: it is absurd where it breaks a rule.
  const hasConfidence = task !== 'regression';
  const shadow = ours(installed, SHADOW_PANEL_ID, 720);
  const absurd = ours(installed, ABSURD_PANEL_ID, 720);
  const only = (panel: { readonly pluginId: string }, frame: string) =>
    panel.pluginId === 'table' ? { frames: [frame] } : {};
  return [
    {
      id: 'pipeline',
      title: t('part.pipeline', 'Pipeline'),
      lead: t('part.pipeline-lead', 'The jobs that feed the model, what needs care first.'),
      panels: [
        {
          id: 'jobs',
          title: t('part.jobs', 'Jobs'),
          question: { refId: 'A', queryType: 'pipeline', model, frames: ['summary'] },
          interval: '1h',
          ...tableOf('summary', [
            { field: JOB.job, width: 150 },
            { field: JOB.verdict, width: 140 },
            { field: JOB.reason },
            { field: JOB.runs, width: 70 },
            { field: JOB.failed, width: 75 },
          ]),
          height: 240,
        },
      ],
    },
    {
      id: 'data',
      title: t('part.data', 'Data'),
      lead: t('part.data-lead', 'The features that moved most, each with the bin that moved it.'),
      panels: [
        {
          id: 'drift-over-time',
          title: t('part.drift-over-time', 'Share of the model that drifted'),
          question: { refId: 'A', queryType: 'dataset', model, frames: ['over_time'], window: '1h' },
          interval: '1h',
          pluginId: 'timeseries',
          options: SERIES,
          height: 220,
          draw: lines('over_time', ['weighted_share', 'share']),
        },
        {
          id: 'distributions',
          title: t('part.distributions', 'Distribution of each feature'),
          question: { refId: 'A', queryType: 'distribution', model },
          interval: '1h',
          pluginId: DISTRIBUTION_PANEL_ID,
          options: {},
          height: 560,
          draw: (frames) => [...frames],
        },
      ],
    },
    {
      id: 'quality',
      title: t('part.quality', 'Data quality'),
      lead: t('part.quality-lead', 'Missing and impossible values, new categories, wrong types.'),
      panels: [
        {
          id: 'quality',
          title: t('part.quality-table', 'Quality of each feature'),
          question: { refId: 'A', queryType: 'quality', model, frames: ['summary'] },
          interval: '1h',
          ...tableOf('summary', [
            { field: QUALITY.feature, width: 160 },
            { field: QUALITY.verdict, width: 140 },
            { field: QUALITY.reason },
            { field: QUALITY.missing, width: 80 },
            { field: QUALITY.outOfRange, width: 80 },
            { field: QUALITY.newCategories, width: 95 },
            { field: QUALITY.wrongType, width: 75 },
          ]),
          height: 340,
        },
      ],
    },
    {
      id: 'model',
      title: t('part.model', 'Performance'),
      lead: t('part.model-lead', 'From labels where they are complete, and estimated where they are not.'),
      panels: [
        {
          id: 'performance-over-time',
          title: t('part.performance-over-time', 'Realised and estimated'),
          question: { refId: 'A', queryType: 'performance', model, frames: ['over_time'], ...metrics },
          asked: together.model,
          interval: '1h',
          pluginId: 'timeseries',
          options: SERIES,
          height: 240,
          draw: lines('over_time', ['f1', 'accuracy', 'mae', 'rmse']),
        },
        {
          id: 'performance',
          title: t('part.performance', 'Against the reference'),
          question: { refId: 'A', queryType: 'performance', model, frames: ['summary'] },
          asked: together.model,
          interval: '1h',
          ...tableOf('summary', [
            { field: METRIC.metric },
            { field: METRIC.realised, width: 90 },
            { field: METRIC.reference, width: 90 },
            { field: METRIC.change, width: 80 },
            { field: METRIC.estimated, width: 90 },
          ]),
          height: 280,
        },
      ],
    },
    {
      id: 'output',
      title: t('part.output', 'Absurd outputs'),
      lead: t('part.output-lead', 'Wrong with high confidence, or forbidden by a rule.'),
      panels: [
        {
          id: 'absurd-over-time',
          title: hasConfidence
            ? t('part.absurd-over-time', 'Confident errors, and how many were expected')
            : t('part.violations-over-time', 'Outputs that break a rule'),
          question: { refId: 'A', queryType: 'absurd', model, frames: ['over_time'] },
          asked: together.output,
          interval: '1h',
          pluginId: 'timeseries',
          options: SERIES,
          height: 220,
          draw: lines('over_time', hasConfidence ? ['wrong_rate', 'expected_rate'] : ['violation_rate']),
        },
        {
          id: 'absurd',
          title: t('part.absurd', 'Absurd outputs'),
          question: { refId: 'A', queryType: 'absurd', model, ...only(absurd, 'summary') },
          asked: together.output,
          interval: '1h',
          ...absurd,
          draw: absurd.pluginId === 'table' ? named('summary') : (frames) => [...frames],
        },
      ],
    },
    {
      id: 'shadow',
      title: t('part.shadow', 'Shadow against live'),
      lead: t('part.shadow-lead', 'Whether the version in the shadow may take over.'),
      panels: [
        {
          id: 'shadow',
          title: t('part.shadow-panel', 'Recommendation'),
          question: { refId: 'A', queryType: 'shadow', model, ...only(shadow, 'summary') },
          interval: '1h',
          ...shadow,
          draw: shadow.pluginId === 'table' ? named('summary') : (frames) => [...frames],
        },
      ],
    },
    {
      id: 'versions',
      title: t('part.versions', 'Versions'),
      lead: t('part.versions-lead', 'What served when, with its hyperparameters, training data and run.'),
      panels: [
        {
          id: 'versions',
          title: t('part.versions-table', 'Versions and their hyperparameters'),
          question: { refId: 'A', queryType: 'models', model, frames: ['versions'] },
          interval: '1h',
          ...tableOf(
            'versions',
            [
              { field: VERSION.version, width: 80 },
              { field: VERSION.role, width: 80 },
              { field: VERSION.stage, width: 110 },
              { field: VERSION.since, width: 165 },
              { field: VERSION.trainingData },
              { field: VERSION.runUrl, width: 220 },
              { field: VERSION.until, width: 165 },
            ],
            // The hyperparameters, which each model has its own of.
            'and all others'
          ),
          height: 200,
        },
      ],
    },
  ];
}
