import { secretNames, type UpstreamKey, type UpstreamSettings } from '../../model';
import { TidemarkError } from '../errors';

/** What belongs to the data source as Grafana knows it. */
export interface Surroundings {
  readonly uid: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Where Grafana itself answers, as it told with the request. */
  readonly appUrl: string | undefined;
}

/** Where another data source of Grafana is reached, and with which token. */
export interface BehindGrafana {
  readonly settings: { readonly url: string; readonly timeoutSeconds?: number };
  readonly token: string;
}

/** @throws TidemarkError `bad_settings` where it is this data source itself, or Grafana or a token is missing. */
export function behindGrafana(
  key: UpstreamKey,
  { datasourceUid, timeoutSeconds }: Extract<UpstreamSettings, { datasourceUid: string }>,
  { uid, secrets, appUrl }: Surroundings
): BehindGrafana {
  const bad = (why: string): TidemarkError => new TidemarkError('bad_settings', `${key}.datasourceUid: ${why}`);
  if (datasourceUid === uid) {
    const product = key === 'loki' ? 'Loki' : 'Prometheus';
    throw bad(`this is the data source itself, which would ask itself for ever; name a ${product} data source.`);
  }
  if (appUrl === undefined || appUrl === '') {
    throw bad('Grafana did not say where it answers; set root_url in its configuration, or give a url instead.');
  }
  const token = secrets[secretNames.grafanaToken];
  if (token === undefined || token === '') {
    throw bad('reading another data source needs a service-account token; set secureJsonData.grafanaToken.');
  }
  const url = `${appUrl.replace(/\/+$/, '')}/api/datasources/proxy/uid/${encodeURIComponent(datasourceUid)}`;
  return { settings: { url, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) }, token };
}
