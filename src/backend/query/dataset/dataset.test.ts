import { querySchema, type DriftQuery, type Settings } from '../../../model';
import type { Frame } from '../../frames/frame';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { categorical, numeric, tableUpstream, type Entry } from '../testing/tableUpstream';
import { dataset } from './dataset';

const DAY = 86_400_000;
const NOW = 10 * DAY;
const TODAY = { from: NOW - DAY / 2, to: NOW };
const YESTERDAY = { from: NOW - DAY - DAY / 2, to: NOW - DAY };

const SETTINGS: Settings = {
  models: [
    {
      id: 'fraud',
      features: [
        { name: 'amount', kind: 'numeric', importance: 3 },
        { name: 'age', kind: 'numeric', importance: 1 },
      ],
      reference: { kind: 'offset', offset: '1d' },
      segments: ['country'],
    },
  ],
  profiles: [{ name: 'train', features: [{ name: 'amount', edges: [10, 20], counts: [1000, 1000, 2000] }] }],
};

const entry = (
  feature: string,
  country: string,
  when: typeof TODAY,
  counts: readonly number[],
  version = '7'
): Entry => ({
  metric: 'model_feature',
  feature,
  labels: { model: 'fraud', feature, country, version },
  when,
  observation: numeric([10, 20], counts),
});

/** The amount moves in IN alone; the age stays. Both countries send half of the traffic. */
const ENTRIES: readonly Entry[] = [
  entry('amount', 'DE', YESTERDAY, [500, 500, 1000]),
  entry('amount', 'IN', YESTERDAY, [500, 500, 1000]),
  entry('amount', 'DE', TODAY, [500, 500, 1000]),
  entry('amount', 'IN', TODAY, [1500, 300, 200]),
  entry('age', 'DE', YESTERDAY, [800, 700, 500]),
  entry('age', 'IN', YESTERDAY, [800, 700, 500]),
  entry('age', 'DE', TODAY, [800, 700, 500]),
  entry('age', 'IN', TODAY, [800, 700, 500]),
];

/** Adds what the entries of a feature saw up where the question does not keep them apart, as `sum by` does. */
function summed(entries: readonly Entry[]): ReturnType<typeof tableUpstream> {
  const table = tableUpstream(entries);
  return {
    ...table,
    async distributions(question, range, context) {
      const answer = await table.distributions(question, range, context);
      const rows = new Map<string, (typeof answer.value)[number]>();
      for (const row of answer.value) {
        const key = JSON.stringify([row.feature, row.group]);
        const known = rows.get(key)?.observation;
        const { observation } = row;
        rows.set(
          key,
          known?.kind === 'histogram' && observation.kind === 'histogram' && observation.histogram.kind === 'numeric'
            ? {
                ...row,
                observation: numeric(
                  observation.histogram.edges,
                  observation.histogram.counts.map((count, i) => count + (known.histogram.counts[i] ?? 0))
                ),
              }
            : row
        );
      }
      return { ...answer, value: [...rows.values()] };
    },
  };
}

const ask = (
  query: Partial<DriftQuery> = {},
  {
    entries = ENTRIES,
    events,
    fromAlert = false,
    segments = ['country'],
  }: {
    entries?: readonly Entry[];
    events?: readonly GivenEvent[];
    fromAlert?: boolean;
    segments?: readonly string[];
  } = {}
) =>
  dataset(
    {
      query: querySchema.parse({ queryType: 'dataset', model: 'fraud', ...query }),
      range: TODAY,
      intervalMs: 3_600_000,
      fromAlert,
    },
    {
      instance: {
        settings: { ...SETTINGS, models: SETTINGS.models?.map((model) => ({ ...model, segments: [...segments] })) },
        upstream: summed(entries),
        ...(events === undefined ? {} : { events: tableEvents(events) }),
      },
      signal: new AbortController().signal,
      now: () => NOW,
    }
  );

