import type { PropsWithChildren } from 'react';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { dateTime, type DataSourceInstanceSettings } from '@grafana/data';
import { DataSourceWithBackend, setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import type { ReplayAnswer, ReplayRequest } from '../../model/replay';
import { ReplayPage } from './ReplayPage';

// The page around a plugin belongs to the host, which hands it over through a door that is closed to plugins.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  PluginPage: ({ children }: PropsWithChildren) => <main>{children}</main>,
}));

// jsdom draws nothing; Grafana's comboboxes measure their texts on a canvas.
HTMLCanvasElement.prototype.getContext = (() => ({
  measureText: (text: string) => ({ width: 8 * text.length }),
})) as unknown as HTMLCanvasElement['getContext'];

// Roles of a whole page take jsdom their time.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const START = Date.parse('2026-11-20T00:00:00Z');
const END = START + 24 * HOUR;

const SETTINGS = {
  prometheus: { url: 'http://prometheus:9090' },
  models: [{ id: 'fraud', title: 'Card fraud', owner: 'risk' }],
  teams: [{ id: 'risk', contactPoint: 'risk chat' }],
  alerting: { contactPoints: [{ name: 'risk chat', type: 'slack', url: { env: 'RISK_URL' } }] },
};

/** What the backend would have answered: one feature that drifts from 06:00 to 08:00. */
function answerTo({ from, to, step = 60, rules }: ReplayRequest): ReplayAnswer {
  const first = Math.ceil(from / (step * 1000)) * step * 1000;
  const instants = Array.from(
    { length: Math.floor((to - first) / (step * 1000)) + 1 },
    (_, i) => first + i * step * 1000
  );
  const drifts = (at: number): boolean => at >= START + 6 * HOUR && at < START + 8 * HOUR;
  const labelsOf = (kind: unknown): Readonly<Record<string, string>> =>
    kind === 'drift' ? { model: 'fraud', feature: 'amount' } : { model: 'fraud' };
  const courses = rules.flatMap(({ uid, nodes }) =>
    nodes
      .filter(({ datasourceUid }) => datasourceUid !== '__expr__')
      .map(({ refId, model }) => ({
        id: `${uid} ${refId}`,
        kind: 'answer' as const,
        model,
        range: { from: 21_600, to: 0 },
        instants,
        series: [
          {
            labels: labelsOf(model['queryType']),
            values: instants.map((at) =>
              model['queryType'] === 'drift' && uid.includes('feature_drift')
                ? drifts(at)
                  ? 0.4
                  : 0.05
                : model['queryType'] === 'dataset' && drifts(at)
                  ? 1
                  : 0
            ),
          },
        ],
        errors: [],
      }))
  );
  return {
    from,
    until: to,
    next: null,
    asked: instants.length,
    rules: rules.map(({ uid, nodes }) => ({
      uid,
      step,
      queries: Object.fromEntries(
        nodes.filter(({ datasourceUid }) => datasourceUid !== '__expr__').map(({ refId }) => [refId, `${uid} ${refId}`])
      ),
    })),
    courses,
    firings: [],
    notifications: [],
  };
}

class AnsweringSource extends DataSourceWithBackend {
  readonly asked: ReplayRequest[] = [];
  constructor(
    private readonly answers: (request: ReplayRequest) => Promise<unknown>,
    jsonData: unknown = SETTINGS
  ) {
    super({
      uid: 'tidemark',
      name: 'Tidemark',
      type: 'tidemark-drift-datasource',
      meta: {},
      jsonData,
    } as unknown as DataSourceInstanceSettings);
  }
  override postResource<T>(...[, body]: Parameters<DataSourceWithBackend['postResource']>): Promise<T> {
    this.asked.push(body as ReplayRequest);
    return this.answers(body as ReplayRequest) as Promise<T>;
  }
}

async function show(source: AnsweringSource, jsonData: unknown = SETTINGS): Promise<void> {
  const settings = { uid: 'tidemark', name: 'Tidemark', jsonData } as unknown as DataSourceInstanceSettings;
  setDataSourceSrv({
    getList: () => [settings],
    get: async () => source,
    getInstanceSettings: () => settings,
  } as unknown as DataSourceSrv);
  const range = { from: dateTime(START), to: dateTime(END), raw: { from: dateTime(START), to: dateTime(END) } };
  const nothing = (): void => undefined;
  const time = { range, change: nothing, move: nothing, zoomOut: nothing, refresh: nothing };
  await act(async () => {
    render(<ReplayPage query={{ check: 'feature_drift' }} time={time} />);
  });
}

