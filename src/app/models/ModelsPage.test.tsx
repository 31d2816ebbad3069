import type { PropsWithChildren } from 'react';
import { act, render, screen, within } from '@testing-library/react';
import {
  createDataFrame,
  FieldType,
  LoadingState,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import { DataSourceWithBackend, setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { of, type Observable } from 'rxjs';
import { ModelsPage } from './ModelsPage';

// The page around a plugin belongs to the host, which hands it over through a door that is closed to plugins.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  PluginPage: ({ children }: PropsWithChildren) => <main>{children}</main>,
}));

const settings = (uid: string) =>
  ({
    uid,
    name: `Source ${uid}`,
    type: 'tidemark-drift-datasource',
    meta: {},
    jsonData: {},
  }) as unknown as DataSourceInstanceSettings;

/** A data source that answers from the edge of the network inwards: what the backend would have sent. */
class AnsweringSource extends DataSourceWithBackend {
  readonly asked: unknown[] = [];
  constructor(
    uid: string,
    private readonly models: () => Promise<unknown>,
    private readonly response: DataQueryResponse
  ) {
    super(settings(uid));
  }
  override getResource(...asked: Parameters<DataSourceWithBackend['getResource']>): Promise<never> {
    this.asked.push(asked);
    return this.models() as Promise<never>;
  }
  override query(): Observable<DataQueryResponse> {
    return of(this.response);
  }
}

function install(sources: AnsweringSource[]) {
  setDataSourceSrv({
    getList: () => sources.map((source) => settings(source.uid)),
    get: async (uid: string) => sources.find((source) => source.uid === uid),
  } as unknown as DataSourceSrv);
}

const driftTable: DataQueryResponse = {
  state: LoadingState.Done,
  data: [
    createDataFrame({
      fields: [
        { name: 'feature', type: FieldType.string, values: ['amount', 'age'] },
        { name: 'psi', type: FieldType.number, values: [0.41, 0.01] },
        { name: 'verdict', type: FieldType.string, values: ['drift', 'ok'] },
        { name: 'reason', type: FieldType.string, values: ['PSI 0.41 is above 0.25', ''] },
      ],
    }),
  ],
};

const fraud = async () => [{ id: 'fraud', title: 'Card fraud', owner: 'risk', origin: 'settings' }];

async function show() {
  await act(async () => {
    render(<ModelsPage />);
  });
}

describe('the page of models', () => {
  it('says how each model stands and which feature to look at first', async () => {
    install([new AnsweringSource('a', fraud, driftTable)]);
    await show();
    const section = await screen.findByRole('region', { name: 'Source a' });
    expect(within(section).getByRole('heading', { name: 'Card fraud' })).toBeInTheDocument();
    expect(within(section).getByText('1 Drift')).toBeInTheDocument();
    expect(within(section).getByText('1 OK')).toBeInTheDocument();
    expect(within(section).getByText(/PSI 0.41 is above 0.25/)).toBeInTheDocument();
  });

  it('leads on to Explore with the query it asked, and to the dashboard of that model', async () => {
    install([new AnsweringSource('a', fraud, driftTable)]);
    await show();
    expect(screen.getByRole('link', { name: 'Dashboard' })).toHaveAttribute(
      'href',
      expect.stringContaining('/d/tidemark-model-drift?var-datasource=a&var-model=fraud')
    );
    const explore = new URL(screen.getByRole('link', { name: 'Explore' }).getAttribute('href') ?? '', 'http://x');
    expect(JSON.parse(explore.searchParams.get('panes') ?? '').tidemark.queries[0]).toMatchObject({
      queryType: 'drift',
      model: 'fraud',
    });
  });

  it('shows the reason of a source that fails and leaves the other whole', async () => {
    const refuse = () =>
      Promise.reject({ status: 502, data: { message: 'Prometheus refused: check the password' }, config: {} });
    const bad = new AnsweringSource('bad', refuse, driftTable);
    install([bad, new AnsweringSource('good', fraud, driftTable)]);
    await show();
    expect(await screen.findByText('Prometheus refused: check the password')).toBeInTheDocument();
    // Said in its place, and not once more in a pop-up over it.
    expect(bad.asked).toEqual([['models', undefined, { showErrorAlert: false }]]);
    expect(screen.getByText('1 Drift')).toBeInTheDocument();
  });

  it('shows the error of a query in the words of the backend', async () => {
    const failed: DataQueryResponse = {
      state: LoadingState.Error,
      data: [],
      errors: [{ refId: 'A', message: 'The reference has no data: choose a shorter offset.' }],
    };
    install([new AnsweringSource('a', fraud, failed)]);
    await show();
    expect(screen.getByText('The reference has no data: choose a shorter offset.')).toBeInTheDocument();
  });

  it('says how to begin where there is no data source', async () => {
    install([]);
    await show();
    expect(screen.getByRole('link', { name: /add the data source/i })).toHaveAttribute(
      'href',
      '/connections/datasources/new'
    );
  });

  it('says what to do where a source shows no model', async () => {
    install([new AnsweringSource('a', async () => [], driftTable)]);
    await show();
    expect(await screen.findByText('No model found')).toBeInTheDocument();
  });
});
