import { seeded } from '../../engine/testing/random';
import { querySchema, settingsSchema, type DriftQuery, type LogSource } from '../../model';
import { compare } from './compare';
import type { LoggedComparison } from '../upstream/logged/subject';
import { compareOverTime } from './compareOverTime';
import { distribution } from './distribution';
import type { QueryContext } from './request';
import { tableEvents, type GivenEvent } from './testing/tableEvents';
import { numeric, tableUpstream } from './testing/tableUpstream';

const HOUR_MS = 3_600_000;
const NOW = 100 * HOUR_MS;
const RANGE = { from: NOW - HOUR_MS, to: NOW };

/** An hour of predictions a day ago, and one of today in which amounts have moved. */
function log(): readonly GivenEvent[] {
  const random = seeded(3);
  return [0, 24 * HOUR_MS].flatMap((ago) =>
    Array.from({ length: 2_000 }, (_, i): GivenEvent => ({
      event: 'prediction',
      time: NOW - ago - i * 1_000,
      predictionId: `${ago}-${i}`,
      prediction: random() < 0.1 ? 'fraud' : 'legit',
      confidence: 0.5 + random() / 2,
      features: {
        amount: ago === 0 ? 50 + 100 * random() : 100 * random(),
        age: i % 10 === 0 ? null : Math.floor(80 * random()),
        country: ['DE', 'FR'][i % 2] ?? '',
      },
    }))
  );
}

const MODELS = [
  {
    id: 'fraud',
    task: 'binary',
    features: [
      { name: 'amount', kind: 'numeric' },
      { name: 'age', kind: 'numeric' },
      { name: 'country', kind: 'categorical' },
    ],
    reference: { kind: 'offset', offset: '1d' },
  },
];

function context(settings: object, events = tableEvents(log())): QueryContext {
  return {
    instance: {
      settings: settingsSchema.parse({ models: MODELS, ...settings }),
      upstream: tableUpstream([
        { metric: 'model_feature', feature: 'amount', labels: { model: 'fraud' }, observation: numeric([1], [5, 5]) },
      ]),
      events,
    },
    signal: new AbortController().signal,
    now: () => NOW,
  };
}

const LOKI = { loki: { url: 'http://loki:3100' } };
const BOTH = { ...LOKI, prometheus: { url: 'http://prometheus:9090' } };

const request = (query: Partial<DriftQuery> & object) => ({
  query: querySchema.parse({ queryType: 'drift', scores: ['psi', 'missing_rate'], ...query }),
  range: RANGE,
  intervalMs: 600_000,
  fromAlert: false,
});

