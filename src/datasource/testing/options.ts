import type { Options } from '../config/upstream';

/** A data source as Grafana hands it to a configuration page. */
export function dataSourceOptions(changes: Partial<Options> = {}): Options {
  return {
    id: 1,
    uid: 'tidemark',
    orgId: 1,
    name: 'Tidemark',
    type: 'tidemark-drift-datasource',
    typeName: 'Tidemark',
    typeLogoUrl: '',
    access: 'proxy',
    url: '',
    user: '',
    basicAuth: false,
    basicAuthUser: '',
    isDefault: false,
    jsonData: {},
    secureJsonFields: {},
    readOnly: false,
    withCredentials: false,
    ...changes,
    // Grafana's type still asks for a field that it calls deprecated.
  } as Options;
}
