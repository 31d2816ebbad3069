import { useEffect, useState } from 'react';
import { CoreApp, dateTime, LoadingState, rangeUtil, type DataQueryRequest } from '@grafana/data';
import { DataSourceWithBackend, getDataSourceSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { DEFAULT_QUERY } from '../../model';
import { errorText } from './errorText';
import { summarizeDrift, type DriftSummary } from './summarizeDrift';

export type DriftSummaryState =
  | { readonly state: 'loading' }
  | { readonly state: 'error'; readonly error: string }
  | { readonly state: 'done'; readonly summary: DriftSummary };

const WINDOW_HOURS = 6;

/** The query of the page: all features of a model, the last hours against the model's own reference. */
export function driftQuery(model: string) {
  const { reference: _, ...query } = DEFAULT_QUERY;
  return { refId: 'A', ...query, scores: ['psi'], model };
}

async function readSummary(datasourceUid: string, model: string): Promise<DriftSummary> {
  const source = await getDataSourceSrv().get(datasourceUid);
  if (!(source instanceof DataSourceWithBackend)) {
    throw new Error('The data source did not load.');
  }
  const to = dateTime();
  const from = dateTime(to).subtract(WINDOW_HOURS, 'hours');
  const query = { ...driftQuery(model), datasource: source.getRef() };
  const request: DataQueryRequest = {
    app: CoreApp.Unknown,
    requestId: `tidemark-${datasourceUid}-${model}`,
    timezone: 'browser',
    startTime: Date.now(),
    range: { from, to, raw: { from: `now-${WINDOW_HOURS}h`, to: 'now' } },
    interval: '1m',
    intervalMs: rangeUtil.intervalToMs('1m'),
    scopedVars: {},
    targets: [query],
  };
  const response = await lastValueFrom(source.query(request));
  const [error] = response.errors ?? [];
  if (response.state === LoadingState.Error || error) {
    throw new Error(error?.data?.message ?? error?.message ?? 'The query failed and gave no reason.');
  }
  const summary = response.data.map(summarizeDrift).find((found) => found !== undefined);
  if (summary === undefined) {
    throw new Error('The data source answered without a table of features.');
  }
  return summary;
}

/** How a model stands now; asked once when its line appears. */
export function useDriftSummary(datasourceUid: string, model: string): DriftSummaryState {
  const [state, setState] = useState<DriftSummaryState>({ state: 'loading' });
  useEffect(() => {
    let gone = false;
    const show = (next: DriftSummaryState) => !gone && setState(next);
    readSummary(datasourceUid, model).then(
      (summary) => show({ state: 'done', summary }),
      (thrown: unknown) => show({ state: 'error', error: errorText(thrown) })
    );
    return () => {
      gone = true;
    };
  }, [datasourceUid, model]);
  return state;
}
