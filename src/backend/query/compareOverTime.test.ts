import type { DriftQuery, Settings } from '../../model';
import { TidemarkError } from '../errors';
import type { Upstream } from '../upstream/upstream';
import { compareOverTime } from './compareOverTime';
import { numeric, tableUpstream, type Entry } from './testing/tableUpstream';

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
