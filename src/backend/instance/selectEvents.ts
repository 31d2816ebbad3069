import { DEFAULT_UPSTREAM, type Settings } from '../../model';
import type { UpstreamDeps } from '../upstream/deps';
import type { EventUpstream } from '../upstream/events';
import { createLokiThroughGrafana, createLokiUpstream } from '../upstream/loki';
import { createSampleEvents } from '../upstream/sample/events';
import { behindGrafana, type Surroundings } from './behindGrafana';

/**
 * Where this data source reads its log, as the settings say; undefined where there is none. The built-in sample brings
 * its own, where nothing else is set.
 */
export function selectEvents(
  { prometheus = DEFAULT_UPSTREAM, loki }: Settings,
  surroundings: Surroundings,
  deps: UpstreamDeps
): EventUpstream | undefined {
  const chosen = loki ?? ('sample' in prometheus ? prometheus : undefined);
  if (chosen === undefined) {
    return undefined;
  }
  if ('sample' in chosen) {
    return createSampleEvents(deps);
  }
  if ('url' in chosen) {
    return createLokiUpstream(chosen, surroundings.secrets, deps);
  }
  const { settings, token } = behindGrafana('loki', chosen, surroundings);
  return createLokiThroughGrafana(settings, token, deps);
}
