import type { PropsWithChildren } from 'react';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import {
  createDataFrame,
  dateTime,
  FieldType,
  LoadingState,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import { config, DataSourceWithBackend, setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { of, type Observable } from 'rxjs';
import { FleetPage } from './FleetPage';
import { forgetKnown } from './judgeFleet';

// The page around a plugin belongs to the host, which hands it over through a door that is closed to plugins.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  PluginPage: ({ children }: PropsWithChildren) => <main>{children}</main>,
}));

// jsdom draws nothing; Grafana's comboboxes measure their texts on a canvas.
HTMLCanvasElement.prototype.getContext = (() => ({
  measureText: (text: string) => ({ width: 8 * text.length }),
})) as unknown as HTMLCanvasElement['getContext'];

const settings = (uid: string) =>
  ({
    uid,
    name: `Source ${uid}`,
    type: 'tidemark-drift-datasource',
    meta: {},
    jsonData: {},
  }) as unknown as DataSourceInstanceSettings;

type Verdicts = Readonly<Record<string, string>>;

/** A data source that answers from the edge of the network inwards: what the backend would have sent. */
class AnsweringSource extends DataSourceWithBackend {
  readonly asked: unknown[] = [];
  constructor(
    uid: string,
    private readonly models: () => Promise<unknown>,
    private readonly verdicts: Verdicts = {}
  ) {
    super(settings(uid));
  }
  override getResource(...asked: Parameters<DataSourceWithBackend['getResource']>): Promise<never> {
    this.asked.push(asked);
    return this.models() as Promise<never>;
  }
  override query(request: DataQueryRequest): Observable<DataQueryResponse> {
    return of({
      state: LoadingState.Done,
      data: request.targets.map((target) => {
        const { refId, model } = target as typeof target & { model: string };
        return createDataFrame({
          refId,
          name: 'summary',
          fields: refId.startsWith('data')
            ? [
                { name: 'features', type: FieldType.number, values: [2] },
                { name: 'verdict', type: FieldType.string, values: [this.verdicts[model] ?? 'ok'] },
                { name: 'reason', type: FieldType.string, values: ['PSI 0.41 is above 0.25'] },
                { name: 'worst', type: FieldType.string, values: ['amount (71 %)'] },
              ]
            : [],
        });
      }),
    });
  }
}

function install(...sources: AnsweringSource[]) {
  setDataSourceSrv({
    getList: () => sources.map((source) => settings(source.uid)),
    get: async (uid: string) => sources.find((source) => source.uid === uid),
  } as unknown as DataSourceSrv);
}

const fleet = async () => [
  { id: 'eta', title: 'Arrival', owner: 'logistics', origin: 'settings' },
  { id: 'fraud', title: 'Card fraud', owner: 'risk', origin: 'settings' },
];

async function show(query: Readonly<Record<string, string>> = {}) {
  const to = dateTime('2026-11-25T12:00:00Z');
  const from = dateTime('2026-11-24T12:00:00Z');
  const nothing = () => undefined;
  const range = { from, to, raw: { from, to } };
  await act(async () => {
    render(
      <FleetPage query={query} time={{ range, change: nothing, move: nothing, zoomOut: nothing, refresh: nothing }} />
    );
  });
  // Until all has been asked: how long that takes is the machine's affair.
  await waitFor(
    () => {
      expect(screen.queryByText('Asking the data sources for their models')).toBeNull();
      expect(screen.queryByLabelText('Judging the models')).toBeNull();
    },
    { timeout: 60_000 }
  );
}

const titles = () => screen.getAllByRole('rowheader').map((header) => within(header).getByRole('link').textContent);

// What a model was on an earlier visit is shown at once.
beforeEach(forgetKnown);

describe('the fleet', () => {
  it('puts the model in trouble first, and says why and whose it is', async () => {
    install(new AnsweringSource('a', fleet, { fraud: 'drift' }));
    await show();
    expect(titles()).toEqual(['Card fraud', 'Arrival']);
    const [first] = screen.getAllByRole('rowheader');
    expect(first).toHaveTextContent('risk');
    expect(first).toHaveTextContent('Data: amount (71 %)');
    expect(screen.getByRole('link', { name: 'Data: Drift. PSI 0.41 is above 0.25' })).toHaveAttribute(
      'href',
      expect.stringMatching(/\/model\/fraud\?var-datasource=a&from=\d+&to=\d+#data$/)
    );
    expect(screen.getByText(/1 of 2 models need a look/)).toBeInTheDocument();
  });

  it('shows the models of one team where the address names one', async () => {
    install(new AnsweringSource('a', fleet));
    await show({ 'var-team': 'logistics' });
    expect(titles()).toEqual(['Arrival']);
  });

  it('says that no model fits a filter', async () => {
    install(new AnsweringSource('a', fleet));
    await show({ filter: 'zzz' });
    expect(screen.getByText('No model fits this filter')).toBeInTheDocument();
  });

  it('shows the reason of a source that fails and leaves the other whole', async () => {
    const refuse = () =>
      Promise.reject({ status: 502, data: { message: 'Prometheus refused: check the password' }, config: {} });
    const bad = new AnsweringSource('bad', refuse);
    install(bad, new AnsweringSource('good', fleet));
    await show();
    expect(screen.getByText('Prometheus refused: check the password')).toBeInTheDocument();
    // Said in its place, and not once more in a pop-up over it.
    expect(bad.asked).toEqual([['models', undefined, { showErrorAlert: false }]]);
    expect(titles()).toEqual(['Arrival', 'Card fraud']);
  });

  it('never says that nothing needs a look where nobody could be asked, and says why', async () => {
    const why = 'Prometheus refuses the connection';
    const source = new AnsweringSource('a', fleet);
    source.query = () => of({ state: LoadingState.Error, data: [], errors: [{ message: why }] });
    install(source);
    await show();
    expect(screen.getByText(/2 of 2 cannot be judged in full/)).toBeInTheDocument();
    expect(screen.queryByText(/None of 2/)).toBeNull();
    expect(screen.getAllByRole('rowheader')[0]).toHaveTextContent(why);
  });

  it('leads to the check list of the one source that shows no model', async () => {
    install(new AnsweringSource('a', fleet), new AnsweringSource('empty', async () => []));
    await show({ 'var-datasource': 'empty' });
    expect(screen.getByRole('link', { name: 'Set up' })).toHaveAttribute(
      'href',
      expect.stringContaining('/setup?var-datasource=empty')
    );
  });

  it('says how to begin where there is no data source, to whoever may begin', async () => {
    install();
    const { user } = config.bootData;
    const before = user.permissions;
    user.permissions = { 'datasources:create': true };
    await show();
    expect(screen.getByRole('link', { name: /add the data source/i })).toHaveAttribute(
      'href',
      '/connections/datasources/new'
    );
    cleanup();
    user.permissions = {};
    await show();
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.getByText(/ask an administrator/)).toBeInTheDocument();
    user.permissions = before ?? {};
  });

  it('leads to the check list where a source shows no model', async () => {
    install(new AnsweringSource('a', async () => []));
    await show();
    expect(screen.getByText('No model found')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Set up' })).toHaveAttribute('href', expect.stringContaining('/setup'));
  });
});
