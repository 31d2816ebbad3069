import { absurd } from './absurd';
import { tableEvents } from '../testing/tableEvents';
import { tableUpstream } from '../testing/tableUpstream';
import { ask, HOUR, NOW, parsed, right, wrong } from './testing/ask';

const over = { from: NOW - 12 * HOUR, to: NOW };

async function labelsOf(events: Parameters<typeof ask>[0], metric: string, model: Record<string, unknown>) {
  const { frames } = await ask(events, { over, model, fromAlert: true, query: { metrics: [metric] } });
  return frames.map(({ fields: [field] }) => field?.labels ?? {});
}

describe('the cause of a burning budget', () => {
  const absurdSettings = { absurd: { budget: 0.01 } };
  const each = (make: typeof right, from: number, to: number, count: number) =>
    Array.from({ length: Math.round((to - from) / (HOUR / 4)) }, (_, i) =>
      make(count, { time: NOW - 12 * HOUR + from + (i * HOUR) / 4, labelAfter: 60_000 })
    ).flat();

  it('says when outputs began to be wrong, by the time at which they were predicted', async () => {
    const events = [...each(right, 0, 12 * HOUR, 20), ...each(wrong, 8 * HOUR, 12 * HOUR, 10)];
    // Twelve hours in 240 slots of three minutes.
    expect(await labelsOf(events, 'burn_slow_cause', absurdSettings)).toEqual([
      { model: 'fraud', metric: 'burn_slow', since: 'about 23 Nov 08:00 UTC' },
    ]);
  });

  it('says that it began before, where all that was read is as bad', async () => {
    const events = [...each(right, 0, 12 * HOUR, 20), ...each(wrong, 0, 12 * HOUR, 10)];
    expect(await labelsOf(events, 'burn_slow_cause', absurdSettings)).toMatchObject([
      { since: 'before 23 Nov 00:00 UTC' },
    ]);
  });

  it('has no time where nothing was wrong', async () => {
    expect(await labelsOf(each(right, 0, 12 * HOUR, 20), 'burn_slow_cause', absurdSettings)).toEqual([
      { model: 'fraud', metric: 'burn_slow' },
    ]);
  });

  it('is told apart from its burn where both are asked for at once', async () => {
    const { frames } = await ask(each(right, 0, 12 * HOUR, 20), {
      over,
      model: absurdSettings,
      fromAlert: true,
      query: { metrics: ['burn_slow', 'burn_slow_cause'] },
    });
    expect(frames.map(({ fields: [field] }) => field?.labels?.['metric'])).toEqual(['burn_slow', 'burn_slow_cause']);
  });

  it('says of each rule when outputs began to break it', async () => {
    const events = [
      ...each(right, 0, 12 * HOUR, 20),
      ...each((n, more) => right(n, { ...more, confidence: 2 }), 6 * HOUR, 12 * HOUR, 5),
    ];
    const rules = [
      { name: 'too sure', when: 'confidence > 1' },
      { name: 'unsure', when: 'confidence < 0' },
    ];
    expect(await labelsOf(events, 'violations_cause', { absurd: { rules } })).toEqual([
      { model: 'fraud', metric: 'violations_of_rule', rule: 'too sure', since: 'about 23 Nov 06:00 UTC' },
      { model: 'fraud', metric: 'violations_of_rule', rule: 'unsure' },
    ]);
  });

  it('is read with its burn in one reading of the log, as the nodes of a rule ask one after the other', async () => {
    const log = tableEvents(each(right, 0, 12 * HOUR, 20), { batch: 50 });
    const instance = {
      settings: { models: [{ id: 'fraud', task: 'binary' as const, ...absurdSettings }] },
      upstream: tableUpstream([]),
      events: log,
    };
    const asking = (metric: string) =>
      absurd(
        { query: parsed({ metrics: [metric] }), range: over, intervalMs: 1000, fromAlert: true },
        { instance, signal: new AbortController().signal, now: () => NOW }
      );
    await asking('burn_fast');
    const once = log.asked.length;
    await asking('burn_fast_cause');
    expect([once > 0, log.asked.length]).toEqual([true, once]);
  });
});
