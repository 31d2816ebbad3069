import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useAsync, useInterval, useMeasure } from 'react-use';
import { useLocation } from 'react-router-dom-v5-compat';
import { css } from '@emotion/css';
import {
  CoreApp,
  LoadingState,
  dateTime,
  rangeUtil,
  type DataQuery,
  type DataSourceApi,
  type TimeRange,
} from '@grafana/data';
import { DataSourcePicker, getDataSourceSrv, locationService } from '@grafana/runtime';
import {
  Alert,
  Button,
  EmptyState,
  ErrorBoundaryAlert,
  IconButton,
  LoadingPlaceholder,
  RefreshPicker,
  Stack,
  Text,
  TimeRangePicker,
  useStyles2,
} from '@grafana/ui';
import { Page } from '../chrome/Page';
import { DEFAULT_RANGE, readState, writeState, type ExploreState } from './exploreState';
import { Results } from './Results';
import { rangeNow, useQuery } from './useQuery';

/** Ask one data source one set of questions, and see the answers: the page that needs no dashboard. */
export function ExplorePage() {
  const location = useLocation();
  const list = getDataSourceSrv().getList({ metrics: true });
  const { state: asked, problem } = useMemo(() => readState(location.search), [location.search]);
  const uid = asked.datasource ?? getDataSourceSrv().getInstanceSettings(null)?.uid ?? '';
  const { value: dataSource, error } = useAsync(() => getDataSourceSrv().get(uid), [uid]);
  if (list.length === 0) {
    return (
      <Page title="Explore">
        <EmptyState variant="not-found" message="There is no data source to explore" />
      </Page>
    );
  }
  return (
    <Page title="Explore">
      {problem !== undefined && <Alert severity="warning" title={problem} />}
      {error !== undefined && (
        <>
          <Alert title="This data source cannot be used">{error.message}</Alert>
          <Picker current={list[0]?.uid ?? ''} />
        </>
      )}
      {dataSource !== undefined && dataSource.uid === uid && <Pane key={uid} dataSource={dataSource} asked={asked} />}
      {dataSource === undefined && error === undefined && <LoadingPlaceholder text="Loading the data source" />}
    </Page>
  );
}

function Picker({ current }: { readonly current: string }) {
  return (
    <DataSourcePicker
      metrics
      current={current}
      width={32}
      inputId="explore-data-source"
      onChange={({ uid }) => locationService.push(writeState({ datasource: uid, queries: [], range: DEFAULT_RANGE }))}
    />
  );
}

/** A new query of the data source, as it comes with its own defaults. */
function newQuery(dataSource: DataSourceApi, index: number): DataQuery {
  return { refId: String.fromCharCode(65 + index), ...dataSource.getDefaultQuery?.(CoreApp.Explore) };
}

interface PaneProps {
  readonly dataSource: DataSourceApi;
  readonly asked: Partial<ExploreState>;
}

