import { querySchema, type DriftQuery, type Settings } from '../../../model';
import type { Frame } from '../../frames/frame';
import type { FieldValue } from '../../upstream/events';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { numeric, tableUpstream, type CounterEntry, type Entry } from '../testing/tableUpstream';
import { quality } from './quality';
import { judgeFreshness, judgeVolume } from './volume';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 20 * DAY;
const TODAY = { from: NOW - HOUR, to: NOW };

const SETTINGS: Settings = {
  models: [
    {
      id: 'fraud',
      features: [
        { name: 'amount', kind: 'numeric', range: [0, 100] },
        { name: 'country', kind: 'categorical', categories: ['DE', 'FR'] },
      ],
      reference: { kind: 'offset', offset: '1d' },
    },
  ],
  profiles: [{ name: 'train', features: [{ name: 'country', categories: { DE: 10, FR: 10 } }] }],
};

type Features = Readonly<Record<string, FieldValue>>;

/** A thousand predictions an hour, each hour of the last eight days; `change` makes those of the last hour. */
function stream(change: (features: Features, i: number) => Features | undefined, perHour = 200): GivenEvent[] {
  const events: GivenEvent[] = [];
  for (let hour = 0; hour < 8 * 24; hour++) {
    for (let i = 0; i < perHour; i++) {
      const usual: Features = {
        amount: i % 100,
        country: i % 2 === 0 ? 'DE' : 'FR',
        channel: i % 3 === 0 ? 'web' : 'app',
      };
      const features = hour === 0 ? change(usual, i) : usual;
      if (features !== undefined) {
        events.push({
          event: 'prediction',
          time: NOW - hour * HOUR - (i * HOUR) / perHour,
          predictionId: `p${hour}-${i}`,
          features,
        });
      }
    }
  }
  return events;
}

const ask = (
  events: readonly GivenEvent[] | undefined,
  query: Partial<DriftQuery> = {},
  {
    fromAlert = false,
    entries = [],
    counters = [],
    settings = SETTINGS,
    range = TODAY,
  }: {
    fromAlert?: boolean;
    entries?: readonly Entry[];
    counters?: readonly CounterEntry[];
    settings?: Settings;
    range?: typeof TODAY;
  } = {}
) =>
  quality(
    {
      query: querySchema.parse({ queryType: 'quality', model: 'fraud', ...query }),
      range,
      intervalMs: HOUR,
      fromAlert,
    },
    {
      instance: {
        settings,
        upstream: tableUpstream(entries, { counters }),
        ...(events === undefined ? {} : { events: tableEvents(events, { batch: 500 }) }),
      },
      signal: new AbortController().signal,
      now: () => NOW,
    }
  );

const column = (frame: Frame | undefined, name: string) => frame?.fields.find((field) => field.name === name)?.values;

/** The row of a feature (or check), by column. */
function rowOf(frame: Frame | undefined, name: string): Readonly<Record<string, unknown>> {
  const at = (frame?.fields[0]?.values as readonly unknown[] | undefined)?.indexOf(name) ?? -1;
  return Object.fromEntries((frame?.fields ?? []).map((field) => [field.name, field.values[at]]));
}