describe('features that stand in the log', () => {
  it('are compared where the data source has nothing but a log, and what the model answered as well', async () => {
    const { rows, notices, executed } = await compare(request({ model: 'fraud' }), context(LOKI));
    expect(rows.map(({ feature, assessment }) => [feature, assessment.verdict])).toEqual([
      ['age', 'ok'],
      ['amount', 'drift'],
      ['confidence', 'ok'],
      ['country', 'ok'],
      ['prediction', 'ok'],
    ]);
    const age = rows.find(({ feature }) => feature === 'age');
    expect(age?.assessment).toMatchObject({ referenceCount: 1_800, currentCount: 1_800 });
    expect(age?.assessment.scores.missing_rate).toMatchObject({ ok: true });
    expect(age?.pair).toMatchObject({ value: { missing: { reference: 200, current: 200 } } });
    expect(notices).toEqual([]);
    expect(executed).toMatch(/# current: .*\nall of prediction\n# reference: .*\nall of prediction/s);
  });

  it('are read where the query, or else the model says so, and in Prometheus where neither does', async () => {
    const features = async (query: object, settings: object = BOTH) =>
      (await compare(request({ model: 'fraud', ...query }), context(settings))).rows.map(({ feature }) => feature);
    expect(await features({})).toEqual(['amount']);
    expect(await features({ upstream: 'loki' })).toContain('confidence');
    const models = [{ ...MODELS[0], upstream: 'loki' }];
    expect(await features({}, { ...BOTH, models })).toContain('confidence');
    expect(await features({ upstream: 'prometheus' }, { ...BOTH, models })).toEqual(['amount']);
    expect(await features({ upstream: 'loki', features: ['amount', '/^conf/'] })).toEqual(['amount', 'confidence']);
  });

  it('are kept apart by the names of a group, and picked by filters', async () => {
    const asked = request({
      model: 'fraud',
      features: ['amount'],
      groupBy: ['country'],
      filters: { prediction: 'legit' },
    });
    const { rows } = await compare(asked, context(LOKI));
    expect(rows.map(({ group, assessment }) => [group['country'], assessment.verdict])).toEqual([
      ['DE', 'drift'],
      ['FR', 'drift'],
    ]);
    expect(rows.every(({ assessment }) => assessment.currentCount < 1_000)).toBe(true);
  });

  it('are compared in windows, each with its own hour of the day before', async () => {
    const asked = request({
      queryType: 'drift_over_time',
      model: 'fraud',
      features: ['amount', 'country'],
      window: '20m',
    });
    const { series } = await compareOverTime(asked, context(LOKI));
    const [amount, country] = series;
    expect(amount?.windows.length).toBeGreaterThan(2);
    expect(amount?.windows.every(({ verdict }) => verdict === 'drift')).toBe(true);
    expect(country?.windows.every(({ verdict }) => verdict === 'ok')).toBe(true);
  });

  it('are opened once for all parts of an answer, for as much as any of them asks', async () => {
    const opened: LoggedComparison[] = [];
    const events = {
      ...tableEvents(log()),
      features: {
        open: (comparison: LoggedComparison): Promise<never> => {
          opened.push(comparison);
          return Promise.reject(new Error('seen'));
        },
      },
    };
    const asked = request({
      queryType: 'distribution',
      model: 'fraud',
      frames: ['distribution', 'over_time'],
      window: '20m',
    });
    await expect(distribution(asked, context(LOKI, events))).rejects.toThrow('seen');
    const windowMs = HOUR_MS / 3;
    expect(opened).toMatchObject([
      { overTime: true, current: { range: { from: RANGE.from - windowMs, to: RANGE.to } } },
    ]);
  });

  it('can be any fields of any lines', async () => {
    const source: LogSource = {
      upstream: 'loki',
      selector: '{app="scoring"}',
      fields: ['features.amount', 'confidence'],
      categoryFields: ['features.country'],
    };
    const { rows, resolved } = await compare(
      request({ source, reference: { kind: 'offset', offset: '1d' } }),
      context(LOKI)
    );
    expect(resolved.model).toBeUndefined();
    expect(rows.map(({ feature, assessment }) => [feature, assessment.verdict])).toEqual([
      ['confidence', 'ok'],
      ['features.amount', 'drift'],
      ['features.country', 'ok'],
    ]);
    const wrong = { ...source, selector: '{app=scoring}' };
    await expect(compare(request({ source: wrong }), context(LOKI))).rejects.toMatchObject({
      code: 'bad_query',
      message: expect.stringContaining('source.selector'),
    });
  });

  it('are hinted at where Prometheus has nothing and a log might', async () => {
    const nothing = { ...context(BOTH), instance: { ...context(BOTH).instance, upstream: tableUpstream([]) } };
    await expect(compare(request({ model: 'fraud' }), nothing)).rejects.toMatchObject({
      message: expect.stringMatching(/set upstream to loki/),
    });
    const { events: _, ...noLog } = context({}).instance;
    const without = { ...context({}), instance: { ...noLog, upstream: tableUpstream([]) } };
    await expect(compare(request({ model: 'fraud' }), without)).rejects.not.toMatchObject({
      message: expect.stringMatching(/upstream to loki/),
    });
    await expect(compare(request({ model: 'fraud', upstream: 'loki' }), without)).rejects.toMatchObject({
      code: 'no_log',
      message: expect.stringContaining('loki.url'),
    });
  });

  it('are nothing where the log holds nothing, and the log says why', async () => {
    const empty = { ...tableEvents([]), explain: async () => 'No stream has model="fraud": there is "fraude".' };
    await expect(compare(request({ model: 'fraud' }), context(LOKI, empty))).rejects.toMatchObject({
      code: 'no_current_data',
      message: expect.stringMatching(/\{model="fraud",event="prediction",role!="shadow"\}.*there is "fraude"\.$/),
    });
  });
});
