import { datasetScores } from '../../engine';
import { DATASET_USUAL_FRAMES, DATASET_USUAL_METRICS, type DatasetFrame, type DatasetMetric } from '../../model';
import { TABLES_OR_VALUES, type Face, type MetricWords, type Worded } from './face';

const FRAMES: Readonly<Record<DatasetFrame, Worded>> = {
  summary: { label: 'Summary', description: 'How many features drifted, what share of the importance, the verdict.' },
  causes: { label: 'Causes', description: 'The features and bins that the drift comes from, the largest first.' },
  features: { label: 'Features', description: 'What each feature adds to the drift of the model.' },
  segments: { label: 'Segments', description: 'What each slice of the traffic adds to it.' },
  versions: { label: 'Versions', description: 'What each version adds to it.' },
  multivariate: { label: 'Together', description: 'Whether features move together as they did. Reads the log.' },
  over_time: { label: 'Over time', description: 'The same numbers for a sliding window, as graphs.' },
};

const METRICS: Readonly<Record<DatasetMetric, MetricWords>> = {
  drifted_features: {
    label: 'Drifted features, counted',
    description: 'Features whose verdict is drift.',
    threshold: 'above 0',
  },
  share: {
    label: datasetScores.drifted_share.label,
    description: datasetScores.drifted_share.explanation,
    threshold: 'above 0.5',
  },
  weighted_share: {
    label: datasetScores.weighted_share.label,
    description: datasetScores.weighted_share.explanation,
    threshold: 'above 0.5',
  },
  model_psi: { label: datasetScores.model_psi.label, description: datasetScores.model_psi.explanation },
};

export const dataset: Face = {
  group: 'features',
  label: 'Whole model',
  description: 'How much has drifted as a whole, and what it comes from.',
  forms: TABLES_OR_VALUES,
  frames: { words: FRAMES, usual: DATASET_USUAL_FRAMES },
  metrics: { words: METRICS, usual: DATASET_USUAL_METRICS },
  windowed: ['over_time'],
  more: 'Bins, smoothing and significance',
  rule: { each: 'number', labels: ['model', 'metric'] },
};