afterEach(cleanup);

describe('the page of the replay', () => {
  it('says what would have fired, why, and who would have been told', async () => {
    const source = new AnsweringSource(async (request) => answerTo(request));
    await show(source);
    const incidents = await screen.findByRole('region', { name: 'Incidents' });
    const [, row] = within(within(incidents).getByRole('table')).getAllByRole('row');
    expect(row?.textContent).toMatch(/Card fraud/);
    expect(row?.textContent).toMatch(/risk chat/);
    expect(row?.textContent).toMatch(/feature drift \(amount\)/);
    expect(screen.getByRole('img', { name: /highest 0\.4 \(amount\), threshold 0\.25, times fired: 1/ })).toBeTruthy();
    expect(source.asked.every(({ evidence }) => evidence === true)).toBe(true);
  });

  it('says at once, and without asking again, what a suggested threshold costs', async () => {
    const source = new AnsweringSource(async (request) => answerTo(request));
    await show(source);
    await screen.findByRole('region', { name: 'Incidents' });
    const asked = source.asked.length;
    fireEvent.change(screen.getByLabelText('Pages a month, at most'), { target: { value: '0' } });
    fireEvent.click(screen.getByRole('button', { name: 'Suggest a threshold' }));
    expect(screen.getByText('Pages a month at 0.4: 0. Incidents missed: 1, told later: 0, new: 0.')).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'Incidents' })).getByText('missed')).toBeTruthy();
    expect(source.asked).toHaveLength(asked);
    fireEvent.click(screen.getByRole('button', { name: 'As it is' }));
    expect(screen.queryByText('missed')).toBeNull();
  });

  it('says that nothing can be told, and no 0, where too little was answered', async () => {
    const source = new AnsweringSource(async (request) => {
      const answer = answerTo(request);
      return {
        ...answer,
        courses: answer.courses.map((course) => ({
          ...course,
          errors: course.instants
            .slice(1)
            .map((_, at) => ({ at: at + 1, message: 'Prometheus refuses the connection' })),
        })),
      };
    });
    await show(source);
    const sums = await screen.findByRole('region', { name: 'What it comes to' });
    expect(within(sums).getByRole('row', { name: /^As it is/ }).textContent).toBe(
      'As it isThis cannot be told: too little of what the rules ask was answered.'
    );
    screen.getByText('Whether anything would have fired cannot be told.');
    fireEvent.click(screen.getByRole('button', { name: 'Suggest a threshold' }));
    screen.getByText('Too little of what this rule asks was answered, so no threshold can be suggested.');
  });

  it('can be cancelled, and begun again', async () => {
    const source = new AnsweringSource(() => new Promise(() => undefined));
    await show(source);
    expect(
      (await screen.findByRole('progressbar', { name: 'Progress of the replay' })).getAttribute('aria-valuenow')
    ).toBe('0');
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByText('The replay was cancelled')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Replay' }));
    expect(screen.getByRole('progressbar')).toBeTruthy();
  });

  it('says in the words of the backend why it failed', async () => {
    await show(
      new AnsweringSource(() =>
        Promise.reject({
          status: 502,
          statusText: 'Bad Gateway',
          config: {},
          data: { message: 'Prometheus does not answer.' },
        })
      )
    );
    expect(await screen.findByText('Prometheus does not answer.')).toBeTruthy();
  });

  it('says to who may not query the data source that this is why', async () => {
    const denied = { status: 403, statusText: 'Forbidden', config: {}, data: { message: 'Permissions needed' } };
    await show(new AnsweringSource(() => Promise.reject(denied)));
    expect(await screen.findByText('You may not ask this data source')).toBeTruthy();
  });

  it('says which settings the pack lacks', async () => {
    const jsonData = { ...SETTINGS, models: [{ id: 'fraud' }] };
    await show(new AnsweringSource(async (request) => answerTo(request), jsonData), jsonData);
    expect(await screen.findByText(/the model "fraud" has no owner/)).toBeTruthy();
  });
});
