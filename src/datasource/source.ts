import type { DataSourceApi, ScopedVars } from '@grafana/data';
import type { ResourceParams, ResourcePath } from '../model/resources';
import type { ResourceAnswers } from './resources';
import type { TidemarkOptions, TidemarkQuery } from './types';

/** The data source as its editors, variables and annotations know it: it holds them, so they cannot know its class. */
export interface TidemarkSource extends DataSourceApi<TidemarkQuery, TidemarkOptions> {
  applyTemplateVariables(query: TidemarkQuery, scopedVars: ScopedVars): TidemarkQuery;
  ask<P extends ResourcePath>(path: P, params: ResourceParams, scopedVars?: ScopedVars): Promise<ResourceAnswers[P]>;
  variableNames(): string[];
}
