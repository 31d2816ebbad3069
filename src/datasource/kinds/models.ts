import { MODELS_FRAMES, MODELS_USUAL_METRICS, type ModelsFrame, type ModelsMetric } from '../../model';
import { TABLES_OR_VALUES, type Face, type MetricWords, type Worded } from './face';

const FRAMES: Readonly<Record<ModelsFrame, Worded>> = {
  versions: { label: 'Versions', description: 'Which version served when, its training data and hyperparameters.' },
  changes: {
    label: 'Changes',
    description: 'What differs between each version and the one before it, or one that the reference names.',
  },
  timeline: { label: 'Timeline', description: 'Deployments, roll-backs and retirements, one after the other.' },
};

const METRICS: Readonly<Record<ModelsMetric, MetricWords>> = {
  live_versions: {
    label: 'Versions that serve',
    description: 'More than one: a deployment is under way, or was not finished.',
    threshold: 'above 1',
  },
  hours_since_deployment: { label: 'Hours since deployment', description: 'Of the version deployed last.' },
  rollbacks: {
    label: 'Roll-backs',
    description: 'Versions that were rolled back in the time range.',
    threshold: 'above 0',
  },
};

export const models: Face = {
  group: 'happenings',
  label: 'Versions',
  description: 'Which version served when, and what changed between them.',
  forms: TABLES_OR_VALUES,
  frames: { words: FRAMES, usual: MODELS_FRAMES },
  metrics: { words: METRICS, usual: MODELS_USUAL_METRICS },
  reference: { none: { label: 'The version before', description: 'Each version with the one before it in its role.' } },
  rule: { each: 'number and role', labels: ['model', 'role', 'metric'] },
};
