import type { Face } from './face';
import { usualThresholds } from './usualThresholds';

export const drift: Face = {
  group: 'features',
  label: 'Drift now',
  description: 'How far each feature has moved, with a verdict.',
  forms: [
    { format: 'table', label: 'Table', description: 'With verdict, reason and counts.' },
    { format: 'alert', label: 'Values', description: 'Plain numbers, for stats and gauges.' },
  ],
  more: 'Bins, smoothing and significance',
  rule: { each: 'feature and score', labels: ['model', 'feature', 'score'], usual: usualThresholds },
};
