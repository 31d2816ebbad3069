import {
  isObject,
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourceRef,
  type ScopedVars,
} from '@grafana/data';
import {
  getTemplateSrv,
  type DataSourceSrv,
  type GetDataSourceListFilters,
  type RuntimeDataSource,
} from '@grafana/runtime';
import { loadDataSourcePlugin } from '../loader/plugins';

type Ref = DataSourceRef | string | null | undefined;

function uidOf(ref: Ref): string | undefined {
  const uid = isObject(ref) ? ref.uid : ref;
  return typeof uid === 'string' && uid !== '' ? uid : undefined;
}

/** A query asks one data source, even where a variable holds several. */
const firstValue = (value: string | string[]): string => (Array.isArray(value) ? (value[0] ?? '') : value);

/** Finds data sources by name, uid, reference or `$variable`, and makes each once. */
export class PreviewDataSourceSrv implements DataSourceSrv {
  private settings: readonly DataSourceInstanceSettings[];
  private readonly instances = new Map<string, Promise<DataSourceApi>>();
  private readonly runtime = new Map<string, RuntimeDataSource>();

  constructor(settings: readonly DataSourceInstanceSettings[]) {
    this.settings = settings;
  }

  async get(ref?: Ref, scopedVars?: ScopedVars): Promise<DataSourceApi> {
    const asked = uidOf(ref);
    const runtime = asked === undefined ? undefined : this.runtime.get(asked);
    if (runtime !== undefined) {
      return runtime;
    }
    const settings = this.find(ref, scopedVars);
    if (settings === undefined) {
      throw new Error(`There is no data source "${asked}" here: choose another one.`);
    }
    const known = this.instances.get(settings.uid);
    if (known !== undefined) {
      return known;
    }
    const instance = loadDataSourcePlugin(settings.type).then((plugin) => {
      const api = new plugin.DataSourceClass(settings);
      api.components = plugin.components;
      api.meta = plugin.meta;
      return api;
    });
    this.instances.set(settings.uid, instance);
    instance.catch(() => this.instances.delete(settings.uid));
    return instance;
  }

  getInstanceSettings(ref?: Ref, scopedVars?: ScopedVars): DataSourceInstanceSettings | undefined {
    const found = this.find(ref, scopedVars);
    const asked = uidOf(ref);
    // What was asked for by variable is remembered as such, so that the query keeps the variable.
    return found !== undefined && asked?.startsWith('$') === true
      ? { ...found, isDefault: false, name: asked, uid: asked, rawRef: { type: found.type, uid: found.uid } }
      : found;
  }

  private find(ref?: Ref, scopedVars?: ScopedVars): DataSourceInstanceSettings | undefined {
    const asked = uidOf(ref);
    const name = asked?.startsWith('$') === true ? getTemplateSrv().replace(asked, scopedVars, firstValue) : asked;
    if (name === undefined || name === 'default') {
      const type = isObject(ref) && typeof ref.type === 'string' ? ref.type : undefined;
      const fitting = this.settings.filter((candidate) => type === undefined || candidate.type === type);
      return fitting.find((candidate) => candidate.isDefault) ?? fitting[0];
    }
    return this.settings.find((candidate) => candidate.uid === name || candidate.name === name);
  }

  getList(filters: GetDataSourceListFilters = {}): DataSourceInstanceSettings[] {
    const { metrics, annotations, alerting, logs, type, pluginId, filter } = filters;
    return this.settings.filter(
      (candidate) =>
        (metrics !== true || candidate.meta.metrics === true) &&
        (annotations !== true || candidate.meta.annotations === true) &&
        (alerting !== true || candidate.meta.alerting === true) &&
        (logs !== true || candidate.meta.logs === true) &&
        (pluginId === undefined || candidate.type === pluginId) &&
        (type === undefined || (Array.isArray(type) ? type.includes(candidate.type) : candidate.type === type)) &&
        (filter === undefined || filter(candidate))
    );
  }

  registerRuntimeDataSource({ dataSource }: { dataSource: RuntimeDataSource }): void {
    this.runtime.set(dataSource.uid, dataSource);
  }

  /** After a change of settings: the next asker gets a data source made from the new ones. */
  replace(settings: readonly DataSourceInstanceSettings[]): void {
    this.settings = settings;
    this.instances.clear();
  }

  async reload(): Promise<void> {
    const response = await fetch('/api/frontend/settings');
    const { datasources } = (await response.json()) as { datasources: Record<string, DataSourceInstanceSettings> };
    this.replace(Object.values(datasources));
  }
}
