import { SHADOW_FRAMES, type ShadowFrame, type ShadowNumber } from '../../model';
import { TABLES_OR_VALUES, type Face, type MetricWords, type Worded } from './face';

const FRAMES: Readonly<Record<ShadowFrame, Worded>> = {
  summary: { label: 'Summary', description: 'Pairs, agreement, and the recommendation with its reason.' },
  metrics: { label: 'Metrics', description: 'Live beside shadow, with intervals, and which is better.' },
  flips: { label: 'Flips', description: 'What live said against what the shadow said, and who was right.' },
  outputs: { label: 'Outputs', description: 'How both spread over predictions and confidence.' },
  segments: { label: 'Segments', description: 'Slices of the traffic in which one is better.' },
  over_time: { label: 'Over time', description: 'The same numbers window by window, as graphs.' },
  rows: { label: 'Requests', description: 'Those on which they disagree most.' },
};

const RULE = 'The recommendation';
const AGREEMENT = 'Agreement';
const LABELS = 'With labels';
const NUMBERS = 'Of predicted numbers';
const RUNNING = 'Failures and latency';
const VOLUME = 'How many';

const METRICS: Readonly<Record<ShadowNumber, MetricWords>> = {
  shadow_worse: {
    group: RULE,
    label: 'Shadow worse',
    description: '1 where the recommendation is to roll back.',
    threshold: 'above 0',
  },
  shadow_better: {
    group: RULE,
    label: 'Shadow ready',
    description: '1 where the recommendation is to promote.',
    threshold: 'above 0',
  },
  agreement: { group: AGREEMENT, label: 'Agreement', description: 'The share of requests on which both say the same.' },
  disagreement_rate: {
    group: AGREEMENT,
    label: 'Disagreement',
    description: 'The share of requests on which they do not.',
  },
  kappa: { group: AGREEMENT, label: 'Kappa', description: 'Agreement beyond what chance gives.' },
  confident_disagreement_rate: {
    group: AGREEMENT,
    label: 'Confident disagreement',
    description: 'Where both are sure, how often they contradict each other.',
    threshold: 'above 0.01',
  },
  prediction_psi: {
    group: AGREEMENT,
    label: 'PSI of predictions',
    description: 'How differently both spread over predictions.',
    threshold: 'above 0.25',
  },
  confidence_psi: {
    group: AGREEMENT,
    label: 'PSI of confidence',
    description: 'How differently sure they are.',
    threshold: 'above 0.25',
  },
  accuracy_live: { group: LABELS, label: 'Accuracy, live', description: 'How often live is right.' },
  accuracy_shadow: { group: LABELS, label: 'Accuracy, shadow', description: 'How often the shadow is right.' },
  accuracy_difference: {
    group: LABELS,
    label: 'Accuracy difference',
    description: 'Shadow minus live; below 0 the shadow is worse.',
    threshold: 'below -0.01',
  },
  mcnemar_p: {
    group: LABELS,
    label: 'McNemar p',
    description: 'Chance of such a difference if both were equally right.',
    threshold: 'below 0.05',
  },
  labelled_pairs: { group: LABELS, label: 'Labelled pairs', description: 'Pairs of which the truth is known.' },
  mean_live: { group: NUMBERS, label: 'Mean, live', description: 'The mean of what live predicts.' },
  mean_shadow: { group: NUMBERS, label: 'Mean, shadow', description: 'The mean of what the shadow predicts.' },
  mean_difference: { group: NUMBERS, label: 'Mean difference', description: 'Shadow minus live, request by request.' },
  mae_live: { group: NUMBERS, label: 'Error, live', description: 'The mean absolute error of live.' },
  mae_shadow: { group: NUMBERS, label: 'Error, shadow', description: 'The mean absolute error of the shadow.' },
  mae_difference: {
    group: NUMBERS,
    label: 'Error difference',
    description: 'Shadow minus live; above 0 the shadow is worse.',
    threshold: 'above 0',
  },
  mae_p: {
    group: NUMBERS,
    label: 'Error p',
    description: 'Chance of such a difference if both erred as much.',
    threshold: 'below 0.05',
  },
  error_rate_live: {
    group: RUNNING,
    label: 'Failures, live',
    description: 'The share of requests that failed in live.',
  },
  error_rate_shadow: {
    group: RUNNING,
    label: 'Failures, shadow',
    description: 'The share of requests that failed in the shadow.',
  },
  error_rate_difference: {
    group: RUNNING,
    label: 'Failures difference',
    description: 'Shadow minus live.',
    threshold: 'above 0.01',
  },
  latency_live_ms: { group: RUNNING, label: 'Latency, live', description: 'The mean, in milliseconds.' },
  latency_shadow_ms: { group: RUNNING, label: 'Latency, shadow', description: 'The mean, in milliseconds.' },
  latency_difference_ms: {
    group: RUNNING,
    label: 'Latency difference',
    description: 'How much slower the shadow is, in milliseconds.',
  },
  latency_p95_live_ms: {
    group: RUNNING,
    label: 'Latency p95, live',
    description: '95 % of its answers come within so many milliseconds.',
  },
  latency_p95_shadow_ms: {
    group: RUNNING,
    label: 'Latency p95, shadow',
    description: '95 % of its answers come within so many milliseconds.',
  },
  pairs: { group: VOLUME, label: 'Pairs', description: 'Requests that both answered.' },
  unpaired_live: { group: VOLUME, label: 'Live alone', description: 'Requests that only live answered.' },
  unpaired_shadow: { group: VOLUME, label: 'Shadow alone', description: 'Requests that only the shadow answered.' },
  live_predictions: { group: VOLUME, label: 'Live predictions', description: 'All that live answered.' },
  shadow_predictions: { group: VOLUME, label: 'Shadow predictions', description: 'All that the shadow answered.' },
  paired_share: {
    group: VOLUME,
    label: 'Paired',
    description: 'Of what live answered, the share that the shadow answered too.',
  },
};

export const shadow: Face = {
  group: 'predictions',
  label: 'Shadow against live',
  description: 'Both on the same requests: who is right, and what to do.',
  forms: TABLES_OR_VALUES,
  frames: { words: FRAMES, usual: SHADOW_FRAMES },
  // What a rule gets where it names none depends on whether requests are paired, and on what is predicted.
  metrics: { words: METRICS, usual: [] },
  windowed: ['over_time'],
  features: { description: 'Inputs to show with the requests.', placeholder: 'None' },
  more: 'Significance and rows',
  rule: { each: 'number', labels: ['model', 'metric'] },
};
