import type { UpstreamNames } from './names';

/** What to change, and where, for each way in which a connection can be wrong; each ends a sentence. */
export interface Advice {
  /** What holds the address. */
  readonly address: string;
  readonly untrusted: string;
  readonly otherName: string;
  readonly clientCertificate: string;
  readonly unauthorized: string;
  readonly forbidden: string;
  readonly tenant: string;
  readonly notFound: string;
  readonly notApi: string;
}

/** For an upstream that has settings of its own. */
export function ownSettings({ product, setting, secrets, apiRoot }: UpstreamNames): Advice {
  const url = `${setting}.url`;
  return {
    address: url,
    untrusted: `switch on ${setting}.tls.withCaCert and paste that authority's certificate into the secret ${secrets.caCert}`,
    otherName: `write that name into ${url}, or into ${setting}.tls.serverName`,
    clientCertificate: `switch on ${setting}.tls.withClientCert and set the secrets ${secrets.clientCert} and ${secrets.clientKey}`,
    unauthorized: `check ${setting}.auth, ${setting}.user and the secrets ${secrets.password} or ${secrets.token}`,
    forbidden: `give this user or token the right to query, or check the tenant header in ${setting}.headers`,
    tenant: `add X-Scope-OrgID to ${setting}.headers, and put the tenant's name into the secret ${secrets.header(1)} (the number is the header's place in the list)`,
    notFound: `check the path in ${url}; it must be what stands before ${apiRoot}`,
    notApi: `check that ${url} points at a ${product} API, and its authentication`,
  };
}

/** For another data source of Grafana, which is reached at Grafana's own address and with its rights. */
export function throughGrafana({ product, setting, secrets }: UpstreamNames): Advice {
  const uid = `${setting}.datasourceUid`;
  const instead = `give ${setting}.url instead of ${uid}`;
  return {
    address: "root_url in Grafana's configuration",
    untrusted: `${instead}, which takes an authority of its own`,
    otherName: `write that name into root_url in Grafana's configuration, or ${instead}`,
    clientCertificate: `${instead}, which takes a client certificate`,
    unauthorized: `put a valid service-account token into the secret ${secrets.token}`,
    forbidden: `give the service account of the secret ${secrets.token} the right to query the data source that ${uid} names`,
    tenant: `add the tenant's header X-Scope-OrgID to the data source that ${uid} names`,
    notFound: `check ${uid}: there must be a ${product} data source of that uid which the service account may see`,
    notApi: `check that ${uid} names a ${product} data source`,
  };
}
