import { useCallback, useEffect, useRef, useState } from 'react';
import type { Subscription } from 'rxjs';
import {
  CoreApp,
  LoadingState,
  dateTime,
  preProcessPanelData,
  rangeUtil,
  type DataQuery,
  type DataSourceApi,
  type PanelData,
  type TimeRange,
} from '@grafana/data';
import { runRequest } from '../services/runRequest';

const EMPTY = (range: TimeRange): PanelData => ({ state: LoadingState.NotStarted, series: [], timeRange: range });

export interface QueryRun {
  readonly data: PanelData;
  readonly run: (dataSource: DataSourceApi, queries: readonly DataQuery[], range: TimeRange) => void;
  readonly cancel: () => void;
}

let requests = 0;

/** Runs queries as Explore does, one set at a time: a new run cancels the one before. */
export function useQuery(range: TimeRange, width: number): QueryRun {
  const [data, setData] = useState<PanelData>(() => EMPTY(range));
  const subscription = useRef<Subscription>();
  const last = useRef<PanelData>();

  const cancel = useCallback(() => {
    subscription.current?.unsubscribe();
    setData((shown) => (shown.state === LoadingState.Loading ? { ...shown, state: LoadingState.Done } : shown));
  }, []);

  const run = useCallback<QueryRun['run']>(
    (dataSource, queries, timeRange) => {
      subscription.current?.unsubscribe();
      const points = Math.max(100, Math.round(width));
      const norm = rangeUtil.calculateInterval(timeRange, points, dataSource.interval);
      const runnable = queries.filter((query) => dataSource.filterQuery?.(query) ?? true);
      const request = {
        app: CoreApp.Explore,
        requestId: `explore_${++requests}`,
        interval: norm.interval,
        intervalMs: norm.intervalMs,
        maxDataPoints: points,
        range: timeRange,
        rangeRaw: timeRange.raw,
        scopedVars: {
          __interval: { text: norm.interval, value: norm.interval },
          __interval_ms: { text: String(norm.intervalMs), value: norm.intervalMs },
        },
        startTime: Date.now(),
        targets: runnable.map((query) => ({ ...query, datasource: dataSource.getRef() })),
        timezone: 'browser',
      };
      subscription.current = runRequest(dataSource, request).subscribe((next) => {
        const processed = preProcessPanelData(next, last.current);
        last.current = processed;
        setData(processed);
      });
    },
    [width]
  );

  useEffect(() => () => subscription.current?.unsubscribe(), []);
  return { data, run, cancel };
}

/** Reads a raw range anew, so that `now` is now. */
export function rangeNow(raw: TimeRange['raw']): TimeRange {
  return rangeUtil.convertRawToRange(
    typeof raw.from === 'string' && typeof raw.to === 'string'
      ? raw
      : { from: dateTime(raw.from), to: dateTime(raw.to) }
  );
}
