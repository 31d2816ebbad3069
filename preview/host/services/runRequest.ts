import { type Observable, from, isObservable, map, merge, of, catchError, timer, takeUntil, share, scan } from 'rxjs';
import {
  LoadingState,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type PanelData,
} from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';

/** An answer that takes longer is shown as loading, over what stood there before. */
const SAY_LOADING_AFTER_MS = 200;

/** Asks a data source, and tells how it goes on as the data of a panel. */
export function runRequest(
  dataSource: DataSourceApi,
  request: DataQueryRequest,
  override?: (request: DataQueryRequest) => Promise<DataQueryResponse> | Observable<DataQueryResponse>
): Observable<PanelData> {
  const empty: PanelData = { state: LoadingState.Loading, series: [], request, timeRange: request.range };
  if (request.targets.every((target) => target.hide === true)) {
    return of({ ...empty, state: LoadingState.Done });
  }
  const visible = { ...request, targets: request.targets.filter((target) => target.hide !== true) };
  const ask = (): Observable<DataQueryResponse> => {
    const answer = override ? override(visible) : dataSource.query(visible);
    return isObservable(answer) ? answer : from(answer);
  };
  let asked: Observable<DataQueryResponse>;
  try {
    asked = ask();
  } catch (thrown) {
    return of({ ...empty, state: LoadingState.Error, error: toDataQueryError(thrown) });
  }
  const answers = asked.pipe(
    // A data source may answer in pieces; the same key says that a piece takes the place of an earlier one.
    scan((pieces, response) => pieces.set(response.key ?? 'A', response), new Map<string, DataQueryResponse>()),
    map((pieces): PanelData => {
      const all = [...pieces.values()];
      const errors = all.flatMap((piece) => piece.errors ?? (piece.error ? [piece.error] : []));
      const loading = all.some((piece) => piece.state === LoadingState.Loading);
      const [error] = errors;
      return {
        ...empty,
        state: error ? LoadingState.Error : loading ? LoadingState.Loading : LoadingState.Done,
        // As they came: whoever asked makes frames of them, and a variable's answer is not made of frames.
        series: all.flatMap((piece): DataFrame[] => piece.data),
        ...(error && { error, errors }),
      };
    }),
    catchError((thrown: unknown) => {
      const cancelled = typeof thrown === 'object' && thrown !== null && 'cancelled' in thrown;
      return of<PanelData>(
        cancelled
          ? { ...empty, state: LoadingState.Done }
          : { ...empty, state: LoadingState.Error, error: toDataQueryError(thrown) }
      );
    }),
    share()
  );
  return merge(
    timer(SAY_LOADING_AFTER_MS).pipe(
      map(() => empty),
      takeUntil(answers)
    ),
    answers
  );
}
