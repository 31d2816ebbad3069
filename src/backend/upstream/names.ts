import { secretNames, secretNamesOf } from '../../model';
import type { UpstreamNames } from './connection';

export const PROMETHEUS_NAMES: UpstreamNames = {
  product: 'Prometheus',
  setting: 'prometheus',
  apiRoot: '/api',
  example: 'http://prometheus:9090',
  secrets: secretNamesOf('prometheus'),
};

export const LOKI_NAMES: UpstreamNames = {
  product: 'Loki',
  setting: 'loki',
  apiRoot: '/loki/api',
  example: 'http://loki:3100',
  secrets: secretNamesOf('loki'),
};

/** The same, read through another data source of Grafana: what stands for us there is a service account's token. */
export function behindGrafana(names: UpstreamNames): UpstreamNames {
  return { ...names, secrets: { ...names.secrets, token: secretNames.grafanaToken } };
}
