import type { DriftQuery, Settings } from '../../model';
import { compare } from './compare';
import { compareOverTime } from './compareOverTime';
import type { QueryRequest } from './request';
import { numeric, tableUpstream, type CounterEntry, type Entry } from './testing/tableUpstream';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const range = { from: NOW - HOUR, to: NOW };
const past = { from: NOW - 3 * DAY, to: NOW - 12 * HOUR };
const today = { from: NOW - 12 * HOUR, to: NOW };

const observed: readonly Entry[] = ['amount', 'age'].map((feature) => ({
  metric: 'model_feature',
  feature,
  observation: numeric([10, 20], [300, 300, 300]),
}));
const missing = (feature: string, count: number, when: CounterEntry['when'] = today): CounterEntry => ({
  metric: 'model_feature_missing_total',
  feature,
  count,
  ...(when === undefined ? {} : { when }),
});
const counted = [missing('amount', 100, past), missing('amount', 300)];

const settings: Settings = { models: [{ id: 'fraud', selector: {} }] };
const request = (query: Partial<DriftQuery>): QueryRequest => ({
  query: { queryType: 'drift', model: 'fraud', scores: ['missing_rate'], ...query } as DriftQuery,
  range,
  intervalMs: HOUR,
  fromAlert: false,
});
const context = (upstream: ReturnType<typeof tableUpstream>, given = settings) => ({
  instance: { settings: given, upstream },
  signal: new AbortController().signal,
  now: () => range.to,
});

async function rates(counters: readonly CounterEntry[], query: Partial<DriftQuery> = {}, given = settings) {
  const { rows, notices } = await compare(request(query), context(tableUpstream(observed, { counters }), given));
  const byFeature = rows.map(({ feature, assessment: { scores } }) => {
    const answer = scores.missing_rate;
    return [feature, answer?.ok === true ? answer.value.value : answer?.reason] as const;
  });
  return { notices, ...(Object.fromEntries(byFeature) as Record<'amount' | 'age', number | string | undefined>) };
}

describe('missing values', () => {
  it('are counted beside the bins: 100 of 1000 rows then, 300 of 1200 now', async () => {
    expect(await rates(counted)).toMatchObject({ amount: 300 / 1200 - 100 / 1000, age: 'needs_missing' });
  });

  it('are asked for only where a score needs them, one question a side', async () => {
    const asked = async (scores: DriftQuery['scores']) => {
      const upstream = tableUpstream(observed, { counters: counted });
      await compare(request({ scores }), context(upstream));
      return upstream.asked.filter(({ question }) => question.source.metric === 'model_feature_missing_total').length;
    };
    expect([await asked(['psi', 'ks']), await asked(['psi', 'missing_rate'])]).toEqual([0, 2]);
  });

  it('were none where a counter has come into being since, and that is said', async () => {
    const { amount, notices } = await rates([missing('amount', 100)]);
    expect(amount).toBe(0.1);
    expect(notices).toEqual([expect.stringMatching(/^amount: only one side has the counter/)]);
  });

  it('are no zero where nobody counts them: what to name, and where, is said', async () => {
    const { amount, notices } = await rates([]);
    expect(amount).toBe('needs_missing');
    expect(notices).toEqual([expect.stringMatching(/no series model_feature_missing_total.*metrics\.featureMissing/)]);
  });

  it('are read under the name that the model maps', async () => {
    const named: Settings = { models: [{ id: 'fraud', selector: {}, metrics: { featureMissing: 'nulls' } }] };
    const counters = counted.map((counter) => ({ ...counter, metric: 'nulls' }));
    expect(await rates(counters, {}, named)).toMatchObject({ amount: 0.15 });
  });

  it('are compared with those of a profile', async () => {
    const stored: Settings = {
      ...settings,
      profiles: [
        { name: 'train', features: [{ name: 'amount', edges: [10, 20], counts: [300, 300, 300], missing: 0 }] },
      ],
    };
    const query = { reference: { kind: 'profile', name: 'train' } } as const;
    expect(await rates(counted, query, stored)).toMatchObject({ amount: 0.25 });
    expect(await rates([], query, stored)).toMatchObject({ amount: 'needs_missing' });
  });

  it('are those of each group', async () => {
    const labels = [{ country: 'DE' }, { country: 'FR' }];
    const upstream = tableUpstream(
      labels.flatMap((group) => observed.map((entry) => ({ ...entry, labels: group }))),
      { counters: labels.flatMap((group, i) => counted.map((entry) => ({ ...entry, count: i * 100, labels: group }))) }
    );
    const query = { groupBy: ['country'], features: ['amount'] };
    const { rows } = await compare(request(query), context(upstream));
    expect(rows.map(({ pair }) => pair.ok && pair.value.missing)).toEqual([
      { reference: 0, current: 0 },
      { reference: 100, current: 100 },
    ]);
  });

  it('are compared window by window with those a day before, and with those of a fixed stretch of time', async () => {
    const over = async (reference: NonNullable<DriftQuery['reference']>) => {
      const asked = { ...request({ queryType: 'drift_over_time', reference, features: ['amount'] }) };
      const upstream = tableUpstream(observed, { counters: counted });
      const { series } = await compareOverTime(
        { ...asked, range: { from: NOW - 13 * HOUR, to: NOW } },
        context(upstream)
      );
      return series[0]?.windows.map(({ scores }) => scores[0]);
    };
    const change = 300 / 1200 - 100 / 1000;
    const expected = [0, 0, ...Array.from({ length: 12 }, () => change)];
    expect(await over({ kind: 'offset', offset: '1d' })).toEqual(expected);
    const [from, to] = [new Date(past.from).toISOString(), new Date(past.to).toISOString()];
    expect(await over({ kind: 'range', from, to })).toEqual(expected);
  });
});

describe('the range of a feature', () => {
  it('is that of the settings, and what lies outside is counted', async () => {
    const known: Settings = {
      models: [{ id: 'fraud', selector: {}, features: [{ name: 'amount', kind: 'numeric', range: [0, 20] }] }],
    };
    const { rows } = await compare(request({ scores: ['out_of_range'] }), context(tableUpstream(observed), known));
    const answers = rows.map(({ feature, assessment }) => [feature, assessment.scores.out_of_range]);
    expect(answers).toMatchObject([
      ['age', { reason: 'needs_range' }],
      ['amount', { ok: true, value: { value: 1 / 3 } }],
    ]);
  });
});
