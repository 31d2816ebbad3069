import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { DriftQuery, Settings } from '../model';

/**
 * A query as an editor holds it: of the shape of `DriftQuery`, though perhaps not finished yet. `parseQuery` says what
 * is missing; the backend asks it again.
 */
export interface TidemarkQuery extends DataQuery, Partial<Omit<DriftQuery, 'queryType'>> {}

export interface TidemarkOptions extends DataSourceJsonData, Settings {}

/** Secrets by name; `secretNames` of the model says which there are. */
export type TidemarkSecrets = Record<string, string>;

export const VARIABLE_KINDS = ['models', 'features', 'versions', 'label_values', 'profiles'] as const;
export type VariableKind = (typeof VARIABLE_KINDS)[number];

/** What a dashboard variable asks. */
export interface TidemarkVariableQuery extends DataQuery {
  readonly kind: VariableKind;
  /** A model's id, or a variable that holds one. Without one, `profiles` answers all. */
  readonly model?: string;
  /** Only for `label_values`. */
  readonly label?: string;
}
