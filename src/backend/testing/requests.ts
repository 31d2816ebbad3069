import type { Logger } from '../log';
import type { RpcCall } from '../rpc/call';
import type { PluginContext } from '../rpc/generated/backend';

/** A call that nobody cancels and that has all the time in the world. */
export const PATIENT: RpcCall = { signal: new AbortController().signal, deadline: Infinity };

/** What Grafana sends of the data source with each request. */
export function pluginContext({
  uid = 'tidemark',
  jsonData = {},
  secrets = {},
  updated = 1,
  appUrl,
}: {
  uid?: string;
  jsonData?: unknown;
  secrets?: Record<string, string>;
  updated?: number;
  appUrl?: string;
} = {}): PluginContext {
  return {
    orgId: 1,
    pluginId: 'tidemark-drift-datasource',
    pluginVersion: '',
    apiVersion: '',
    userAgent: '',
    user: undefined,
    appInstanceSettings: undefined,
    grafanaConfig: appUrl === undefined ? {} : { GF_APP_URL: appUrl },
    dataSourceInstanceSettings: {
      id: 1,
      uid,
      name: 'Tidemark',
      url: '',
      user: '',
      database: '',
      basicAuthEnabled: false,
      basicAuthUser: '',
      jsonData: Buffer.from(typeof jsonData === 'string' ? jsonData : JSON.stringify(jsonData)),
      decryptedSecureJsonData: secrets,
      lastUpdatedMS: updated,
      apiVersion: '',
    },
  };
}

/** A log that keeps what it is told. */
export function recordingLog(): Logger & {
  readonly lines: Array<{ level: string; message: string; fields: unknown }>;
} {
  const lines: Array<{ level: string; message: string; fields: unknown }> = [];
  const at =
    (level: string): Logger['info'] =>
    (message, fields) => {
      lines.push({ level, message, fields });
    };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
