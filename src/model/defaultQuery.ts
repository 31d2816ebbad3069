import type { DriftQuery } from './query';

/**
 * What a new query asks, so that something is seen at once. It stands apart from the schema, so that the entry of the
 * data source, which Grafana loads with every dashboard, does not carry the schema's library.
 */
export const DEFAULT_QUERY = {
  queryType: 'drift',
  format: 'table',
  scores: ['psi', 'js', 'ks', 'wasserstein'],
  reference: { kind: 'offset', offset: '1d' },
} as const satisfies Partial<DriftQuery>;
