import { urlUtil } from '@grafana/data';
import { driftQuery } from './useDriftSummary';

/** Explore, with the query of the page ready to be changed. */
export function exploreUrl(datasourceUid: string, datasourceType: string, model: string): string {
  const pane = {
    datasource: datasourceUid,
    queries: [{ ...driftQuery(model), datasource: { uid: datasourceUid, type: datasourceType } }],
    range: { from: 'now-6h', to: 'now' },
  };
  return urlUtil.renderUrl('/explore', { schemaVersion: '1', panes: JSON.stringify({ tidemark: pane }) });
}

/** The bundled dashboard, set to one model of one data source. */
export function dashboardUrl(datasourceUid: string, model: string): string {
  return urlUtil.renderUrl('/d/tidemark-model-drift', { 'var-datasource': datasourceUid, 'var-model': model });
}
