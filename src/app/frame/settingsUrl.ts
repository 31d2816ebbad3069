import { locationUtil } from '@grafana/data';

/** Grafana's page with the settings of a data source. */
export const settingsUrl = (uid: string): string =>
  locationUtil.assureBaseUrl(`/connections/datasources/edit/${encodeURIComponent(uid)}`);
