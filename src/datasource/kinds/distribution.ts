import type { Face } from './face';

export const distribution: Face = {
  group: 'features',
  label: 'Distribution',
  description: 'The bins of each feature, reference beside current.',
  forms: [{ format: 'table', label: 'Bins', description: 'A row a feature and bin.' }],
  more: 'Bins, smoothing and significance',
  rule: undefined,
};
