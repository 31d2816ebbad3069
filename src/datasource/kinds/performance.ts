import { businessValueDefinition, calibrationMetrics, performanceMetrics } from '../../engine';
import {
  PERFORMANCE_FRAMES,
  PERFORMANCE_IDS,
  PERFORMANCE_KINDS,
  numberOfMetric,
  type LABEL_NUMBERS,
  type PerformanceFrame,
  type PerformanceId,
} from '../../model';
import { TABLES_OR_VALUES, type Face, type MetricWords, type Worded } from './face';

const FRAMES: Readonly<Record<PerformanceFrame, Worded>> = {
  summary: { label: 'Summary', description: 'Each metric, realised and estimated, with intervals and the change.' },
  over_time: { label: 'Over time', description: 'The same window by window, as graphs.' },
  labels: { label: 'Labels', description: 'How complete they are, and how late they come.' },
  confusion: { label: 'Confusion', description: 'What was said against what was true.' },
};

const DEFINITIONS: Readonly<Record<PerformanceId, { readonly label: string; readonly explanation: string }>> = {
  ...performanceMetrics,
  ...calibrationMetrics,
  business_value: businessValueDefinition,
};

const GROUPS = { realised: 'From labels', estimated: 'Estimated without labels' } as const;

const OF_LABELS: Readonly<Record<(typeof LABEL_NUMBERS)[number], MetricWords>> = {
  labelled_share: {
    group: 'Labels',
    label: 'Labelled',
    description: 'The share of predictions that has a label by now.',
  },
  label_delay_seconds: {
    group: 'Labels',
    label: 'Label delay',
    description: 'How late labels usually come, in seconds.',
  },
};

const METRICS: Readonly<Record<string, MetricWords>> = {
  ...Object.fromEntries(
    PERFORMANCE_KINDS.flatMap((kind) =>
      PERFORMANCE_IDS.map((id): [string, MetricWords] => {
        const { label, explanation } = DEFINITIONS[id];
        const words = kind === 'realised' ? label : `${label}, estimated`;
        return [numberOfMetric(id, kind), { group: GROUPS[kind], label: words, description: explanation }];
      })
    )
  ),
  ...OF_LABELS,
};

export const performance: Face = {
  group: 'predictions',
  label: 'Performance',
  description: 'How good the model is: by labels, or estimated without.',
  forms: TABLES_OR_VALUES,
  frames: { words: FRAMES, usual: PERFORMANCE_FRAMES },
  // What a rule or a graph shows where nothing is named depends on what the model predicts.
  metrics: { words: METRICS, usual: [] },
  numbersInTables: true,
  reference: { unnamed: 'the week before' },
  rule: { each: 'number', labels: ['model', 'metric', 'kind'] },
};
