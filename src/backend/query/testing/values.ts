import type { Observation } from '../../upstream/upstream';

/** Single values, as a gauge or the lines of a log have them. */
export function samples(values: readonly number[]): Observation {
  return { kind: 'samples', values: Float64Array.from(values) };
}
