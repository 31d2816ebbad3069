import {
  createDataFrame,
  dateTime,
  FieldType,
  LoadingState,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import { DataSourceWithBackend, setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { of, type Observable } from 'rxjs';
import type { FleetModel } from './fleetModel';
import { forgetKnown, judgeFleet } from './judgeFleet';
import { WAITING, type Standing } from './standing';

const SETTINGS = { uid: 'a', name: 'A', type: 'tidemark-drift-datasource', meta: {}, jsonData: {} };
const source = SETTINGS as unknown as DataSourceInstanceSettings;

/** Answers at once, and keeps what it was asked: a list of models for each request, with the kind of question. */
class RecordingSource extends DataSourceWithBackend {
  readonly asked: Array<{ readonly kind: string; readonly models: readonly string[] }> = [];
  /** The kinds of query of each request. */
  readonly together: Array<ReadonlySet<string | undefined>> = [];
  readonly kinds = new Set<string | undefined>();
  constructor() {
    super(source);
  }
  override query(request: DataQueryRequest): Observable<DataQueryResponse> {
    const targets = request.targets as unknown as ReadonlyArray<{ readonly refId: string; readonly model: string }>;
    this.together.push(new Set(request.targets.map(({ queryType }) => queryType)));
    request.targets.forEach(({ queryType }) => this.kinds.add(queryType));
    const kind = targets[0]?.refId.replace(/\d+$/, '') ?? '';
    this.asked.push({ kind, models: [...new Set(targets.map(({ model }) => model))] });
    return of({
      state: LoadingState.Done,
      data: targets.map(({ refId }) =>
        createDataFrame({
          refId,
          name: 'summary',
          fields: [{ name: 'verdict', type: FieldType.string, values: ['ok'] }],
        })
      ),
    });
  }
}

const MODELS = Array.from({ length: 40 }, (_, i): FleetModel => ({
  key: `k${i}`,
  source,
  model: { id: `m${i}`, title: `M ${i}`, origin: 'settings' },
}));
const KEYS = MODELS.map(({ key }) => key);
const [from, to] = [dateTime('2026-11-24T12:00:00Z'), dateTime('2026-11-25T12:00:00Z')];
const RANGE = { from, to, raw: { from: 'now-24h', to: 'now' } };

beforeEach(forgetKnown);

/** Until it holds, and a moment longer, in which whatever is one too many would come. */
async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !holds() && Date.now() < end;) {
    await new Promise((done) => setTimeout(done, 5));
  }
  await new Promise((done) => setTimeout(done, 20));
}

async function judge(
  inSight: readonly string[],
  {
    shown = KEYS,
    anew = false,
    models = MODELS,
  }: { readonly shown?: readonly string[]; readonly anew?: boolean; readonly models?: readonly FleetModel[] } = {}
) {
  const answering = new RecordingSource();
  setDataSourceSrv({ get: async () => answering } as unknown as DataSourceSrv);
  let open = NaN;
  const told = new Map<string, Standing>();
  const judging = judgeFleet({
    models,
    shown,
    range: RANGE,
    anew,
    onChange: (key, change) => told.set(key, change(told.get(key) ?? WAITING)),
    onOpen: (count) => {
      open = count;
    },
  });
  judging.look(inSight);
  await until(() => open === 0);
  judging.stop();
  const of = (kind: string) => answering.asked.filter((one) => one.kind === kind).flatMap(({ models }) => models);
  return { asked: answering.asked, together: answering.together, kinds: answering.kinds, of, open, told };
}

describe('judging a fleet', () => {
  it('asks first about what is in sight, and about all others many at a time', async () => {
    const { asked, of, open } = await judge(['k30', 'k31']);
    expect(asked[0]).toEqual({ kind: 'data', models: ['m30', 'm31'] });
    expect([...of('data')].sort()).toEqual(MODELS.map(({ model }) => model.id).sort());
    expect(asked.filter(({ kind }) => kind === 'data').length).toBeLessThan(6);
    expect(open).toBe(0);
  });

  it('lets nothing that metrics answer wait for a log', async () => {
    const { together } = await judge(['k30', 'k31']);
    const ofMetrics = together.filter((kinds) => kinds.has('drift'));
    expect(ofMetrics.length).toBeGreaterThan(0);
    expect(ofMetrics.flatMap((kinds) => [...kinds].filter((kind) => kind !== 'drift' && kind !== 'dataset'))).toEqual(
      []
    );
    const firstOfLog = together.findIndex((kinds) => kinds.has('pipeline'));
    expect(together.findIndex((kinds) => kinds.has('performance'))).toBeGreaterThan(firstOfLog);
  });

  it('asks day by day only about what is in sight', async () => {
    const { of } = await judge(['k30', 'k31']);
    expect(of('days')).toEqual(['m30', 'm31']);
  });

  it('asks what takes long first about what is in sight, and in the end about all', async () => {
    const { of } = await judge(['k30', 'k31']);
    expect(of('model').slice(0, 2)).toEqual(['m30', 'm31']);
    expect(of('model')).toHaveLength(40);
  });

  it.each([
    ['many models by the last hours, and says so', 21, 'In the last 6 hours.'],
    ['few by the whole range, as their own pages do', 20, undefined],
  ])('judges outputs of %s', async (_, count, said) => {
    const whys: string[] = [];
    let open = NaN;
    const answering = new RecordingSource();
    setDataSourceSrv({ get: async () => answering } as unknown as DataSourceSrv);
    const judging = judgeFleet({
      models: MODELS.slice(0, count),
      shown: KEYS,
      range: RANGE,
      anew: true,
      onChange: (_, change) => {
        const { output, data } = change(WAITING).lights;
        whys.push(...[output, data].flatMap((light) => (light.state === 'judged' ? [light.why] : [])));
      },
      onOpen: (count) => {
        open = count;
      },
    });
    judging.look(KEYS);
    await until(() => open === 0);
    judging.stop();
    const shortened = whys.filter((why) => why.includes('In the last'));
    expect(shortened).toHaveLength(said === undefined ? 0 : count);
    expect(shortened.every((why) => why.includes(said ?? ''))).toBe(true);
    expect(whys.length).toBeGreaterThan(count);
  });

  it('asks nothing about models that a filter leaves out', async () => {
    const { of } = await judge(['k3'], { shown: ['k3', 'k4'] });
    expect([of('data'), of('model')]).toEqual([
      ['m3', 'm4'],
      ['m3', 'm4'],
    ]);
  });

  it('asks nothing that was answered a moment ago, unless somebody wants to know it anew', async () => {
    await judge(KEYS.slice(0, 2));
    expect((await judge(KEYS.slice(0, 2))).asked).toEqual([]);
    expect((await judge(KEYS.slice(0, 2), { anew: true })).of('data')).toHaveLength(40);
  });

  it('asks a data source without a log nothing that only a log can answer, and says so in its place', async () => {
    const withoutLog = { ...SETTINGS, jsonData: { prometheus: { url: 'http://prometheus' } } };
    const models = MODELS.slice(0, 1).map((model) => ({
      ...model,
      source: withoutLog as unknown as DataSourceInstanceSettings,
    }));
    const { kinds, told } = await judge(['k0'], { models });
    expect([...kinds].sort()).toEqual(['dataset', 'drift', 'models', 'performance']);
    const why = 'This data source reads no log of predictions.';
    expect(told.get('k0')?.lights).toMatchObject({ pipeline: { state: 'none', why }, output: { state: 'none', why } });
  });
});
