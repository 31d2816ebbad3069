import type { DataSourceJsonData, DataSourceSettings } from '@grafana/data';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import type { Settings } from '../../model/settings';

type OurJsonData = DataSourceJsonData & Settings;

/**
 * Changes what the settings of a data source define; secrets stay as they are. Grafana refuses where somebody else has
 * changed it in between, where a file provides it, and where the person may not.
 */
export async function changeSettings(uid: string, change: (before: Settings) => Settings): Promise<void> {
  const url = `/api/datasources/uid/${encodeURIComponent(uid)}`;
  // The page says a failure in its place.
  const quiet = { showErrorAlert: false, showSuccessAlert: false };
  const settings = await getBackendSrv().get<DataSourceSettings<OurJsonData>>(url, undefined, undefined, quiet);
  await getBackendSrv().put(
    url,
    { ...settings, jsonData: { ...settings.jsonData, ...change(settings.jsonData) } },
    quiet
  );
  await reloadSources();
}

/** What other parts of Grafana read of a data source is the state when the page was loaded, until it is told. */
async function reloadSources(): Promise<void> {
  const srv: unknown = getDataSourceSrv();
  if (typeof srv === 'object' && srv !== null && 'reload' in srv && typeof srv.reload === 'function') {
    await (srv.reload as () => unknown).call(srv);
  }
}
