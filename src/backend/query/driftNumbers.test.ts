import { querySchema, type DriftQuery, type Settings } from '../../model';
import type { Frame } from '../frames/frame';
import { dataset } from './dataset/dataset';
import { drift } from './drift';
import type { Handler } from './request';
import { categorical, numeric, tableUpstream, type CounterEntry, type Entry } from './testing/tableUpstream';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-26T12:00:00Z');
const SETTINGS: Settings = {
  models: [{ id: 'fraud', reference: { kind: 'offset', offset: '7d' } }],
};

interface Stretch {
  readonly from: number;
  readonly to: number;
}
const ALWAYS: Stretch = { from: NOW - 30 * DAY, to: NOW };
const BEFORE: Stretch = { from: NOW - 30 * DAY, to: NOW - 3 * HOUR };
const SINCE: Stretch = { from: NOW - 3 * HOUR, to: NOW };

const entry = (feature: string, when: Stretch, observation: Entry['observation']): Entry => ({
  metric: feature === 'country' ? 'model_feature_category_total' : 'model_feature',
  feature,
  labels: { model: 'fraud' },
  when,
  observation,
});

const ENTRIES: readonly Entry[] = [
  entry('amount', BEFORE, numeric([10, 20, 50], [600, 3000, 1200, 200])),
  entry('amount', SINCE, numeric([10, 20, 50], [600, 1000, 1200, 2200])),
  entry('age', ALWAYS, numeric([30, 60], [1000, 2000, 1000])),
  // As far as the amount, on a handful of rows.
  entry('rare', BEFORE, numeric([1], [5, 5])),
  entry('rare', SINCE, numeric([1], [8, 2])),
  entry('country', BEFORE, categorical({ DE: 3000, FR: 2000 })),
  entry('country', SINCE, categorical({ DE: 2600, FR: 1700, XK: 600, QQ: 100 })),
];

async function ask(
  handler: Handler,
  query: Partial<DriftQuery>,
  {
    entries = ENTRIES,
    counters = [],
    now = NOW,
  }: { entries?: readonly Entry[]; counters?: readonly CounterEntry[]; now?: number } = {}
): Promise<{ readonly frames: readonly Frame[]; readonly asked: number }> {
  const upstream = tableUpstream(entries, { counters });
  const frames = await handler(
    {
      query: querySchema.parse({ queryType: handler === drift ? 'drift' : 'dataset', model: 'fraud', ...query }),
      range: { from: now - 6 * HOUR, to: now },
      intervalMs: 1000,
      fromAlert: true,
    },
    { instance: { settings: SETTINGS, upstream }, signal: new AbortController().signal, now: () => now }
  );
  return { frames, asked: upstream.asked.length };
}

interface Told {
  readonly value: unknown;
  readonly labels: Readonly<Record<string, string>>;
}
function told({ frames }: { readonly frames: readonly Frame[] }, feature?: string): Told | undefined {
  const field = frames.map(({ fields: [first] }) => first).find((one) => one?.labels?.['feature'] === feature);
  return field === undefined ? undefined : { value: field.values[0], labels: field.labels ?? {} };
}

describe('what is left of a quality that drift does not explain, for a rule', () => {
  const scores = ['missing_rate', 'new_categories'] as const;
  const left = async (metric: string, entries: readonly Entry[]) =>
    told(
      await ask(drift, { scores: ['new_categories'], metrics: [metric], features: ['country'] }, { entries }),
      'country'
    )?.value;

  it('is nothing of new categories of a feature that has drifted, whose alert names them', async () => {
    expect(await left('effect', ENTRIES)).toBeCloseTo(0.14, 2);
    expect(await left('unexplained', ENTRIES)).toBe(0);
  });

  it('is all of them where so few are no drift yet', async () => {
    const few = [
      entry('country', BEFORE, categorical({ DE: 30, FR: 20 })),
      entry('country', SINCE, categorical({ DE: 296, FR: 197, XK: 7 })),
    ];
    expect(await left('unexplained', few)).toBe(await left('effect', few));
  });

  it('is asked for without another question to the upstream than that of the rule on drift', async () => {
    const once = await ask(drift, { scores: [...scores], metrics: ['unexplained'], features: ['country'] });
    expect(once.frames.map(({ fields: [field] }) => field?.labels?.['score'])).toEqual([...scores]);
  });
});

