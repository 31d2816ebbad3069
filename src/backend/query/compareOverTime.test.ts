import type { DriftQuery, Settings } from '../../model';
import { seeded } from '../../engine';
import { TidemarkError } from '../errors';
import type { Upstream } from '../upstream/upstream';
import { compareOverTime } from './compareOverTime';
import { driftOverTime } from './driftOverTime';
import { numeric, tableUpstream, type Entry } from './testing/tableUpstream';
import { samples } from './testing/values';

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

function ask(
  upstream: Upstream,
  query: Partial<DriftQuery> = {},
  { settings = {}, fromAlert = false, signal = new AbortController().signal, intervalMs = HOUR, over = range } = {} as {
    settings?: Settings;
    fromAlert?: boolean;
    signal?: AbortSignal;
    intervalMs?: number;
    over?: typeof range;
  }
) {
  return compareOverTime(
    {
      query: { queryType: 'drift_over_time', model: 'fraud', scores: ['psi'], ...query } as DriftQuery,
      range: over,
      intervalMs,
      fromAlert,
    },
    { instance: { settings, upstream }, signal, now: () => NOW }
  );
}

const verdicts = ({ series }: Awaited<ReturnType<typeof ask>>) => series[0]?.windows.map(({ verdict }) => verdict);

describe('compareOverTime', () => {
  it('judges each window against the one a day before it', async () => {
    const answer = await ask(tableUpstream(entries));
    expect(answer.series[0]?.windows.map(({ time }) => (time - NOW) / HOUR)).toEqual([-4, -3, -2, -1, 0]);
    expect(verdicts(answer)).toEqual(['ok', 'ok', 'ok', 'drift', 'drift']);
  });

  it('moves with an offset: drift that lasts is calm again once the reference has it, too', async () => {
    expect(verdicts(await ask(tableUpstream(entries), { reference: { kind: 'offset', offset: '1h' } }))).toEqual([
      'ok',
      'ok',
      'ok',
      'drift',
      'ok',
    ]);
  });

  it('stands still with a stretch of time and with a profile', async () => {
    const settings: Settings = {
      profiles: [{ name: 'train', features: [{ name: 'amount', edges: [10, 20, 30], counts: [500, 500, 500, 500] }] }],
    };
    const fixed = { kind: 'range', from: '2026-11-22T00:00:00Z', to: '2026-11-22T12:00:00Z' } as const;
    for (const reference of [fixed, { kind: 'profile', name: 'train' } as const]) {
      const answer = await ask(tableUpstream(entries), { reference }, { settings });
      expect(verdicts(answer)).toEqual(['ok', 'ok', 'ok', 'drift', 'drift']);
    }
  });

  it('rounds the offset up to whole steps, and says so', async () => {
    const answer = await ask(tableUpstream(entries), { reference: { kind: 'offset', offset: '90m' } });
    expect(answer.notices).toEqual(['Compared with 2h earlier instead of 1h30m: windows lie on a grid of 1h.']);
    expect(verdicts(answer)).toEqual(['ok', 'ok', 'ok', 'drift', 'drift']);
  });

  it('tells at each instant what a query at that instant would tell: other instants do not change it', async () => {
    const wide = await ask(tableUpstream(entries));
    const narrow = await ask(tableUpstream(entries), {}, { over: { from: NOW - 1, to: NOW } });
    expect(narrow.series[0]?.windows).toEqual(wide.series[0]?.windows.slice(-1));
  });

  it('has a gap, and no value, where a feature was not seen', async () => {
    const answer = await ask(tableUpstream([entry(calm, NOW - 2 * DAY, NOW - 3 * HOUR), entry(calm, NOW - HOUR, NOW)]));
    expect(answer.series[0]?.windows.map(({ scores }) => scores[0])).toEqual([0, 0, null, null, 0]);
  });

  it('begins where the service began', async () => {
    const settings: Settings = {
      profiles: [{ name: 'train', features: [{ name: 'amount', edges: [10, 20, 30], counts: [500, 500, 500, 500] }] }],
    };
    const answer = await ask(
      tableUpstream([entry(calm, NOW - 2 * HOUR, NOW)]),
      { reference: { kind: 'profile', name: 'train' } },
      { settings }
    );
    expect(answer.series[0]?.windows.map(({ time }) => (time - NOW) / HOUR)).toEqual([-1, 0]);
  });

  it('takes a window of an hour where none is asked for, and never one shorter than the step', async () => {
    const windows = await Promise.all(
      [{ intervalMs: 60_000 }, { intervalMs: 2 * HOUR }].map(
        async (given) => (await ask(tableUpstream(entries), {}, given)).steps.windowMs / HOUR
      )
    );
    expect(windows).toEqual([1, 2]);
    expect((await ask(tableUpstream(entries), { window: '15m' })).steps.windowMs).toBe(15 * 60_000);
  });

  it('says of a feature in no window of which there is an answer, why', async () => {
    const broken = { kind: 'unusable', message: 'there is no +Inf bucket.' } as const;
    const answer = await ask(tableUpstream([...entries, entry(broken, NOW - 2 * DAY, NOW, 'bad')]));
    expect(answer.series.map(({ feature, fault }) => [feature, fault])).toEqual([
      ['amount', undefined],
      ['bad', 'Reference: there is no +Inf bucket.'],
    ]);
    await expect(ask(tableUpstream([entry(broken, NOW - 2 * DAY, NOW, 'bad')]))).rejects.toMatchObject({
      code: 'unusable_data',
    });
  });

  it('keeps a series without values for a feature that is not there, beside those that are', async () => {
    const answer = await ask(tableUpstream(entries), { features: ['amount', 'amuont'] });
    expect(answer.series[1]).toMatchObject({
      feature: 'amuont',
      fault: expect.stringContaining('check its name'),
      windows: answer.series[0]?.windows.map(({ time }) => ({ time, scores: [null], verdict: 'insufficient' })),
    });
  });

  it('refuses more points than Prometheus would answer, and more comparisons than memory holds', async () => {
    const month = { from: NOW - 30 * DAY, to: NOW };
    await expect(ask(tableUpstream(entries), {}, { over: month, intervalMs: 1_000 })).rejects.toMatchObject({
      code: 'bad_query',
      message: expect.stringContaining('2592001 points of this time range, and 11000 are the most'),
    });
    const many = Array.from({ length: 30 }, (_, i) => entry(calm, NOW - 40 * DAY, NOW, `feature_${i}`));
    await expect(ask(tableUpstream(many), {}, { over: month, intervalMs: 600_000 })).rejects.toMatchObject({
      code: 'bad_query',
      message: expect.stringContaining('30 features and groups at 4321 points are 129630 comparisons'),
    });
  });

  it('answers an alert rule with a null where nothing is seen now', async () => {
    const answer = await ask(tableUpstream([entry(calm, NOW - 2 * DAY, NOW - 6 * HOUR)]), {}, { fromAlert: true });
    expect(answer.series[0]?.windows).toMatchObject([{ time: NOW, verdict: 'insufficient', scores: [null] }]);
  });

  it('says what is missing as a query of one window does', async () => {
    await expect(ask(tableUpstream([]))).rejects.toMatchObject({ code: 'no_current_data' });
    await expect(ask(tableUpstream(entries), { features: ['amuont'] })).rejects.toMatchObject({
      code: 'unknown_feature',
      message: expect.stringContaining('"amount"'),
    });
    await expect(ask(tableUpstream([entry(calm, NOW - 5 * HOUR, NOW)]))).rejects.toMatchObject({
      code: 'no_reference_data',
    });
  });

  it('ends with its request in the middle of the work', async () => {
    const many = Array.from({ length: 100 }, (_, i) => entry(calm, NOW - 40 * DAY, NOW, `feature_${i}`));
    const controller = new AbortController();
    const asked = ask(
      tableUpstream(many),
      {},
      { over: { from: NOW - 30 * DAY, to: NOW }, intervalMs: HOUR, signal: controller.signal }
    );
    setTimeout(() => controller.abort(new TidemarkError('cancelled', 'gone')), 20);
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** Each hour another mix, as traffic has: far more than chance gives, and nothing that anybody would call drift. */
function wandering(hours: number, until: number): Entry[] {
  const random = seeded(9);
  return Array.from({ length: hours }, (_, i) => {
    const end = until - i * HOUR;
    const mix = [1, 1, 1, 1].map(() => Math.round(2500 * (1 + 0.5 * random())));
    return entry(numeric([10, 20, 30], mix), end - HOUR, end);
  });
}

describe('a verdict by the history of the reference', () => {
  const wild = [...wandering(80, NOW - 2 * HOUR), entry(moved, NOW - 2 * HOUR, NOW)];
  const byHistory = { calibrate: 'history', reference: { kind: 'offset', offset: '1d' } } as const;

  it('is calm where hours differ by themselves, and sees what none of them was like', async () => {
    expect(verdicts(await ask(tableUpstream(wild), { scores: ['psi'], alpha: 0.05 }))).toContain('ok');
    const answer = await ask(tableUpstream(wild), { scores: ['psi'], ...byHistory });
    expect(verdicts(answer)).toEqual(['ok', 'ok', 'ok', 'drift', 'drift']);
    expect(answer.series[0]?.windows.at(-1)).toMatchObject({
      reason: expect.stringMatching(
        /^PSI [\d.]+ is unusual among the 40 windows of the reference, whose usual value is/
      ),
      pAdjusted: 1 / 41,
      limit: expect.any(Number),
    });
    expect(answer.notices.join()).toMatch(/how unusual PSI is among up to 40 windows of 1h of the reference/);
  });

  it('reaches back until there are windows enough, and takes a fixed time as it is', async () => {
    const upstream = tableUpstream(wild);
    await ask(upstream, byHistory);
    expect(upstream.asked.map(({ range: asked }) => (asked.to - asked.from) / HOUR)).toContain(39);
    const fixed = { kind: 'range', from: '2026-11-22T00:00:00Z', to: '2026-11-22T06:00:00Z' } as const;
    const answer = await ask(upstream, { calibrate: 'history', reference: fixed });
    expect(verdicts(answer)).toEqual(Array.from({ length: 5 }, () => 'insufficient'));
    expect(answer.series[0]?.windows[0]?.reason).toMatch(
      /Too little history: 6 windows can show nothing at 0.05; 19 can/
    );
  });

  it('says of many features together when the history is too short for one of them to stand out', async () => {
    const many = Array.from({ length: 10 }, (_, i) => wild.map((one) => ({ ...one, feature: `f${i}` }))).flat();
    const calmTwin = many.filter(({ feature, when }) => feature === 'f0' || (when?.to ?? 0) <= NOW - 2 * HOUR);
    const later = wandering(2, NOW).flatMap((one) =>
      Array.from({ length: 9 }, (_, i) => ({ ...one, feature: `f${i + 1}` }))
    );
    const { series } = await ask(tableUpstream([...calmTwin, ...later]), byHistory);
    expect(series[0]?.windows.at(-1)).toMatchObject({
      verdict: 'insufficient',
      reason: expect.stringMatching(/too few to be sure of it among 10 asked together: 199 are enough/),
    });
  });

  it('is refused of a profile, which has no windows', async () => {
    const settings: Settings = {
      profiles: [{ name: 'train', features: [{ name: 'amount', edges: [10], counts: [5, 5] }] }],
    };
    await expect(
      ask(tableUpstream(entries), { calibrate: 'history', reference: { kind: 'profile', name: 'train' } }, { settings })
    ).rejects.toThrow(/calibrate: a stored profile has no windows of its own/);
  });

  it('gives a detector what is normal, so that four hours are enough to find when it began', async () => {
    const { changes } = await ask(tableUpstream(wild), { ...byHistory, detector: 'cusum' });
    expect(changes?.changes.map(({ onset }) => (onset - NOW) / HOUR)).toEqual([-2]);
  });
});

describe('scores on single values over time', () => {
  const random = seeded(6);
  const hour = (end: number, shift: number): Entry => ({
    ...entry(samples(Array.from({ length: 60 }, () => random() + shift)), end - HOUR, end),
  });
  const hours = Array.from({ length: 52 }, (_, i) => hour(NOW - i * HOUR, i < 2 ? 0.5 : 0));
  const source = { upstream: 'prometheus', kind: 'gauge', metric: 'model_feature', featureLabel: 'feature' } as const;

  it('are those of each window against its own reference', async () => {
    const { model: _, ...query } = { model: undefined, scores: ['ks_exact', 'psi'] as const };
    const answer = await compareOverTime(
      {
        query: { queryType: 'drift_over_time', source, ...query } as unknown as DriftQuery,
        range,
        intervalMs: HOUR,
        fromAlert: false,
      },
      {
        instance: { settings: {}, upstream: tableUpstream(hours) },
        signal: new AbortController().signal,
        now: () => NOW,
      }
    );
    const gaps = answer.series[0]?.windows.map(({ scores: [gap = null] }) => gap ?? NaN) ?? [];
    expect(gaps).toHaveLength(5);
    expect(Math.max(...gaps.slice(0, 3))).toBeLessThan(0.3);
    expect(Math.min(...gaps.slice(3))).toBeGreaterThan(0.4);
  });
});

describe('what a query over time answers', () => {
  const wild = [...wandering(80, NOW - 2 * HOUR), entry(moved, NOW - 2 * HOUR, NOW)];
  const frames = (query: Partial<DriftQuery>, fromAlert = false) =>
    driftOverTime(
      {
        query: {
          queryType: 'drift_over_time',
          model: 'fraud',
          scores: ['psi'],
          calibrate: 'history',
          detector: 'cusum',
          ...query,
        } as DriftQuery,
        range,
        intervalMs: HOUR,
        fromAlert,
      },
      {
        instance: { settings: {}, upstream: tableUpstream(wild) },
        signal: new AbortController().signal,
        now: () => NOW,
      }
    );

  it('as tables are the windows, and the changes with where each began', async () => {
    const [windows, changes] = await frames({ format: 'table', hysteresis: {} });
    expect(windows?.fields.map(({ name }) => name)).toEqual([
      ...['time', 'feature', 'psi', 'verdict', 'window_verdict', 'reason', 'p_adjusted', 'usual', 'limit'],
    ]);
    expect(changes?.name).toBe('score_changes');
    const value = (name: string) => changes?.fields.find((field) => field.name === name)?.values[0];
    expect([value('feature'), value('direction'), value('onset')]).toEqual(['amount', 'up', NOW - 2 * HOUR]);
  });

  it('as lines says in words what the detector found', async () => {
    const [lines] = await frames({});
    expect((lines?.meta.notices ?? []).map(({ text }) => text).join('\n')).toMatch(
      /amount: PSI rose, from about 2026-11-23T10:00Z on: CUSUM/
    );
  });

  it('for a rule is how often each score has changed', async () => {
    const all = await frames({}, true);
    expect(all.map(({ fields: [field] }) => [field?.name, field?.values, field?.labels])).toEqual([
      ['changes', [1], { metric: 'changes', model: 'fraud', feature: 'amount', score: 'psi' }],
    ]);
  });
});