const column = (frame: Frame | undefined, name: string) => frame?.fields.find((field) => field.name === name)?.values;
const textsOf = (frame: Frame | undefined, name: string): string[] => (column(frame, name) ?? []).map(String);
const numbersOf = (frame: Frame | undefined, name: string): number[] => (column(frame, name) ?? []).map(Number);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('a query of the kind dataset', () => {
  it('says how much of the model has drifted, by number and by importance, and where most of it comes from', async () => {
    const [summary] = await ask({ frames: ['summary'] });
    expect(column(summary, 'drifted_features')).toEqual([1]);
    expect(column(summary, 'features')).toEqual([2]);
    expect(column(summary, 'share')).toEqual([0.5]);
    expect(column(summary, 'weighted_share')).toEqual([0.75]);
    expect(column(summary, 'verdict')).toEqual(['drift']);
    expect(column(summary, 'worst')?.[0]).toMatch(/^amount \(100 %\), most in /);
  });

  it('has one PSI for the model, the mean of the features by importance', async () => {
    const [summary] = await ask({ frames: ['summary'] });
    // amount: p = (.25, .25, .5), q = (.5, .2, .3); age does not move.
    const psi = 0.25 * Math.log(2) - 0.05 * Math.log(0.8) - 0.2 * Math.log(0.6);
    expect(numbersOf(summary, 'model_psi')[0]).toBeCloseTo(0.75 * psi, 12);
  });

  it('splits that number by feature, bin, segment and version, and each split adds up to all of it', async () => {
    const frames = await ask({ frames: ['summary', 'causes', 'features', 'segments', 'versions'] });
    const [summary, causes, features, segments, versions] = frames;
    const [whole = NaN] = numbersOf(summary, 'model_psi');
    for (const frame of [causes, features, segments, versions]) {
      expect(total(numbersOf(frame, 'value'))).toBeCloseTo(whole, 12);
      expect(total(numbersOf(frame, 'share'))).toBeCloseTo(1, 12);
    }
    expect(column(features, 'feature')).toEqual(['amount', 'age']);
    expect(column(causes, 'feature')?.[0]).toBe('amount');
    expect(column(causes, 'segment')?.[0]).toBe('IN');
    expect(column(segments, 'segment')).toEqual(['IN', 'DE']);
    expect(numbersOf(segments, 'share')[0]).toBeCloseTo(1, 9);
    expect(column(versions, 'version')).toEqual(['7']);
  });

  it('names a segment by the labels that its traffic has', async () => {
    const [segments] = await ask({ frames: ['segments'] }, { segments: ['country', 'channel'] });
    expect(column(segments, 'segment')).toEqual(['IN', 'DE']);
  });

  it('takes a stored profile as one whole, against which each segment is held', async () => {
    const [segments] = await ask({
      frames: ['segments'],
      features: ['amount'],
      reference: { kind: 'profile', name: 'train' },
    });
    expect(column(segments, 'segment')).toEqual(['IN', 'DE']);
    expect(numbersOf(segments, 'share')[0]).toBeCloseTo(1, 9);
  });

  it('judges each group of the traffic as a model of its own', async () => {
    const [summary] = await ask({ frames: ['summary'], groupBy: ['country'] });
    expect(column(summary, 'country')).toEqual(['DE', 'IN']);
    expect(column(summary, 'verdict')).toEqual(['ok', 'drift']);
  });

  it('answers a rule one number, with the labels of model and group', async () => {
    const frames = await ask({ groupBy: ['country'] }, { fromAlert: true });
    expect(frames.map(({ fields: [field] }) => [field?.name, field?.labels, field?.values[0]])).toEqual([
      ['weighted_share', { country: 'DE', model: 'fraud', metric: 'weighted_share' }, 0],
      ['weighted_share', { country: 'IN', model: 'fraud', metric: 'weighted_share' }, 0.75],
    ]);
    const [named] = await ask({ metrics: ['drifted_features'] }, { fromAlert: true });
    expect(named?.fields[0]?.values).toEqual([1]);
  });

  it('answers a rule how much moves together, which one feature does not, and how far the worst has gone', async () => {
    const asked = { metrics: ['moved_share', 'worst_feature'] };
    const one = await ask(asked, { fromAlert: true });
    const [, worst] = one.map(({ fields: [field] }) => Number(field?.values[0]));
    expect(one[0]?.fields[0]?.values).toEqual([0]);
    // The amount, as above, without its noise floor of two degrees of freedom.
    const psi = 0.25 * Math.log(2) - 0.05 * Math.log(0.8) - 0.2 * Math.log(0.6);
    expect(worst).toBeCloseTo((psi - 2 * (1 / 4000 + 1 / 4000)) / 0.25, 6);
    const both = ENTRIES.map((entry) =>
      entry.feature === 'age' && entry.when === TODAY
        ? { ...entry, observation: numeric([10, 20], [1200, 600, 200]) }
        : entry
    );
    const [moved] = await ask(asked, { entries: both, fromAlert: true });
    expect(moved?.fields[0]?.values).toEqual([1]);
  });

  it('gives no share where nothing could be judged, and never a zero', async () => {
    const few = ENTRIES.map((one) => ({ ...one, observation: numeric([10, 20], [2, 1, 1]) }));
    const [frame] = await ask({}, { entries: few, fromAlert: true });
    expect(frame?.fields[0]?.values).toEqual([null]);
    const [summary] = await ask({ frames: ['summary'] }, { entries: few });
    expect(column(summary, 'verdict')).toEqual(['insufficient']);
    expect(column(summary, 'drifted_features')).toEqual([null]);
  });

  it('answers the same, window by window', async () => {
    const [series] = await ask({ frames: ['over_time'], window: '1h' });
    const verdicts = column(series, 'verdict') ?? [];
    expect(verdicts.length).toBeGreaterThan(10);
    expect(series?.fields[1]?.labels).toEqual({ model: 'fraud' });
  });

  it('keeps a feature that cannot be compared apart, and says why', async () => {
    const broken: Entry = {
      ...entry('age', 'DE', TODAY, []),
      observation: { kind: 'unusable', message: 'there is no bucket +Inf' },
    };
    const [causes] = await ask(
      { frames: ['causes'] },
      { entries: [...ENTRIES.filter(({ feature }) => feature === 'amount'), broken] }
    );
    expect(new Set(textsOf(causes, 'feature'))).toEqual(new Set(['amount']));
    expect(causes?.meta.notices?.map(({ text }) => text).join()).toMatch(/age.*no bucket \+Inf/);
  });

  it('is refused for rows where there is no log', async () => {
    await expect(ask({ frames: ['multivariate'] })).rejects.toThrow(/set loki\.url/);
    await expect(ask({ frames: ['causs'] })).rejects.toThrow(/no frame "causs"; there is summary, causes/);
  });
});

