import type { Face } from './face';
import { usualThresholds } from './usualThresholds';

export const driftOverTime: Face = {
  group: 'features',
  label: 'Drift over time',
  description: 'The same in windows, one after the other: when it began.',
  forms: [
    { format: 'alert', label: 'Lines', description: 'A line for each feature and score.' },
    { format: 'table', label: 'Table', description: 'With the verdict of each window.' },
  ],
  more: 'Changes, steady verdicts, bins and significance',
  rule: { each: 'feature and score', labels: ['model', 'feature', 'score'], series: true, usual: usualThresholds },
};
