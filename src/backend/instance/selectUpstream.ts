import { DEFAULT_UPSTREAM, secretNames, type Settings, type UpstreamSettings } from '../../model';
import { TidemarkError } from '../errors';
import type { UpstreamDeps } from '../upstream/deps';
import { createPrometheusThroughGrafana, createPrometheusUpstream } from '../upstream/prometheus';
import { createSampleUpstream } from '../upstream/sample';
import type { Upstream } from '../upstream/upstream';

/** What belongs to the data source as Grafana knows it. */
export interface Surroundings {
  readonly uid: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Where Grafana itself answers, as it told with the request. */
  readonly appUrl: string | undefined;
}

function throughGrafana(
  { datasourceUid, timeoutSeconds }: Extract<UpstreamSettings, { datasourceUid: string }>,
  { uid, secrets, appUrl }: Surroundings,
  deps: UpstreamDeps
): Upstream {
  if (datasourceUid === uid) {
    throw new TidemarkError(
      'bad_settings',
      'prometheus.datasourceUid: this is the data source itself, which would ask itself for ever; name a Prometheus data source.'
    );
  }
  if (appUrl === undefined || appUrl === '') {
    throw new TidemarkError(
      'bad_settings',
      'prometheus.datasourceUid: Grafana did not say where it answers; set root_url in its configuration, or give a url instead.'
    );
  }
  const token = secrets[secretNames.grafanaToken];
  if (token === undefined || token === '') {
    throw new TidemarkError(
      'bad_settings',
      'prometheus.datasourceUid: reading another data source needs a service-account token; set secureJsonData.grafanaToken.'
    );
  }
  const url = `${appUrl.replace(/\/+$/, '')}/api/datasources/proxy/uid/${encodeURIComponent(datasourceUid)}`;
  return createPrometheusThroughGrafana(
    { url, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) },
    token,
    deps
  );
}

/** Where this data source reads: URLs come from its settings alone, never from a query. */
export function selectUpstream(settings: Settings, surroundings: Surroundings, deps: UpstreamDeps): Upstream {
  const chosen: UpstreamSettings = settings.prometheus ?? DEFAULT_UPSTREAM;
  if ('sample' in chosen) {
    return createSampleUpstream(deps);
  }
  return 'url' in chosen
    ? createPrometheusUpstream(chosen, surroundings.secrets, deps)
    : throughGrafana(chosen, surroundings, deps);
}