describe('features looked at together', () => {
  /** Two features that rise together yesterday, and against one another today. */
  const rows: GivenEvent[] = Array.from({ length: 400 }, (_, i) => {
    const today = i >= 200;
    const x = ((i * 37) % 101) / 10;
    const noise = ((i * 61) % 29) / 29;
    return {
      event: 'prediction',
      time: (today ? TODAY.from : YESTERDAY.from) + 1 + (i % 200) * 1000,
      predictionId: `p${i}`,
      features: { amount: x, age: (today ? -x : x) + noise, country: 'DE', ...(i % 50 === 0 ? { gap: null } : {}) },
    };
  });

  it('tell a correlation that turned round, from rows of the log', async () => {
    const [frame] = await ask({ frames: ['multivariate'] }, { events: rows });
    const what = textsOf(frame, 'what');
    const at = what.indexOf('age with amount');
    expect(at).toBeGreaterThanOrEqual(0);
    expect(numbersOf(frame, 'reference')[at]).toBeGreaterThan(0.9);
    expect(numbersOf(frame, 'current')[at]).toBeLessThan(-0.9);
    expect(column(frame, 'verdict')?.[at]).toBe('drift');
    expect(what.slice(0, 2)).toEqual(['all together (reconstruction error)', 'all together (domain classifier)']);
    expect(numbersOf(frame, 'current')[1]).toBeGreaterThan(0.8);
    expect(column(frame, 'verdict')?.[1]).toBe('drift');
  });

  it('say why there is no answer, where one feature alone has numbers', async () => {
    const one = rows.map((row) => ({ ...row, features: { amount: 1 } })) as GivenEvent[];
    const [frame] = await ask({ frames: ['multivariate'] }, { events: one });
    expect(column(frame, 'what')).toEqual([]);
    expect(frame?.meta.notices?.map(({ text }) => text).join()).toMatch(/fewer than two features/);
  });
});

describe('categories', () => {
  it('are a cause like any bin', async () => {
    const entries: Entry[] = [
      {
        metric: 'model_feature_category_total',
        feature: 'channel',
        labels: { model: 'fraud', country: 'DE', version: '7' },
        when: YESTERDAY,
        observation: categorical({ web: 500, app: 500 }),
      },
      {
        metric: 'model_feature_category_total',
        feature: 'channel',
        labels: { model: 'fraud', country: 'DE', version: '7' },
        when: TODAY,
        observation: categorical({ web: 300, app: 300, kiosk: 400 }),
      },
    ];
    const [causes] = await ask({ frames: ['causes'] }, { entries });
    expect(column(causes, 'feature')).toEqual(['channel', 'channel', 'channel']);
    expect(total(numbersOf(causes, 'share'))).toBeCloseTo(1, 12);
  });
});
