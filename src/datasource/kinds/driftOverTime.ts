import type { Face } from './face';
import { usualThresholds } from './usualThresholds';

export const driftOverTime: Face = {
  group: 'features',
  label: 'Drift over time',
  description: 'The same in windows, one after the other: when it began.',
  forms: [
    { format: 'alert', label: 'Lines', description: 'A line a feature and score, for graphs.' },
    { format: 'table', label: 'Table', description: 'A row a window and feature, with verdict and reason.' },
  ],
  more: 'Bins, smoothing and significance',
  rule: { each: 'feature and score', labels: ['model', 'feature', 'score'], series: true, usual: usualThresholds },
};
