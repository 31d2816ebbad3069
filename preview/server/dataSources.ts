import type { DataSourceInstanceSettings, DataSourceSettings, PluginMeta } from '@grafana/data';
import type { DataSourceRecord } from './provisioning';

/** The data sources of a running preview. What is changed lives here, in memory, and nowhere else. */
export class DataSources {
  private records: readonly DataSourceRecord[];

  constructor(records: readonly DataSourceRecord[]) {
    this.records = records;
  }

  all(): readonly DataSourceRecord[] {
    return this.records;
  }

  find(uid: string): DataSourceRecord | undefined {
    return this.records.find((record) => record.uid === uid);
  }

  default(): DataSourceRecord | undefined {
    return this.records.find(({ isDefault }) => isDefault) ?? this.records[0];
  }

  /** Takes over what the settings page sends: secrets that it does not name stay as they are, an empty one goes. */
  update(
    uid: string,
    change: Partial<DataSourceSettings> & { secureJsonData?: Record<string, unknown> },
    now: number
  ): DataSourceRecord {
    const record = this.find(uid);
    if (record === undefined) {
      throw new Error(`there is no data source "${uid}"`);
    }
    const kept = change.secureJsonFields;
    const secrets = Object.entries(record.secureJsonData).filter(
      ([name]) => kept === undefined || kept[name] !== false
    );
    const given = Object.entries(change.secureJsonData ?? {}).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    const updated: DataSourceRecord = {
      ...record,
      name: typeof change.name === 'string' && change.name !== '' ? change.name : record.name,
      url: typeof change.url === 'string' ? change.url : record.url,
      jsonData: (change.jsonData as Record<string, unknown> | undefined) ?? record.jsonData,
      secureJsonData: Object.fromEntries([...secrets, ...given].filter(([, value]) => value !== '')),
      version: record.version + 1,
      updated: Math.max(now, record.updated + 1),
    };
    this.records = this.records.map((each) => (each.uid === uid ? updated : each));
    return updated;
  }
}

const secureFields = (record: DataSourceRecord): Record<string, boolean> =>
  Object.fromEntries(Object.keys(record.secureJsonData).map((name) => [name, true]));

/** As the settings page reads it: of a secret, only that there is one. */
export function toSettings(record: DataSourceRecord, meta: PluginMeta | undefined): DataSourceSettings {
  return {
    id: record.id,
    uid: record.uid,
    orgId: 1,
    name: record.name,
    type: record.type,
    typeName: meta?.name ?? record.type,
    typeLogoUrl: meta?.info.logos.small ?? '',
    access: 'proxy',
    url: record.url,
    user: record.user,
    database: record.database,
    basicAuth: record.basicAuth,
    basicAuthUser: record.basicAuthUser,
    withCredentials: false,
    isDefault: record.isDefault,
    jsonData: record.jsonData,
    secureJsonFields: secureFields(record),
    version: record.version,
    readOnly: record.readOnly,
    accessControl: { 'datasources:write': !record.readOnly, 'datasources:query': true, 'datasources:read': true },
  } as DataSourceSettings;
}

/** As a page that queries it reads it. */
export function toInstanceSettings(record: DataSourceRecord, meta: PluginMeta): DataSourceInstanceSettings {
  return {
    id: record.id,
    uid: record.uid,
    name: record.name,
    type: record.type,
    url: `/api/datasources/proxy/uid/${record.uid}`,
    access: 'proxy',
    isDefault: record.isDefault,
    readOnly: record.readOnly,
    jsonData: record.jsonData,
    meta,
  } as DataSourceInstanceSettings;
}
