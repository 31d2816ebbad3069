import { secretNames, secretNamesOf } from '../../model';

/** Where secrets of an upstream stand, by name. */
export interface SecretNames {
  readonly password: string;
  readonly token: string;
  readonly caCert: string;
  readonly clientCert: string;
  readonly clientKey: string;
  readonly header: (index: number) => string;
}

/** What an upstream is called in messages: for people, and in the settings. */
export interface UpstreamNames {
  /** `Prometheus` */
  readonly product: string;
  /** The key in jsonData: `prometheus`. */
  readonly setting: string;
  /** How the paths of its API begin: `/api`. */
  readonly apiRoot: string;
  /** An address as it usually has, to show how one is written. */
  readonly example: string;
  readonly secrets: SecretNames;
}

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
