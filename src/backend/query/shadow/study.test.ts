import type { Settings } from '../../../model';
import { seeded } from '../../../engine/testing/random';
import type { GivenEvent } from '../testing/tableEvents';
import { ask, NOW, range, request, requests, rows, said } from './testing/ask';

describe('what is late, missing, repeated or alone', () => {
  it('is counted, and a partner beyond the edge of the range is found', async () => {
    const events: readonly GivenEvent[] = [
      ...request('edge', { at: NOW - 1000, live: 'ok', shadow: 'ok', shadowLate: 30_000 }),
      // Live answered before the range began: its pair belongs to the time before.
      ...request('before', { at: range.from - 10, live: 'ok', shadow: 'ok', shadowLate: 20 }),
      ...request('lost', { live: 'ok' }),
      ...request('stray', { shadow: 'ok' }),
      ...request('twice', { live: 'ok', shadow: 'ok' }),
      ...request('twice', { live: 'bad', shadow: 'ok', at: NOW - 5000 }),
      { event: 'prediction', time: NOW - 10, role: 'live', prediction: 'ok' },
    ];
    const frames = await ask(events);
    expect(rows(frames, 'summary')[0]).toMatchObject({
      pairs: 2,
      unpaired_live: 1,
      unpaired_shadow: 1,
      late_pairs: 1,
      duplicates: 2,
      without_id: 1,
      agreement: 1,
    });
    expect(said(frames)).toContain(
      'Requests that only live answered: 1; only the shadow: 1. Partners were looked for up to 1m'
    );
    expect(said(frames)).toContain('Further lines of a request and role, of which the first counts: 2.');
    expect(said(frames)).toContain('Lines without a request_id, which can have no partner: 1.');
  });

  it('is looked for as far as the model says', async () => {
    const events = request('edge', { at: NOW - 1000, live: 'ok', shadow: 'ok', shadowLate: 30 * 60_000 });
    expect(rows(await ask(events), 'summary')[0]).toMatchObject({ pairs: 0, unpaired_live: 1 });
    const settings: Settings = { models: [{ id: 'fraud', shadow: { partnerWithin: '1h' } }] };
    expect(rows(await ask(events, {}, { settings }), 'summary')[0]).toMatchObject({ pairs: 1, late_pairs: 1 });
  });

  it('is counted as a plain count over all lines has it, for the whole and for each window', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = seeded(seed);
      const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
      const events: GivenEvent[] = [];
      for (let i = 0; i < 120; i++) {
        const at = range.from - 20 * 60_000 + random() * 85 * 60_000;
        for (const role of ['live', 'shadow'] as const) {
          for (let copy = pick([0, 1, 1, 1, 2]); copy > 0; copy--) {
            const late = role === 'shadow' ? random() * 90_000 : 0;
            events.push({
              event: 'prediction',
              time: at + late + copy,
              requestId: `r${i}`,
              role,
              prediction: pick(['a', 'b']),
            });
          }
        }
      }
      const frames = await ask(events, { window: '15m' });

      // The margin of a minute is where partners are looked for; lines beyond it are not read.
      const [from, to] = [range.from - 15 * 60_000 - 60_000, range.to + 60_000];
      const first = new Map<string, GivenEvent>();
      for (const event of [...events].sort((a, b) => a.time - b.time)) {
        const key = 'requestId' in event ? `${event.requestId}/${event.role}` : '';
        if (event.time > from && event.time <= to && !first.has(key)) {
          first.set(key, event);
        }
      }
      const pairs = Array.from(
        { length: 120 },
        (_, i) => [first.get(`r${i}/live`), first.get(`r${i}/shadow`)] as const
      );
      const between = (low: number, high: number) => {
        const inside = (event: GivenEvent | undefined): boolean =>
          event !== undefined && event.time > low && event.time <= high;
        const both = pairs.filter(([live, other]) => inside(live) && other !== undefined);
        const same = both.filter(
          ([live, other]) =>
            live !== undefined &&
            other !== undefined &&
            'prediction' in live &&
            'prediction' in other &&
            live.prediction === other.prediction
        );
        return {
          pairs: both.length,
          unpaired_live: pairs.filter(([live, other]) => inside(live) && other === undefined).length,
          unpaired_shadow: pairs.filter(([live, other]) => live === undefined && inside(other)).length,
          agreement: both.length === 0 ? null : same.length / both.length,
        };
      };
      expect(rows(frames, 'summary')[0]).toMatchObject(between(range.from, range.to));
      for (const window of rows(frames, 'over_time')) {
        const time = Number(window['time']);
        expect(window).toMatchObject(between(time - 15 * 60_000, time));
      }
    }
  });

  it('does not change what is counted, in whatever order lines of one instant come', async () => {
    const build = (seed: number): readonly GivenEvent[] => {
      const random = seeded(seed);
      const one = Array.from({ length: 300 }, (_, i) =>
        request(`r${i}`, {
          at: NOW - 1000 - (i % 7),
          ...(i % 11 === 0 ? {} : { live: i % 3 === 0 ? 'bad' : 'ok' }),
          ...(i % 13 === 0 ? {} : { shadow: i % 4 === 0 ? 'bad' : 'ok' }),
          ...(i % 2 === 0 ? { label: i % 5 === 0 ? 'bad' : 'ok' } : {}),
          confidences: [0.9 + (i % 10) / 100, 0.9 + (i % 9) / 100],
          shadowLate: i % 20,
        })
      ).flat();
      return one
        .map((event) => ({ event, place: random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ event }) => event);
    };
    const expected = rows(await ask(build(0)), 'summary')[0];
    for (let seed = 1; seed < 20; seed++) {
      const [summary] = rows(await ask(build(seed)), 'summary');
      for (const name of [
        'pairs',
        'unpaired_live',
        'unpaired_shadow',
        'agreement',
        'mcnemar_p',
        'labelled_pairs',
        'reason',
      ]) {
        expect([name, summary?.[name]]).toEqual([name, expected?.[name]]);
      }
    }
  });
});