function Pane({ dataSource, asked }: PaneProps) {
  const styles = useStyles2((theme) => ({
    bar: css({
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      alignItems: 'center',
      justifyContent: 'space-between',
    }),
    query: css({
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      padding: theme.spacing(1.5),
    }),
    head: css({
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'space-between',
      marginBottom: theme.spacing(1),
    }),
  }));
  const [measure, { width }] = useMeasure<HTMLDivElement>();
  const [queries, setQueries] = useState<readonly DataQuery[]>(() =>
    asked.queries !== undefined && asked.queries.length > 0 ? asked.queries : [newQuery(dataSource, 0)]
  );
  const [range, setRange] = useState<TimeRange>(() => rangeNow(asked.range ?? DEFAULT_RANGE));
  const [refresh, setRefresh] = useState('');
  const { data, run, cancel } = useQuery(range, width === 0 ? 1_000 : width);
  // An editor may change the query and run it in the same breath, before React has drawn the change.
  const now = useRef({ queries, range });
  const changeQueries = useCallback((next: readonly DataQuery[]): void => {
    now.current = { ...now.current, queries: next };
    setQueries(next);
  }, []);
  // What this pane itself wrote into the address is no news to it.
  const written = useRef<string>();

  const start = useCallback(
    (nextQueries: readonly DataQuery[], nextRange: TimeRange, replace = false): void => {
      const fresh = rangeNow(nextRange.raw);
      now.current = { ...now.current, range: fresh };
      setRange(fresh);
      const url = writeState({ datasource: dataSource.uid, queries: nextQueries, range: fresh.raw });
      written.current = url.slice(url.indexOf('?'));
      if (written.current !== window.location.search) {
        (replace ? locationService.replace : locationService.push)(url);
      }
      run(dataSource, nextQueries, fresh);
    },
    [dataSource, run]
  );

  useEffect(() => {
    if (written.current === window.location.search) {
      return;
    }
    // A link, or the browser's back button, brought another question; or this is the first one.
    const first = written.current === undefined;
    const nextQueries = asked.queries !== undefined && asked.queries.length > 0 ? asked.queries : now.current.queries;
    const nextRange = rangeNow(asked.range ?? DEFAULT_RANGE);
    changeQueries(nextQueries);
    start(nextQueries, first ? now.current.range : nextRange, true);
  }, [asked, changeQueries, start]);

  const Editor = dataSource.components?.QueryEditor;
  const runNow = (): void => start(now.current.queries, now.current.range);
  const loading = data.state === LoadingState.Loading;
  useInterval(runNow, refresh === '' ? null : rangeUtil.intervalToMs(refresh));
  return (
    <div ref={measure}>
      <Stack direction="column" gap={2}>
        <div className={styles.bar}>
          <Picker current={dataSource.uid} />
          <Stack direction="row" gap={1}>
            <TimeRangePicker
              value={range}
              timeZone="browser"
              onChange={(next) => start(now.current.queries, next)}
              onChangeTimeZone={() => undefined}
              onMoveBackward={() => start(now.current.queries, shifted(range, -1))}
              onMoveForward={() => start(now.current.queries, shifted(range, 1))}
              onZoom={() => start(now.current.queries, zoomedOut(range))}
              isOnCanvas
            />
            <RefreshPicker
              value={refresh}
              intervals={['10s', '30s', '1m', '5m', '15m']}
              onIntervalChanged={setRefresh}
              onRefresh={() => (loading ? cancel() : runNow())}
              isLoading={loading}
              text={loading ? 'Cancel' : 'Run query'}
              primary={!loading}
            />
          </Stack>
        </div>
        {queries.map((query, index) => (
          <section key={query.refId} className={styles.query} aria-label={`Query ${query.refId}`}>
            <div className={styles.head}>
              <Text weight="medium" color="primary">
                {query.refId}
              </Text>
              {queries.length > 1 && (
                <IconButton
                  name="trash-alt"
                  tooltip={`Remove query ${query.refId}`}
                  onClick={() => changeQueries(queries.filter((each) => each !== query))}
                />
              )}
            </div>
            {Editor === undefined ? (
              <Alert title="This data source brings no query editor" />
            ) : (
              <ErrorBoundaryAlert>
                <Editor
                  app={CoreApp.Explore}
                  datasource={dataSource}
                  query={query}
                  queries={[...queries]}
                  range={range}
                  data={data}
                  onChange={(next: DataQuery) =>
                    changeQueries(now.current.queries.map((each, i) => (i === index ? next : each)))
                  }
                  onRunQuery={runNow}
                />
              </ErrorBoundaryAlert>
            )}
          </section>
        ))}
        <div>
          <Button
            icon="plus"
            variant="secondary"
            size="sm"
            onClick={() => changeQueries([...queries, newQuery(dataSource, queries.length)])}
          >
            Add query
          </Button>
        </div>
        <Results
          data={data}
          onChangeTimeRange={({ from, to }) => {
            const [a, b] = [dateTime(from), dateTime(to)];
            start(now.current.queries, { from: a, to: b, raw: { from: a, to: b } });
          }}
        />
      </Stack>
    </div>
  );
}

function absolute(from: number, to: number): TimeRange {
  const [a, b] = [dateTime(from), dateTime(to)];
  return { from: a, to: b, raw: { from: a, to: b } };
}

function shifted({ from, to }: TimeRange, direction: 1 | -1): TimeRange {
  const half = ((to.valueOf() - from.valueOf()) / 2) * direction;
  return absolute(from.valueOf() + half, to.valueOf() + half);
}

function zoomedOut({ from, to }: TimeRange): TimeRange {
  const half = (to.valueOf() - from.valueOf()) / 2;
  return absolute(from.valueOf() - half, to.valueOf() + half);
}
