import type { DriftQuery } from '../../model';

export interface Example {
  readonly title: string;
  readonly text: string;
  readonly query: DriftQuery;
}

/**
 * Questions that people ask. Those on a model carry the sample's model, which is put in the place of the one that the
 * query at hand looks at.
 */
export const EXAMPLES: readonly Example[] = [
  {
    title: 'What drifted since yesterday?',
    text: 'Every feature of the model against the same hours a day earlier, with a verdict and its reason.',
    query: {
      queryType: 'drift',
      model: 'fraud',
      reference: { kind: 'offset', offset: '1d' },
      scores: ['psi', 'js', 'ks', 'wasserstein'],
      format: 'table',
    },
  },
  {
    title: 'When did it begin?',
    text: 'The same over the time range: windows of an hour, each against the hour a week earlier.',
    query: {
      queryType: 'drift_over_time',
      model: 'fraud',
      reference: { kind: 'offset', offset: '7d' },
      scores: ['psi'],
      window: '1h',
    },
  },
  {
    title: 'Since when is it unlike other days?',
    text: "Verdicts by the reference's own windows, held until two in a row agree, and when the scores changed.",
    query: {
      queryType: 'drift_over_time',
      model: 'fraud',
      reference: { kind: 'offset', offset: '3d' },
      scores: ['psi'],
      window: '1h',
      detector: 'cusum',
      calibrate: 'history',
      hysteresis: { raiseAfter: 2, clearAfter: 3 },
      format: 'table',
    },
  },
  {
    title: 'What moved?',
    text: 'The bins of each feature, reference beside current, with what each bin adds to PSI.',
    query: {
      queryType: 'distribution',
      model: 'fraud',
      reference: { kind: 'offset', offset: '1d' },
      scores: ['psi'],
    },
  },
  {
    title: 'Since when does it look like this?',
    text: 'The bins of each feature, hour by hour beside the reference: what the distribution panel draws over time.',
    query: {
      queryType: 'distribution',
      model: 'fraud',
      reference: { kind: 'offset', offset: '1d' },
      scores: ['psi'],
      window: '1h',
      frames: ['distribution', 'over_time'],
    },
  },
  {
    title: 'Version 7 against version 6',
    text: 'The same time, other labels: two versions that serve side by side.',
    query: {
      queryType: 'drift',
      model: 'fraud',
      filters: { version: '7' },
      reference: { kind: 'labels', labels: { version: '6' } },
      scores: ['psi', 'js'],
      format: 'table',
    },
  },
  {
    title: 'Is the shadow fed as live is?',
    text: 'Whether the shadow model is fed the same traffic as the live one.',
    query: {
      queryType: 'drift',
      model: 'fraud',
      filters: { role: 'shadow' },
      reference: { kind: 'labels', labels: { role: 'live' } },
      scores: ['psi', 'js'],
      format: 'table',
    },
  },
  {
    title: 'Against the training data',
    text: 'A profile of the settings: the counts of the data that the model was trained on.',
    query: {
      queryType: 'drift',
      model: 'fraud',
      reference: { kind: 'profile', name: 'train-7' },
      scores: ['psi', 'ks'],
      format: 'table',
    },
  },
  {
    title: 'Any histogram of Prometheus',
    text: 'No model needed: the latency of each handler against a week ago.',
    query: {
      queryType: 'drift',
      source: {
        upstream: 'prometheus',
        kind: 'histogram',
        metric: 'http_request_duration_seconds',
        featureLabel: 'handler',
      },
      reference: { kind: 'offset', offset: '7d' },
      scores: ['psi', 'wasserstein'],
      format: 'table',
    },
  },
  {
    title: 'Any native histogram',
    text: 'The same where one series holds the whole histogram. Its thin buckets are merged until 20 at most are filled.',
    query: {
      queryType: 'drift',
      source: {
        upstream: 'prometheus',
        kind: 'native_histogram',
        metric: 'http_request_duration_seconds',
        featureLabel: 'handler',
      },
      reference: { kind: 'offset', offset: '7d' },
      scores: ['psi', 'wasserstein'],
      format: 'table',
    },
  },
  {
    title: 'Tests on the values of a gauge',
    text: 'Exact tests of single values, each with its p-value: of any gauge, and of numbers in the log.',
    query: {
      queryType: 'drift',
      source: { upstream: 'prometheus', kind: 'gauge', metric: 'model_feature_last', featureLabel: 'feature' },
      reference: { kind: 'offset', offset: '1d' },
      scores: ['ks_exact', 'mann_whitney', 'wasserstein_exact'],
      format: 'table',
    },
  },
  {
    title: 'Any counter with categories',
    text: 'How the answers of a service are spread over status codes, against yesterday.',
    query: {
      queryType: 'distribution',
      source: {
        upstream: 'prometheus',
        kind: 'category',
        metric: 'http_requests_total',
        categoryLabel: 'code',
        selector: '{job="api"}',
      },
      reference: { kind: 'offset', offset: '1d' },
      scores: ['psi'],
    },
  },
  {
    title: 'Has the model drifted as a whole, and where does that come from?',
    text: 'The share of drifted features by importance, and the feature, bin and segment that add most to it.',
    query: {
      queryType: 'dataset',
      model: 'fraud',
      reference: { kind: 'offset', offset: '1d' },
      groupBy: ['country'],
      frames: ['causes'],
    },
  },
  {
    title: 'Did fields of my log lines drift?',
    text: 'Any fields of JSON or logfmt lines in Loki, without a model in the settings: numbers, and categories.',
    query: {
      queryType: 'drift',
      source: {
        upstream: 'loki',
        selector: '{event="prediction"}',
        fields: ['features.amount', 'confidence'],
        categoryFields: ['features.country', 'prediction'],
      },
      reference: { kind: 'offset', offset: '1d' },
      scores: ['psi'],
      format: 'table',
    },
  },
  {
    title: 'Is the data that the model gets still what it was?',
    text: 'Missing values, values out of range, new categories and wrong types of each feature, against a day earlier.',
    query: {
      queryType: 'quality',
      model: 'fraud',
      reference: { kind: 'offset', offset: '1d' },
      frames: ['summary', 'checks'],
    },
  },
  {
    title: 'How good is the model, though labels come late?',
    text: 'Every metric by version: from labels where they are complete, estimated from confidences where not.',
    query: {
      queryType: 'performance',
      model: 'fraud',
      filters: { role: 'live' },
      groupBy: ['version'],
      frames: ['summary'],
    },
  },
  {
    title: 'May the shadow take over?',
    text: 'Live and shadow on the same requests: agreement, who is right, latency, and a recommendation with its reasons.',
    query: {
      queryType: 'shadow',
      model: 'fraud',
      frames: ['summary', 'metrics', 'flips'],
    },
  },
  {
    title: 'What was wrong, though the model was sure?',
    text: 'Confident outputs that a label contradicts, or a rule forbids, against what the calibration expects.',
    query: {
      queryType: 'absurd',
      model: 'fraud',
      filters: { role: 'live' },
      frames: ['summary', 'segments'],
    },
  },
  {
    title: 'What was deployed, and what changed with it?',
    text: 'The versions of the model with their hyperparameters, and what differs between one and the next.',
    query: {
      queryType: 'models',
      model: 'fraud',
    },
  },
  {
    title: 'Did the data arrive?',
    text: 'The jobs that feed the model: which failed, which are late, and how many rows they brought.',
    query: {
      queryType: 'pipeline',
      model: 'fraud',
      frames: ['summary'],
    },
  },
  {
    title: 'What does it take to run the model?',
    text: 'Latency and traffic, CPU, memory and GPU, and what of it nobody measures yet.',
    query: {
      queryType: 'runtime',
      model: 'fraud',
    },
  },
];
