import type { DriftQuery, Settings } from '../../model';
import type { FeatureLog } from '../upstream/logged/subject';
import type { Upstream } from '../upstream/upstream';
import { countWindows } from './countWindows';
import { distribution } from './distribution';
import { tableEvents } from './testing/tableEvents';
import { categorical, numeric, tableUpstream, type Entry } from './testing/tableUpstream';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const range = { from: NOW - 4 * HOUR, to: NOW };

const calm = numeric([10, 20, 30], [2500, 2500, 2500, 2500]);
const moved = numeric([10, 20, 30], [500, 1000, 3500, 5000]);
const entry = (observation: Entry['observation'], from: number, to: number, feature = 'amount'): Entry => ({
  metric: 'model_feature',
  feature,
  labels: { model: 'fraud' },
  observation,
  when: { from, to },
});

/** Calm for two days, moved in the last two hours. */
const entries = [entry(calm, NOW - 2 * DAY, NOW - 2 * HOUR), entry(moved, NOW - 2 * HOUR, NOW)];

function request(query: Partial<DriftQuery>, over = range) {
  return {
    query: { queryType: 'distribution', model: 'fraud', scores: ['psi'], window: '1h', ...query } as DriftQuery,
    range: over,
    intervalMs: 1_000,
    fromAlert: false,
  };
}

function context(upstream: Upstream, settings: Settings = {}) {
  return { instance: { settings, upstream }, signal: new AbortController().signal, now: () => NOW };
}

const ask = (upstream: Upstream, query: Partial<DriftQuery> = {}, over = range) =>
  countWindows(request({ reference: { kind: 'offset', offset: '1d' }, ...query }, over), context(upstream));

describe('countWindows', () => {
  it('counts each window on the bins of the reference', async () => {
    const { features } = await ask(tableUpstream(entries));
    expect(
      features[0]?.windows.map(({ time, cells }) => [(time - NOW) / HOUR, cells.map(({ current }) => current)])
    ).toEqual([
      [-3, [2500, 2500, 2500, 2500]],
      [-2, [2500, 2500, 2500, 2500]],
      [-1, [500, 1000, 3500, 5000]],
      [0, [500, 1000, 3500, 5000]],
    ]);
  });

  it('keeps a window in which nothing was seen, with nothing in it', async () => {
    const { features } = await ask(
      tableUpstream([entry(calm, NOW - 2 * DAY, NOW - 3 * HOUR), entry(calm, NOW - HOUR, NOW)])
    );
    expect(features[0]?.windows.map(({ cells }) => cells.reduce((sum, { current }) => sum + current, 0))).toEqual([
      10_000, 0, 0, 10_000,
    ]);
  });

  it('has a bin for new categories in every window, once one of them has some', async () => {
    const known = categorical({ card: 600, cash: 400 });
    const withNew = categorical({ card: 500, cash: 300, crypto: 200 });
    const { features } = await ask(
      tableUpstream(
        [entry(known, NOW - 2 * DAY, NOW - HOUR, 'method'), entry(withNew, NOW - HOUR, NOW, 'method')].map((each) => ({
          ...each,
          metric: 'model_feature_category_total',
        }))
      )
    );
    expect(features[0]?.windows.map(({ cells }) => cells.map(({ current }) => current))).toEqual([
      [600, 400, 0],
      [600, 400, 0],
      [600, 400, 0],
      [500, 300, 200],
    ]);
  });

  it('asks for all windows of all features in one question, and for the reference in another', async () => {
    const upstream = tableUpstream([...entries, ...entries.map((each) => ({ ...each, feature: 'age' }))]);
    const overTime = jest.spyOn(upstream, 'distributionsOverTime');
    const once = jest.spyOn(upstream, 'distributions');
    const { features } = await ask(upstream);
    expect(features.map(({ feature }) => feature)).toEqual(['age', 'amount']);
    const metrics = (calls: ReadonlyArray<readonly unknown[]>) => calls.length;
    // A model has two sources: its histogram, and its counter of categories.
    expect([metrics(overTime.mock.calls), metrics(once.mock.calls)]).toEqual([2, 2]);
  });

  it('says which features, windows and range to change where the picture would be too large', async () => {
    const wide = numeric(
      Array.from({ length: 999 }, (_, edge) => edge),
      Array.from({ length: 1000 }, () => 1)
    );
    const many = Array.from({ length: 10 }, (_, i) => entry(wide, NOW - 2 * DAY, NOW, `f${i}`));
    await expect(ask(tableUpstream(many), { window: '5m' }, { from: NOW - 24 * HOUR, to: NOW })).rejects.toThrow(
      '10 features and groups in 288 windows of 5m have more than 200000 bins in all: name fewer features, choose a longer window, or a shorter range.'
    );
  });

  it('fails as any comparison does where there is no reference', async () => {
    await expect(ask(tableUpstream([entry(calm, NOW - 4 * HOUR, NOW)]))).rejects.toThrow(/reference/i);
  });
});

describe('the query kind', () => {
  const names = async (frames?: readonly string[]) => {
    const query = { reference: { kind: 'offset', offset: '1d' } as const, ...(frames && { frames: [...frames] }) };
    return (await distribution(request(query), context(tableUpstream(entries)))).map(({ name }) => name);
  };

  it('answers windows only where they are asked for', async () => {
    expect(await names()).toEqual(['distribution']);
    expect(await names(['over_time'])).toEqual(['over_time']);
    expect(await names(['distribution', 'over_time'])).toEqual(['distribution', 'over_time']);
  });

  it('looks at a log once for all of its frames', async () => {
    const logged = tableUpstream(entries.map((one) => ({ ...one, metric: '', labels: { app: 'x' } })));
    let opened = 0;
    const features: FeatureLog = {
      open: async () => {
        opened += 1;
        return { upstream: logged, binned: false, why: async () => undefined };
      },
    };
    const asked = request({
      source: { upstream: 'loki', selector: '{app="x"}', fields: ['amount'] },
      model: undefined,
      reference: { kind: 'offset', offset: '1d' },
      frames: ['distribution', 'over_time'],
    });
    const { instance, ...rest } = context(tableUpstream([]));
    const events = Object.assign(tableEvents([]), { features });
    const frames = await distribution(asked, { instance: { ...instance, events }, ...rest });
    expect(frames.map(({ name }) => name)).toEqual(['distribution', 'over_time']);
    expect(opened).toBe(1);
  });

  it('says which frames there are', async () => {
    await expect(names(['summary'])).rejects.toThrow('there is distribution, over_time');
  });
});