describe('a query of the kind quality', () => {
  it('finds nothing where nothing has changed', async () => {
    const [summary, checks, schema] = await ask(stream((features) => features));
    expect(column(summary, 'verdict')).toEqual(['ok', 'ok', 'ok']);
    expect(column(checks, 'check')).toEqual(['volume', 'freshness', 'duplicates', 'unreadable', 'schema']);
    expect(column(checks, 'verdict')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(column(schema, 'field')).toEqual([]);
  });

  it('counts values that are missing: absent, null or no number', async () => {
    const events = stream((features, i) =>
      i % 10 === 0 ? { ...features, amount: null } : i % 10 === 1 ? { country: features['country'] ?? null } : features
    );
    const [summary] = await ask(events, { frames: ['summary'] });
    expect(rowOf(summary, 'amount')).toMatchObject({
      rows: 200,
      missing: 40,
      missing_rate: 0.2,
      reference_missing_rate: 0,
      verdict: 'drift',
      reason: '20 % of 200 rows come without a value, and 0 % in the reference.',
    });
    expect(rowOf(summary, 'channel')).toMatchObject({ missing: 20, verdict: 'drift' });
    expect(rowOf(summary, 'country')).toMatchObject({ missing: 0, verdict: 'ok' });
  });

  it('counts values outside the range of the settings, and has no such number without a range', async () => {
    const [summary] = await ask(
      stream((features, i) => ({ ...features, amount: i % 5 === 0 ? -1 : 50 })),
      { frames: ['summary'] }
    );
    expect(rowOf(summary, 'amount')).toMatchObject({ out_of_range: 40, verdict: 'drift' });
    expect(rowOf(summary, 'country')).toMatchObject({ out_of_range: null });
  });

  it('counts categories that neither the settings nor the reference know', async () => {
    const [summary] = await ask(
      stream((features, i) => ({
        ...features,
        country: i % 4 === 0 ? 'XX' : 'DE',
        channel: i % 4 === 0 ? 'kiosk' : 'web',
      })),
      { frames: ['summary'] }
    );
    expect(rowOf(summary, 'country')).toMatchObject({ new_categories: 50, verdict: 'drift' });
    expect(rowOf(summary, 'channel')).toMatchObject({ new_categories: 50, verdict: 'drift' });
    expect(rowOf(summary, 'amount')).toMatchObject({ new_categories: null });
  });

  it('counts values of another type than the reference has: a text for a number', async () => {
    const [summary] = await ask(
      stream((features, i) => ({
        ...features,
        amount: i % 4 === 0 ? String(features['amount']) : (features['amount'] ?? 0),
      })),
      { frames: ['summary'] }
    );
    expect(rowOf(summary, 'amount')).toMatchObject({ wrong_type: 50, verdict: 'drift', missing: 0 });
  });

  it('leaves what chance gives, and what is too small to matter, in peace', async () => {
    // One missing of 200 is half a point: real or not, below the warning.
    const [summary] = await ask(
      stream((features, i) => (i === 7 ? { ...features, amount: null } : features)),
      { frames: ['summary'] }
    );
    expect(rowOf(summary, 'amount')).toMatchObject({ missing: 1, verdict: 'ok' });
  });

  it('counts a line that repeats a prediction once, and tells how many do', async () => {
    const events = stream((features) => features);
    const again = events.filter(({ time }) => time > TODAY.from).slice(0, 20);
    const [summary, checks] = await ask([...events, ...again], { frames: ['summary', 'checks'] });
    expect(rowOf(summary, 'amount')).toMatchObject({ rows: 200 });
    expect(rowOf(checks, 'duplicates')).toMatchObject({ value: 20 / 220, verdict: 'drift' });
  });

  it('tells fields that appear and disappear', async () => {
    const [checks, schema] = await ask(
      stream(({ amount = null, country = null }) => ({ amount, country, device: 'x' })),
      { frames: ['checks', 'schema'] }
    );
    expect(column(schema, 'field')).toEqual(['channel', 'device']);
    expect(column(schema, 'change')).toEqual(['disappeared', 'appeared']);
    expect(rowOf(checks, 'schema')).toMatchObject({ value: 2, verdict: 'warning' });
  });

  it('looks at nothing that the settings keep private, says so, and calls none of it missing', async () => {
    const settings = { ...SETTINGS, privateFields: ['features.country'] };
    const events = stream((features) => features);
    const [summary] = await ask(events, { frames: ['summary'] }, { settings });
    expect(column(summary, 'feature')).toEqual(['amount', 'channel']);
    expect(summary?.meta.notices?.map(({ text }) => text)).toEqual([
      'country: kept private by the settings, and not looked at.',
    ]);
    const rates = await ask(events, { metrics: ['missing_rate'] }, { settings, fromAlert: true });
    expect(rates.map(({ fields: [field] }) => field?.labels?.['feature'])).toEqual(['amount', 'channel']);
  });

  it('tells other fields of the line that appear and disappear, by their paths', async () => {
    const events = stream((features) => features).map((event) =>
      event.event !== 'prediction'
        ? event
        : event.time > TODAY.from
          ? { ...event, latencyMs: 12 }
          : { ...event, confidence: 0.9 }
    );
    const [schema] = await ask(events, { frames: ['schema'] });
    expect(schema?.fields.slice(0, 2).map(({ values }) => values)).toEqual([
      ['confidence', 'latency_ms'],
      ['disappeared', 'appeared'],
    ]);
  });

  it('holds the volume of an hour against that hour of the days before', async () => {
    const [checks, volume] = await ask(
      stream((features, i) => (i % 4 === 0 ? features : undefined)),
      { frames: ['checks', 'volume'], window: '1h' }
    );
    expect(rowOf(checks, 'volume')).toMatchObject({ value: 50, usual: 200, verdict: 'drift' });
    expect(column(volume, 'verdict')?.at(-1)).toBe('drift');
  });

  it('answers a rule two numbers, and others where it names them', async () => {
    const events = stream((features, i) => ({ ...features, amount: i % 5 === 0 ? -1 : null }));
    const usual = await ask(events, {}, { fromAlert: true });
    expect(usual.map(({ fields: [field] }) => [field?.name, field?.labels, field?.values[0]])).toEqual([
      ['failing_features', { model: 'fraud', metric: 'failing_features' }, 1],
      ['volume_ratio', { model: 'fraud', metric: 'volume_ratio' }, 1],
    ]);
    const named = await ask(events, { metrics: ['missing_rate', 'out_of_range_rate'] }, { fromAlert: true });
    expect(named.map(({ fields: [field] }) => [field?.name, field?.labels?.['feature'], field?.values[0]])).toEqual([
      ['missing_rate', 'amount', 0.8],
      ['missing_rate', 'channel', 0],
      ['missing_rate', 'country', 0],
      ['out_of_range_rate', 'amount', 1],
    ]);
  });

  it('compares categories with a stored profile, and says what that cannot tell', async () => {
    const [summary] = await ask(
      stream((features, i) => ({ ...features, country: i % 4 === 0 ? 'XX' : 'DE' })),
      { frames: ['summary'], reference: { kind: 'profile', name: 'train' }, features: ['country'] }
    );
    expect(rowOf(summary, 'country')).toMatchObject({ new_categories: 50, verdict: 'drift' });
    expect(summary?.meta.notices?.map(({ text }) => text).join()).toMatch(/profile has no rows/);
  });

  it('says where to look when nothing was logged, now or before', async () => {
    await expect(ask([])).rejects.toThrow(/No prediction of fraud .*{model="fraud",event="prediction"}/);
  });

  it('has no number for failing features where nothing could be judged', async () => {
    const few = stream((features) => features).filter(({ time }) => time <= TODAY.from);
    const [frame] = await ask(few, { metrics: ['failing_features'] }, { fromAlert: true });
    expect(frame?.fields[0]?.values).toEqual([null]);
  });
});

describe('quality without a log', () => {
  const seen = (when: { from: number; to: number }, counts: readonly number[]): Entry => ({
    metric: 'model_feature',
    feature: 'amount',
    labels: { model: 'fraud' },
    when,
    observation: numeric([0, 50, 100], counts),
  });
  const YESTERDAY = { from: TODAY.from - DAY, to: TODAY.to - DAY };
  const entries = [seen(YESTERDAY, [0, 500, 500, 0]), seen(TODAY, [0, 350, 350, 100])];
  const counters: CounterEntry[] = [
    { metric: 'model_feature_missing_total', feature: 'amount', labels: { model: 'fraud' }, when: TODAY, count: 200 },
    { metric: 'model_feature_missing_total', feature: 'amount', labels: { model: 'fraud' }, when: YESTERDAY, count: 0 },
  ];

  it('is taken from counters, and says what these cannot tell', async () => {
    const [summary] = await ask(undefined, {}, { entries, counters });
    expect(rowOf(summary, 'amount')).toMatchObject({
      rows: 1000,
      missing: 200,
      out_of_range: 100,
      wrong_type: null,
      verdict: 'drift',
    });
    expect(summary?.meta.notices?.map(({ text }) => text).join()).toMatch(/reads no log/);
  });

  /** So many predictions in each window of a day, one day after the other up to today. */
  const predictions = (perDay: readonly number[]): readonly CounterEntry[] =>
    perDay.map((count, i) => {
      const before = (perDay.length - 1 - i) * DAY;
      return {
        metric: 'model_predictions_total',
        feature: 'legit',
        labels: { model: 'fraud' },
        when: { from: TODAY.from - before, to: TODAY.to - before },
        count,
      };
    });

  it('holds the volume of the counter of predictions against the same hour of the days before', async () => {
    const more = { entries, counters: [...counters, ...predictions([90, 100, 110, 100, 30])] };
    const [summary, checks, volume] = await ask(undefined, {}, more);
    expect([summary?.name, checks?.name, volume?.name]).toEqual(['summary', 'checks', 'volume']);
    expect(column(checks, 'check')).toEqual(['volume']);
    expect(rowOf(checks, 'volume')).toMatchObject({ value: 30, usual: 100, verdict: 'drift' });
    expect(column(volume, 'rows')?.at(-1)).toBe(30);
    expect(summary?.meta.executedQueryString).toContain('# volume, with the week before');
    const [frame] = await ask(undefined, { metrics: ['volume_ratio'] }, { ...more, fromAlert: true });
    expect(frame?.fields[0]?.values).toEqual([0.3]);
  });

  it('says so where no counter tells the volume, and that it cannot know how old the last prediction is', async () => {
    const [summary, checks] = await ask(undefined, {}, { entries, counters });
    const said = summary?.meta.notices?.map(({ text }) => text).join(' ');
    expect(said).toMatch(/no counter model_predictions_total/);
    expect(said).toMatch(/how old the last prediction is/);
    expect(column(checks, 'check')).toEqual([]);
    const [frame] = await ask(undefined, { metrics: ['volume_ratio'] }, { entries, counters, fromAlert: true });
    expect(frame?.fields[0]?.values).toEqual([null]);
  });

  it('tells a rule since when rows are lacking, and nothing where none are', async () => {
    const each = (count: number, from: number, to: number): CounterEntry => ({
      metric: 'model_predictions_total',
      feature: 'legit',
      labels: { model: 'fraud' },
      when: { from, to },
      count,
    });
    const asked = { metrics: ['volume_cause'] };
    const lastDay = { from: TODAY.to - DAY, to: TODAY.to };
    const told = async (counters: readonly CounterEntry[]) => {
      const [frame] = await ask(undefined, asked, { entries: [], counters, fromAlert: true, range: lastDay });
      return [frame?.fields[0]?.values[0], frame?.fields[0]?.labels?.['since']];
    };
    const began = TODAY.to - 3 * HOUR;
    const before = each(100, TODAY.to - 8 * DAY, began);
    const [lacking, since] = await told([before, each(20, began, TODAY.to)]);
    expect(Number(lacking)).toBeCloseTo(0.8, 9);
    const near = [-HOUR / 2, 0, HOUR / 2].map((away) => new Date(began + away).toISOString().slice(11, 13));
    expect(near).toContain(/^about .* (\d\d):\d\d UTC$/.exec(String(since))?.[1]);
    expect(await told([before, each(95, began, TODAY.to)])).toEqual([null, undefined]);
  });

  it('tells a rule that nothing comes any more, though there is no feature to compare then', async () => {
    const counters = predictions([90, 100, 110, 100, 0]);
    const volume = { metrics: ['volume_ratio', 'volume_at_most'] };
    const answer = await ask(undefined, volume, { entries: [], counters, fromAlert: true });
    const [ratio, atMost] = answer.map(({ fields: [field] }) => field?.values[0]);
    expect(ratio).toBe(0);
    // Of a mean of seven, none comes once in a thousand times: 7 of the 90 of the quietest day.
    expect(Number(atMost)).toBeCloseTo(7 / 90, 1);
  });

  it('is refused for what needs a log', async () => {
    await expect(ask(undefined, { frames: ['schema'] }, { entries, counters })).rejects.toThrow(
      /"schema".*set loki\.url/
    );
  });
});

describe('what is usual', () => {
  it('is a volume within twice and half of the days before', () => {
    expect(judgeVolume(100, [90, 100, 110])).toMatchObject({ usual: 100, verdict: 'ok' });
    expect(judgeVolume(60, [90, 100, 110])).toMatchObject({ verdict: 'warning' });
    expect(judgeVolume(40, [90, 100, 110])).toMatchObject({ verdict: 'drift' });
    expect(judgeVolume(230, [90, 100, 110])).toMatchObject({ verdict: 'drift' });
    expect(judgeVolume(40, [90, 100])).toMatchObject({ verdict: 'insufficient' });
    expect(judgeVolume(40, [])).toMatchObject({ usual: undefined, verdict: 'insufficient' });
  });

  it('is a gap that a constant rate gives now and then', () => {
    expect(judgeFreshness(5_000, 3_600, HOUR)).toMatchObject({ verdict: 'ok' });
    expect(judgeFreshness(100_000, 3_600, HOUR)).toMatchObject({ verdict: 'warning' });
    expect(judgeFreshness(1_000_000, 2_000, HOUR)).toMatchObject({ verdict: 'drift' });
    expect(judgeFreshness(1_000_000, 3, HOUR)).toMatchObject({ verdict: 'insufficient' });
  });
});
