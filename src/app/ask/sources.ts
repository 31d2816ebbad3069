import type { DataSourceInstanceSettings } from '@grafana/data';
import { DataSourceWithBackend, getDataSourceSrv } from '@grafana/runtime';
import { DATASOURCE_ID } from '../../model/ids';
import { RESOURCES, type ModelInfo } from '../../model/resources';
import { definitionsOf } from './definitions';
import { errorText } from './errorText';

/** One of our data sources and the models it knows, or why it cannot say. */
export interface SourceModels {
  readonly settings: DataSourceInstanceSettings;
  readonly models: readonly ModelInfo[];
  readonly error?: string;
}

/** Every Tidemark data source that the viewer may see. */
export function ourSources(): readonly DataSourceInstanceSettings[] {
  return getDataSourceSrv().getList({ pluginId: DATASOURCE_ID });
}

/** Asks a resource of the data source; rejects with the backend's own words. */
export async function readResource<T>(uid: string, path: string, params?: Record<string, string>): Promise<T> {
  const source = await getDataSourceSrv().get(uid);
  if (!(source instanceof DataSourceWithBackend)) {
    throw new Error('The data source did not load.');
  }
  // The page shows a failure in its place; a pop-up of Grafana over it would say the same again.
  return source.getResource<T>(path, params, { showErrorAlert: false });
}

/** For how long Grafana may hand a plugin the settings of before: it keeps them for five seconds. */
const LATE_MS = 6_000;
const AGAIN_MS = 500;

/**
 * The models that a data source knows, once it knows each that its settings define: what was just saved would be unknown
 * for some seconds. Where that does not come about, those that it does know.
 */
export async function listModels({ uid, jsonData }: DataSourceInstanceSettings): Promise<readonly ModelInfo[]> {
  const { models: defined } = definitionsOf({ jsonData });
  const until = Date.now() + LATE_MS;
  for (;;) {
    const known = await readResource<ModelInfo[]>(uid, RESOURCES.models);
    if (Date.now() > until || defined.every(({ id }) => known.some((one) => one.id === id))) {
      return known;
    }
    await new Promise((done) => setTimeout(done, AGAIN_MS));
  }
}

/** The models of a data source. Never rejects: one source that fails leaves the others whole. */
export async function readModels(settings: DataSourceInstanceSettings): Promise<SourceModels> {
  try {
    return { settings, models: await listModels(settings) };
  } catch (error) {
    return { settings, models: [], error: errorText(error) };
  }
}
