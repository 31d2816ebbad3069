import { answered, noAnswer } from '../answer';
import { faultOfEdges } from '../distribution/validate';
import type { Binning } from './strategy';

/**
 * The bounds a person gave, whatever the reference. They must be finite and rise. On a histogram that lacks them,
 * `rebin` interpolates and says so.
 *
 * @example
 * custom({ strategy: 'custom', edges: [18, 65] }, []).value // => [18, 65]
 */
export const custom: Binning<'custom'> = ({ edges }) => {
  if (edges.length === 0) {
    return noAnswer('invalid_edges', 'No edge was given: give at least one.');
  }
  return faultOfEdges(edges) ?? answered([...edges]);
};
