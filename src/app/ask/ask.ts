import { CoreApp, LoadingState, rangeUtil, type DataFrame, type DataQueryRequest, type TimeRange } from '@grafana/data';
import { DataSourceWithBackend, getDataSourceSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { lastValueFrom, Observable, takeUntil } from 'rxjs';
import type { QueryKind } from '../../model/query';
import { NO_LOG_STATUS, NOTHING_STATUS } from '../../model/refusals';
import { errorText } from './errorText';

/** A query as `/api/ds/query` takes it, less the data source. */
export interface Question extends DataQuery {
  readonly queryType: QueryKind;
  readonly [member: string]: unknown;
}

/** The data source reads no log, and only one could have answered; or nothing was seen in the time range. */
export type Absence = 'no_log' | 'nothing';

export type Answer =
  | { readonly state: 'done'; readonly frames: readonly DataFrame[] }
  | {
      readonly state: 'failed';
      readonly why: string;
      /** Where nothing has failed: there is nothing to answer of. */
      readonly because?: Absence;
    };

const ABSENCES: ReadonlyMap<number | undefined, Absence> = new Map([
  [NO_LOG_STATUS, 'no_log'],
  [NOTHING_STATUS, 'nothing'],
]);

let asked = 0;

const aborted = (signal: AbortSignal): Observable<void> =>
  new Observable((subscriber) => {
    const end = (): void => subscriber.next();
    signal.addEventListener('abort', end);
    return () => signal.removeEventListener('abort', end);
  });

/**
 * Asks one data source several questions in one request.
 * @returns an answer for each question, by its `refId`; one that failed leaves the others whole. Never rejects.
 */
export async function ask(
  uid: string,
  questions: readonly Question[],
  range: TimeRange,
  options: { readonly interval: string; readonly signal: AbortSignal }
): Promise<ReadonlyMap<string, Answer>> {
  const all = (answer: Answer): ReadonlyMap<string, Answer> => new Map(questions.map(({ refId }) => [refId, answer]));
  try {
    const source = await getDataSourceSrv().get(uid);
    if (!(source instanceof DataSourceWithBackend)) {
      return all({ state: 'failed', why: 'The data source did not load.' });
    }
    const datasource = source.getRef();
    asked += 1;
    const request: DataQueryRequest = {
      app: CoreApp.Unknown,
      requestId: `tidemark-${asked}`,
      timezone: 'browser',
      startTime: Date.now(),
      range,
      interval: options.interval,
      intervalMs: rangeUtil.intervalToMs(options.interval),
      scopedVars: {},
      targets: questions.map((question) => ({ ...question, datasource })),
    };
    const response = await lastValueFrom(source.query(request).pipe(takeUntil(aborted(options.signal))));
    const errors = response.errors ?? [];
    return new Map(
      questions.map(({ refId }) => {
        const error = errors.find((one) => one.refId === refId) ?? errors.find((one) => one.refId === undefined);
        const frames = response.data.filter((frame: DataFrame) => frame.refId === refId || questions.length === 1);
        const failed = error !== undefined || (response.state === LoadingState.Error && frames.length === 0);
        const why =
          error?.data?.message ?? error?.message ?? 'Grafana gave no answer and no reason. Look again in a moment.';
        const because = ABSENCES.get(error?.status);
        return [refId, failed ? { state: 'failed', why, ...(because && { because }) } : { state: 'done', frames }];
      })
    );
  } catch (thrown) {
    return all({ state: 'failed', why: errorText(thrown) });
  }
}
