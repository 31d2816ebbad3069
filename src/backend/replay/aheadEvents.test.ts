import { tableEvents, type GivenEvent } from '../query/testing/tableEvents';
import type { EventQuestion, EventUpstream, ReadOptions } from '../upstream/events';
import type { TimeRange } from '../upstream/upstream';
import { AheadEvents, keepAhead, takeAhead } from './aheadEvents';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const { signal } = new AbortController();
/** Eight days of a prediction every seven minutes, with a label a day later. */
const LAST = 8 * DAY;
const table = Array.from({ length: Math.floor(LAST / (7 * 60_000)) }, (_, i): GivenEvent[] => {
  const time = i * 7 * 60_000;
  const predictionId = String(i);
  return [
    { event: 'prediction', time, predictionId, version: i % 3 === 0 ? '6' : '7' },
    { event: 'label', time: time + DAY, predictionId, label: 'yes' },
  ];
}).flat();
const question: EventQuestion<'prediction'> = {
  event: 'prediction',
  source: { matchers: [], parser: 'json', fields: {} as EventQuestion['source']['fields'], privateFields: [] },
  filters: [{ label: 'version', op: '=', value: '7' }],
  groupBy: ['version'],
  features: [],
};

async function all(events: EventUpstream, range: TimeRange, options?: ReadOptions, asked: EventQuestion = question) {
  const reading = events.read(asked, range, { signal }, options);
  const found = [];
  for await (const batch of reading) {
    found.push(...batch);
  }
  return { found, lines: reading.report().lines, cut: reading.report().cut };
}

describe('a log that is read ahead', () => {
  it('has in each window what the log has, and reads days that windows share once', async () => {
    const log = tableEvents(table);
    const plain = tableEvents(table);
    const ahead = new AheadEvents(log, LAST, signal);
    for (let to = 4 * DAY; to <= LAST; to += 4 * HOUR) {
      const range = { from: to - 3 * DAY - 7 * 60_000, to };
      expect(await all(ahead, range)).toEqual(await all(plain, range));
      expect((await ahead.count(question, range, { signal })).value).toBe(
        (await plain.count(question, range, { signal })).value
      );
    }
    const hours = (asked: typeof log.asked) =>
      asked.reduce((sum, { range }) => sum + (range.to - range.from) / HOUR, 0);
    // Seven days and what lies before the first window, against three days for each of 25 windows.
    expect(hours(log.asked)).toBeLessThanOrEqual(7 * 24 + 6);
    expect(hours(plain.asked)).toBeGreaterThan(1800);
  });

  it('keeps questions apart', async () => {
    const ahead = new AheadEvents(tableEvents(table), LAST, signal);
    const range = { from: DAY, to: 2 * DAY };
    const other = { ...question, filters: [{ label: 'version', op: '=', value: '6' } as const] };
    const [seven, six] = [await all(ahead, range), await all(ahead, range, undefined, other)];
    expect(new Set(seven.found.map(({ group }) => group['version']))).toEqual(new Set(['7']));
    expect(new Set(six.found.map(({ group }) => group['version']))).toEqual(new Set(['6']));
  });

  it.each<ReadOptions>([{ limit: 5 }, { direction: 'backward' }, { sampling: { by: 'predictionId', fraction: 0.2 } }])(
    'leaves to the log what is asked for with %j',
    async (options) => {
      const log = tableEvents(table);
      const ahead = new AheadEvents(log, LAST, signal);
      const range = { from: DAY, to: 2 * DAY };
      expect(await all(ahead, range, options)).toEqual(await all(tableEvents(table), range, options));
      expect(log.asked).toMatchObject([{ range }]);
    }
  );

  it('asks again for what failed', async () => {
    let fails = true;
    const log = tableEvents(table);
    const flaky: EventUpstream = {
      ...log,
      read: (...args) => {
        if (fails) {
          throw new Error('The log does not answer.');
        }
        return log.read(...args);
      },
    };
    const ahead = new AheadEvents(flaky, LAST, signal);
    const range = { from: DAY, to: 2 * DAY };
    await expect(all(ahead, range)).rejects.toThrow('does not answer');
    fails = false;
    expect((await all(ahead, range)).lines).toBeGreaterThan(0);
  });

  it('goes on in the next request of the same replay, and in no other', () => {
    const log = tableEvents(table);
    const ahead = takeAhead(log, LAST, signal);
    // Somebody else's, at the same time.
    expect(takeAhead(log, LAST, signal)).not.toBe(ahead);
    keepAhead(log, ahead);
    expect(takeAhead(log, LAST - 1, signal)).not.toBe(ahead);
    keepAhead(log, ahead);
    expect(takeAhead(log, LAST, signal)).toBe(ahead);
  });
});
