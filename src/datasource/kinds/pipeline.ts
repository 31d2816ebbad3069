import { PIPELINE_FRAMES, PIPELINE_USUAL_METRICS, type PipelineFrame, type PipelineMetric } from '../../model';
import { TABLES_OR_VALUES, type Face, type MetricWords, type Worded } from './face';

const FRAMES: Readonly<Record<PipelineFrame, Worded>> = {
  summary: { label: 'Summary', description: 'How each job stands: its verdict, failures, lateness, rows.' },
  runs: { label: 'Runs', description: 'Every run, the latest first.' },
  over_time: { label: 'Over time', description: 'Durations, rows and failures of each job, as graphs.' },
  timeline: { label: 'Timeline', description: 'Failures, and the success that ended them.' },
};

const METRICS: Readonly<Record<PipelineMetric, MetricWords>> = {
  failed_runs: {
    label: 'Failed runs',
    description: 'Runs of the job that failed in the time range.',
    threshold: 'above 0',
  },
  late_s: {
    label: 'Overdue by',
    description: 'Seconds for which a success is overdue; 0 where it is not.',
    threshold: 'above 0',
  },
  since_success_s: { label: 'Since success', description: 'Seconds since the last success.' },
  last_rows: { label: 'Last rows', description: 'Rows that the last success brought.', threshold: 'below 1' },
  lacking_rows: {
    label: 'Lacking rows',
    description: 'Rows that the last success lacks of the least that the settings give for the job.',
    threshold: 'above 0',
  },
  last_duration_s: { label: 'Last duration', description: 'Seconds that the last run took.' },
  broken_jobs: {
    label: 'Broken jobs',
    description:
      'Jobs of the model that are failed, late or empty, or were for more than a tenth of the time range: one number for all.',
    threshold: 'above 0',
  },
};

export const pipeline: Face = {
  group: 'happenings',
  label: 'Pipeline',
  description: 'The jobs that feed the model: failures, rows, lateness.',
  forms: TABLES_OR_VALUES,
  frames: { words: FRAMES, usual: PIPELINE_FRAMES },
  metrics: { words: METRICS, usual: PIPELINE_USUAL_METRICS },
  rule: { each: 'number and job', labels: ['model', 'job', 'metric'] },
};
