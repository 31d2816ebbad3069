import type { Settings } from '../../model';
import type { UpstreamDeps } from '../upstream/deps';
import type { EventUpstream } from '../upstream/events';
import type { Surroundings } from './selectUpstream';

/** Where this data source reads its log, as the settings say; undefined where there is none. */
export function selectEvents(
  _settings: Settings,
  _surroundings: Surroundings,
  _deps: UpstreamDeps
): EventUpstream | undefined {
  return undefined;
}