describe('over time and by segment', () => {
  it('windows add up the pairs that live answered in them', async () => {
    const at = (minutes: number): number => NOW - minutes * 60_000;
    const events = [
      ...requests(10, { at: at(45), live: 'ok', shadow: 'ok' }, 'a'),
      ...requests(10, { at: at(15), live: 'ok', shadow: 'bad' }, 'b'),
      ...requests(4, { at: at(15), live: 'ok' }, 'c'),
    ];
    const overTime = rows(await ask(events, { frames: ['over_time'], window: '20m' }), 'over_time');
    expect(
      overTime.map(({ time, pairs, agreement, unpaired_live: alone }) => [
        (NOW - Number(time)) / 60_000,
        pairs,
        agreement,
        alone,
      ])
    ).toEqual([
      [40, 10, 1, 0],
      [30, 10, 1, 0],
      [20, 0, null, 0],
      [10, 10, 0, 4],
      [0, 10, 0, 4],
    ]);
  });

  it('looks back a whole window before the range, without counting what lies there into the whole', async () => {
    const events = [
      ...requests(10, { at: range.from - 10 * 60_000, live: 'ok', shadow: 'ok' }, 'a'),
      ...requests(5, { live: 'ok', shadow: 'ok' }, 'b'),
    ];
    const frames = await ask(events, { window: '30m' });
    expect(rows(frames, 'summary')[0]).toMatchObject({ pairs: 5 });
    expect(rows(frames, 'over_time')[0]).toMatchObject({ time: range.from, pairs: 10 });
  });

  const SEGMENTS = [
    ...requests(200, { live: 'ok', shadow: 'ok', label: 'ok', features: { country: 'US' } }, 'a'),
    ...requests(100, { live: 'ok', shadow: 'ok', label: 'ok', features: { country: 'DE' } }, 'b'),
    ...requests(30, { live: 'ok', shadow: 'bad', label: 'ok', features: { country: 'DE' } }, 'c'),
    ...requests(30, { live: 'ok', shadow: 'bad', label: 'bad', features: { country: 'FR' } }, 'd'),
    ...requests(3, { live: 'ok', shadow: 'bad', features: { country: 'IN' } }, 'e'),
  ];

  it('segments say where the shadow is worse, first, corrected over all of them', async () => {
    const segments = rows(await ask(SEGMENTS, { frames: ['segments'], groupBy: ['country'] }), 'segments');
    expect(segments.map(({ country, finding, pairs }) => [country, finding, pairs])).toEqual([
      ['DE', 'shadow_worse', 130],
      ['FR', 'shadow_better', 30],
      ['US', 'no_difference', 200],
      ['IN', 'no_labels', 3],
    ]);
    expect(segments[0]?.['accuracy_difference']).toBeCloseTo(-30 / 130, 12);
  });

  it('are those of the model where the query names none, and a rule has none of its own accord', async () => {
    const settings: Settings = { models: [{ id: 'fraud', segments: ['role', 'country'] }] };
    expect(rows(await ask(SEGMENTS, { frames: ['segments'] }, { settings }), 'segments')).toHaveLength(4);
    expect(await ask(SEGMENTS, { metrics: ['agreement'] }, { settings, fromAlert: true })).toHaveLength(1);
  });
});
