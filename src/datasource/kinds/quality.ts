import { QUALITY_FRAMES, QUALITY_USUAL_METRICS, type QualityFrame, type QualityMetric } from '../../model';
import { TABLES_OR_VALUES, type Face, type MetricWords, type Worded } from './face';

const FRAMES: Readonly<Record<QualityFrame, Worded>> = {
  summary: { label: 'Summary', description: 'What is wrong with each feature, the worst first.' },
  checks: { label: 'Checks', description: 'The stream as a whole: volume, freshness, duplicates, fields.' },
  schema: { label: 'Fields', description: 'Fields that appeared or disappeared.' },
  volume: { label: 'Volume', description: 'Rows over time against what is usual at that hour, as a graph.' },
};

const METRICS: Readonly<Record<QualityMetric, MetricWords>> = {
  failing_features: {
    group: 'Of the stream',
    label: 'Failing features',
    description: 'Features whose quality has changed.',
    threshold: 'above 0',
  },
  volume_ratio: {
    group: 'Of the stream',
    label: 'Volume ratio',
    description: 'Rows of the last window over what is usual at that hour.',
    threshold: 'below 0.5',
  },
  volume_at_most: {
    group: 'Of the stream',
    label: 'Volume at most',
    description:
      'The most that traffic may be beyond chance, as a share of the quietest of the days before at that hour.',
    threshold: 'below 0.3',
  },
  volume_cause: {
    group: 'Of the stream',
    label: 'Volume, since when',
    description:
      'The share of the usual rows that is lacking, with a label that says since when. For the text of an alert.',
  },
  seconds_since_last: {
    group: 'Of the stream',
    label: 'Seconds since the last',
    description: 'How long ago the last prediction was logged.',
  },
  duplicate_rate: {
    group: 'Of the stream',
    label: 'Duplicates',
    description: 'The share of predictions that were logged before.',
    threshold: 'above 0.01',
  },
  schema_changes: {
    group: 'Of the stream',
    label: 'Fields that changed',
    description: 'Fields that appeared or disappeared.',
    threshold: 'above 0',
  },
  missing_rate: { group: 'Of each feature', label: 'Missing', description: 'The share of rows without a value.' },
  out_of_range_rate: {
    group: 'Of each feature',
    label: 'Out of range',
    description: 'The share of values outside the range of the settings.',
    threshold: 'above 0',
  },
  new_category_rate: {
    group: 'Of each feature',
    label: 'New categories',
    description: 'The share of values that the reference never saw.',
    threshold: 'above 0',
  },
  wrong_type_rate: {
    group: 'Of each feature',
    label: 'Wrong type',
    description: 'The share of values of another type than expected.',
    threshold: 'above 0',
  },
};

export const quality: Face = {
  group: 'features',
  label: 'Data quality',
  description: 'What is missing, mistyped, out of range, new or late.',
  forms: TABLES_OR_VALUES,
  frames: { words: FRAMES, usual: QUALITY_FRAMES },
  metrics: { words: METRICS, usual: QUALITY_USUAL_METRICS },
  windowed: ['volume', 'checks'],
  more: 'Significance',
  rule: { each: 'number (of features: for each of them)', labels: ['model', 'feature', 'metric'] },
};
