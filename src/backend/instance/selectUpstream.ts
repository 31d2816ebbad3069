import { DEFAULT_UPSTREAM, type Settings, type UpstreamSettings } from '../../model';
import type { UpstreamDeps } from '../upstream/deps';
import { createPrometheusThroughGrafana, createPrometheusUpstream } from '../upstream/prometheus';
import { createSampleUpstream } from '../upstream/sample';
import type { Upstream } from '../upstream/upstream';
import { behindGrafana, type Surroundings } from './behindGrafana';

/** Where this data source reads: URLs come from its settings alone, never from a query. */
export function selectUpstream(settings: Settings, surroundings: Surroundings, deps: UpstreamDeps): Upstream {
  const chosen: UpstreamSettings = settings.prometheus ?? DEFAULT_UPSTREAM;
  if ('sample' in chosen) {
    return createSampleUpstream(deps);
  }
  if ('url' in chosen) {
    return createPrometheusUpstream(chosen, surroundings.secrets, deps);
  }
  const { settings: at, token } = behindGrafana('prometheus', chosen, surroundings);
  return createPrometheusThroughGrafana(at, token, deps);
}