describe('the cause of drift, for a rule', () => {
  it('names the bins that carry it, with both shares, and since when', async () => {
    const answer = await ask(drift, { scores: ['psi'], metrics: ['cause'] });
    const cause = told(answer, 'amount');
    expect(cause?.labels).toEqual({
      model: 'fraud',
      feature: 'amount',
      score: 'psi',
      bins: '> 50 (44 %, after 4 %) and 10 – 20 (20 %, after 60 %)',
      since: 'about 26 Nov 09:00 UTC',
    });
    expect(cause?.value).toBeCloseTo(1, 6);
  });

  it('says the names of categories that were never seen', async () => {
    const answer = await ask(drift, { scores: ['psi'], metrics: ['cause'], features: ['country'] });
    expect(told(answer, 'country')?.labels['bins']).toMatch(/^XK, QQ \(never seen before\) \(14 %, after 0 %\)/);
  });

  it('has the labels of the score and no more where nothing has moved, and asks for no history then', async () => {
    const quiet = await ask(drift, { scores: ['psi'], metrics: ['cause'], features: ['age'] });
    expect(told(quiet, 'age')).toEqual({ value: null, labels: { model: 'fraud', feature: 'age', score: 'psi' } });
    const scores = await ask(drift, { scores: ['psi'], features: ['age'] });
    expect(quiet.asked).toBe(scores.asked);
  });

  it('says before when it must have begun, where it lasts for longer than is looked back', async () => {
    const long = [
      entry('amount', { from: NOW - 30 * DAY, to: NOW - 3 * DAY }, numeric([10], [600, 600])),
      entry('amount', { from: NOW - 3 * DAY, to: NOW }, numeric([10], [200, 1000])),
    ];
    const answer = await ask(drift, { scores: ['psi'], metrics: ['cause'] }, { entries: long });
    expect(told(answer, 'amount')?.labels['since']).toBe('before 25 Nov 11:00 UTC');
  });

  it('says of a whole model which features have moved the most, how, and since when', async () => {
    const cause = told(await ask(dataset, { metrics: ['cause'] }));
    expect(cause?.labels).toEqual({
      model: 'fraud',
      metric: 'cause',
      features: 'amount and country',
      bins: 'amount: > 50 (44 %, after 4 %) and 10 – 20 (20 %, after 60 %)',
      since: 'about 26 Nov 09:00 UTC',
    });
  });
});

describe('the effect of drift, for a rule', () => {
  it('is the score without what chance gives, nothing where chance explains it, and null on a handful of rows', async () => {
    const answer = await ask(drift, { scores: ['psi'], metrics: ['effect'] });
    expect(told(answer, 'amount')?.value).toBeGreaterThan(1);
    expect(told(answer, 'age')).toEqual({ value: 0, labels: { model: 'fraud', feature: 'age', score: 'psi' } });
    expect(told(answer, 'rare')?.value).toBeNull();
  });

  it('is how far a share has risen, where that is no chance', async () => {
    const missing = (feature: string, when: Stretch, count: number): CounterEntry => ({
      metric: 'model_feature_missing_total',
      feature,
      labels: { model: 'fraud' },
      when,
      count,
    });
    const counters = [
      missing('amount', BEFORE, 50),
      missing('amount', SINCE, 500),
      missing('age', BEFORE, 40),
      missing('age', SINCE, 44),
    ];
    const answer = await ask(drift, { scores: ['missing_rate'], metrics: ['effect'] }, { counters });
    expect(told(answer, 'amount')?.value).toBeCloseTo(500 / 5500 - 50 / 5050, 9);
    expect(told(answer, 'age')?.value).toBe(0);
  });
});
