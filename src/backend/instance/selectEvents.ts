import { DEFAULT_UPSTREAM, type Settings } from '../../model';
import type { UpstreamDeps } from '../upstream/deps';
import type { EventUpstream } from '../upstream/events';
import { createSampleEvents } from '../upstream/sample/events';
import type { Surroundings } from './selectUpstream';

/**
 * Where this data source reads its log, as the settings say; undefined where there is none. The built-in sample brings
 * its own, where nothing else is set.
 */
export function selectEvents(
  { prometheus = DEFAULT_UPSTREAM, loki }: Settings,
  _surroundings: Surroundings,
  deps: UpstreamDeps
): EventUpstream | undefined {
  const chosen = loki ?? ('sample' in prometheus ? prometheus : undefined);
  return chosen !== undefined && 'sample' in chosen ? createSampleEvents(deps) : undefined;
}
