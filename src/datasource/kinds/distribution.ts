import { DISTRIBUTION_USUAL_FRAMES, type DistributionFrame } from '../../model';
import type { Face, Worded } from './face';

const FRAMES: Readonly<Record<DistributionFrame, Worded>> = {
  distribution: { label: 'Bins', description: 'A row a feature and bin, over the whole time range.' },
  over_time: {
    label: 'Over time',
    description: 'The same in windows side by side, for the view "Over time" of the distribution panel.',
  },
};

export const distribution: Face = {
  group: 'features',
  label: 'Distribution',
  description: 'The bins of each feature, reference beside current.',
  forms: [{ format: 'table', label: 'Bins', description: 'A row a feature and bin.' }],
  frames: { words: FRAMES, usual: DISTRIBUTION_USUAL_FRAMES },
  windowed: ['over_time'],
  more: 'Bins, smoothing and significance',
  rule: undefined,
};
