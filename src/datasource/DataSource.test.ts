import {
  CoreApp,
  getDefaultTimeRange,
  LoadingState,
  type DataFrame,
  type DataQueryRequest,
  type DataSourceApi,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import { setBackendSrv, setTemplateSrv, type BackendSrv, type TemplateSrv } from '@grafana/runtime';
import { lastValueFrom, of, throwError } from 'rxjs';
import { TidemarkDataSource } from './DataSource';
import type { TidemarkOptions, TidemarkQuery } from './types';

const settings = {
  uid: 'tidemark',
  type: 'tidemark-drift-datasource',
  name: 'Tidemark',
  jsonData: {},
} as DataSourceInstanceSettings<TidemarkOptions>;

/** Grafana's services, at the edges of the plugin. */
function grafana(variables: Record<string, string>, answer: () => ReturnType<BackendSrv['fetch']>) {
  const fetched: Array<Parameters<BackendSrv['fetch']>[0]> = [];
  setTemplateSrv({
    replace: (text: string, scopedVars: Record<string, { value: string } | undefined>, format?: unknown) =>
      text.replace(/\$(\w+)/g, (whole, name: string) => {
        const value = scopedVars[name]?.value ?? variables[name];
        return value === undefined ? whole : typeof format === 'function' ? String(format(value)) : value;
      }),
    getVariables: () => Object.keys(variables).map((name) => ({ name })),
  } as unknown as TemplateSrv);
  setBackendSrv({
    fetch: (options: Parameters<BackendSrv['fetch']>[0]) => {
      fetched.push(options);
      return answer();
    },
  } as unknown as BackendSrv);
  return fetched;
}

const requestOf = (targets: TidemarkQuery[]): DataQueryRequest<TidemarkQuery> => ({
  app: CoreApp.Dashboard,
  requestId: 'a',
  timezone: 'utc',
  startTime: 0,
  range: getDefaultTimeRange(),
  interval: '1m',
  intervalMs: 60_000,
  scopedVars: {},
  targets,
});

const ok = (data: unknown) => () => of({ data }) as ReturnType<BackendSrv['fetch']>;

describe('the data source', () => {
  it('sends a query only once it says what to look at, and not while it is hidden', () => {
    const datasource = new TidemarkDataSource(settings);
    const fresh = { refId: 'A', ...datasource.getDefaultQuery(CoreApp.Explore) };
    expect(datasource.filterQuery(fresh)).toBe(false);
    expect(datasource.filterQuery({ ...fresh, model: 'fraud' })).toBe(true);
    expect(datasource.filterQuery({ ...fresh, model: 'fraud', hide: true })).toBe(false);
  });

  it('fills in dashboard variables, those of the panel first', () => {
    grafana({ model: 'fraud', version: '6' }, ok([]));
    const datasource = new TidemarkDataSource(settings);
    const query = { refId: 'A', queryType: 'drift', model: '$model', filters: { version: '$version' } };
    expect(datasource.applyTemplateVariables(query, { version: { text: '7', value: '7' } })).toEqual({
      refId: 'A',
      queryType: 'drift',
      model: 'fraud',
      filters: { version: '7' },
    });
    expect(datasource.variableNames()).toEqual(['$model', '$version']);
  });

  it('says which variable stands for nothing, and still asks the queries that can be asked', async () => {
    const fetched = grafana({ model: '' }, ok({ results: { B: { status: 200, frames: [] } } }));
    const datasource = new TidemarkDataSource(settings);
    const targets = [
      { refId: 'A', model: '$model' },
      { refId: 'B', model: 'fraud' },
    ];
    const answer = await lastValueFrom(datasource.query(requestOf(targets)));
    expect(answer.state).toBe(LoadingState.Error);
    expect(answer.errors).toEqual([{ refId: 'A', message: expect.stringMatching(/^\$model stands for nothing yet/) }]);
    expect(fetched.map(({ data }) => data.queries.map((query: { refId: string }) => query.refId))).toEqual([['B']]);
  });

  it('takes a query of a panel to Explore with its variables filled in, and its own name in place of one', () => {
    grafana({ model: 'fraud' }, ok([]));
    const query = { refId: 'A', model: '$model', datasource: { uid: '${ds}', type: settings.type } };
    expect(new TidemarkDataSource(settings).interpolateVariablesInQueries([query], {})).toEqual([
      { refId: 'A', model: 'fraud', datasource: { uid: 'tidemark', type: settings.type } },
    ]);
  });

  it('makes drift queries of the histograms of Prometheus, and nothing of what it cannot read', async () => {
    // As Grafana sees it, which asks this of every data source that keeps no abstract queries.
    const datasource: {
      importQueries: (
        queries: Array<{ refId: string; expr: string }>,
        origin: DataSourceApi
      ) => Promise<TidemarkQuery[]>;
    } = new TidemarkDataSource(settings);
    const from = (type: string) => ({ type }) as DataSourceApi;
    const queries = [{ refId: 'A', expr: 'histogram_quantile(0.9, sum by (le) (rate(latency_bucket[5m])))' }];
    expect(await datasource.importQueries(queries, from('prometheus'))).toMatchObject([
      { refId: 'A', queryType: 'drift', source: { kind: 'histogram', metric: 'latency' } },
    ]);
    // LogQL has its expressions in the same member.
    expect(await datasource.importQueries(queries, from('loki'))).toEqual([]);
  });

  it('links in Explore, where a link can open the answer beside the question', async () => {
    const frame = {
      schema: { refId: 'A', fields: [{ name: 'feature', type: 'string' }] },
      data: { values: [['amount']] },
    };
    grafana({}, ok({ results: { A: { status: 200, frames: [frame] } } }));
    const linksIn = async (app: CoreApp) => {
      const request = { ...requestOf([{ refId: 'A', queryType: 'drift', model: 'fraud' }]), app };
      const { data } = await lastValueFrom(new TidemarkDataSource(settings).query(request));
      return (data as DataFrame[])[0]?.fields[0]?.config.links?.map(({ internal }) => internal?.datasourceUid);
    };
    expect(await linksIn(CoreApp.Explore)).toEqual(['tidemark']);
    expect(await linksIn(CoreApp.Dashboard)).toBeUndefined();
  });

  it('asks resources with variables filled in, and lets no pop-up say what the field says', async () => {
    const fetched = grafana({ model: 'fraud' }, ok(['6', '7']));
    const values = await new TidemarkDataSource(settings).ask('label-values', { model: '$model', label: 'version' });
    expect(values).toEqual(['6', '7']);
    expect(fetched).toMatchObject([
      {
        url: '/api/datasources/uid/tidemark/resources/label-values',
        params: { model: 'fraud', label: 'version' },
        showErrorAlert: false,
      },
    ]);
  });

  it('hands on what a resource says is wrong', async () => {
    const failure = { status: 502, data: { message: 'check prometheus.url' } };
    grafana({}, () => throwError(() => failure));
    await expect(new TidemarkDataSource(settings).ask('models', {})).rejects.toBe(failure);
  });
});
