import { change } from './change';
import type { TidemarkQuery } from './types';

/** Of every model alone: version 7 of one is not that of another, and would find nothing there. */
const VERSION = 'version';

/**
 * The query about another model. What only the former one has goes: its features, its versions, its segments, the profile
 * that was made of it, edges for its values, and what counts as absurd of it.
 */
export function withModel(query: TidemarkQuery, model: string): TidemarkQuery {
  const { filters = {}, reference } = query;
  const { [VERSION]: _version, ...others } = filters;
  const isOfFormer = reference?.kind === 'profile' || (reference?.kind === 'labels' && VERSION in reference.labels);
  return change(query, {
    model,
    features: undefined,
    filters: Object.keys(others).length === 0 ? undefined : others,
    groupBy: undefined,
    reference: isOfFormer ? undefined : reference,
    binning: undefined,
    absurd: undefined,
  });
}
