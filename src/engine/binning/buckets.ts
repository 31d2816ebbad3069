import { answered, noAnswer } from '../answer';
import { faultOfHistogram } from '../distribution/validate';
import { isHistogram } from './source';
import type { Binning } from './strategy';

/**
 * The reference's own buckets, as they are. Raw samples have none: `needs_histogram`.
 *
 * @example
 * buckets({ strategy: 'buckets' }, { kind: 'numeric', edges: [1, 2], counts: [0, 1, 0] }).value // => [1, 2]
 */
export const buckets: Binning<'buckets'> = (_, source) => {
  if (!isHistogram(source)) {
    return noAnswer('needs_histogram', 'Raw samples have no buckets: choose quantile, equal_width or custom bins.');
  }
  return faultOfHistogram(source) ?? answered([...source.edges]);
};
