import { querySchema, type DriftQuery, type Settings } from '../../../model';
import { seeded } from '../../../engine/testing/random';
import { TidemarkError } from '../../errors';
import type { Frame } from '../../frames/frame';
import type { EventUpstream } from '../../upstream/events';
import { categorical, native, numeric, tableUpstream, type CounterEntry, type Entry } from '../testing/tableUpstream';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { shadow } from './shadow';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const range = { from: NOW - HOUR, to: NOW };

interface Said {
  readonly at?: number;
  readonly live?: string | number;
  readonly shadow?: string | number;
  readonly label?: string | number;
  readonly confidences?: readonly [number, number];
  readonly latencies?: readonly [number, number];
  readonly errors?: readonly [string | undefined, string | undefined];
  readonly features?: Readonly<Record<string, string | number>>;
  readonly shadowLate?: number;
}

/** The lines of one request: what each role answered, and the truth where it is known. */
function request(id: string, said: Said): readonly GivenEvent[] {
  const {
    at = NOW - HOUR / 2,
    confidences = [0.9, 0.9],
    latencies = [10, 12],
    errors = [undefined, undefined],
    features = {},
  } = said;
  const line = (role: 'live' | 'shadow', place: 0 | 1): readonly GivenEvent[] => {
    const error = errors[place];
    return said[role] === undefined && error === undefined
      ? []
      : [
          {
            event: 'prediction',
            time: role === 'live' ? at : at + (said.shadowLate ?? 5),
            requestId: id,
            predictionId: `${id}/${role}`,
            role,
            version: role === 'live' ? '7' : '8',
            prediction: said[role],
            confidence: confidences[place],
            latencyMs: latencies[place],
            error,
            features,
          },
        ];
  };
  const label: readonly GivenEvent[] =
    said.label === undefined
      ? []
      : [{ event: 'label', time: at + 86_400_000, predictionId: `${id}/live`, label: said.label }];
  return [...line('live', 0), ...line('shadow', 1), ...label];
}

/** So many requests alike. */
function requests(count: number, said: Said, prefix: string): readonly GivenEvent[] {
  return Array.from({ length: count }, (_, i) => request(`${prefix}${i}`, said)).flat();
}

interface Asked {
  readonly settings?: Settings;
  readonly fromAlert?: boolean;
  readonly now?: number;
  readonly signal?: AbortSignal;
  readonly entries?: readonly Entry[];
  readonly counters?: readonly CounterEntry[];
}

function ask(
  events: EventUpstream | readonly GivenEvent[] | undefined,
  query: Partial<DriftQuery> = {},
  { settings = {}, fromAlert = false, now = NOW + 3 * 86_400_000, signal, entries = [], counters = [] }: Asked = {}
): Promise<readonly Frame[]> {
  return shadow(
    {
      query: querySchema.parse({ queryType: 'shadow', model: 'fraud', ...query }),
      range,
      intervalMs: 600_000,
      fromAlert,
    },
    {
      instance: {
        settings,
        upstream: tableUpstream(entries, { counters }),
        events: events === undefined || 'read' in events ? events : tableEvents(events),
      },
      signal: signal ?? new AbortController().signal,
      now: () => now,
    }
  );
}

function frame(frames: readonly Frame[], name: string): Frame {
  const found = frames.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`no frame ${name} among ${frames.map((one) => one.name).join(', ')}`);
  }
  return found;
}

/** A frame as rows, so that a test reads as the table does. */
function rows(frames: readonly Frame[], name: string): ReadonlyArray<Readonly<Record<string, unknown>>> {
  const { fields } = frame(frames, name);
  return Array.from({ length: fields[0]?.values.length ?? 0 }, (_, i) =>
    Object.fromEntries(fields.map((field) => [field.name, field.values[i]]))
  );
}

function said(frames: readonly Frame[]): string {
  return frames
    .flatMap(({ meta }) => meta.notices ?? [])
    .map(({ text }) => text)
    .join('\n');
}

async function refusal(asked: Promise<unknown>): Promise<string> {
  const thrown: unknown = await asked.then(
    () => undefined,
    (error: unknown) => error
  );
  if (!(thrown instanceof TidemarkError)) {
    throw new Error(`expected a refusal, got ${String(thrown)}`);
  }
  return `${thrown.code}: ${thrown.message}`;
}

/** 40 agree on ok, 10 on bad, 5 flip one way and 5 the other; Cohen's kappa by hand: (50/60 - 2125/3600) / (1475/3600). */
const FLIPS = [
  ...requests(40, { live: 'ok', shadow: 'ok' }, 'a'),
  ...requests(10, { live: 'bad', shadow: 'bad' }, 'b'),
  ...requests(5, { live: 'ok', shadow: 'bad' }, 'c'),
  ...requests(5, { live: 'bad', shadow: 'ok' }, 'd'),
];

describe('live and shadow on the same requests', () => {
  it('agree on a share of them, beyond chance by kappa, and flip between classes', async () => {
    const frames = await ask(FLIPS);
    const [summary] = rows(frames, 'summary');
    expect(summary).toMatchObject({ pairs: 60, unpaired_live: 0, unpaired_shadow: 0, basis: 'pairs' });
    expect(summary?.['agreement']).toBeCloseTo(50 / 60, 12);
    // pe = (45/60)^2 + (15/60)^2 = 0.625.
    expect(summary?.['kappa']).toBeCloseTo((50 / 60 - 0.625) / 0.375, 12);
    expect(summary).toMatchObject({ live_versions: '7', shadow_versions: '8', sampled_fraction: 1 });
    expect(rows(frames, 'flips').map(({ live, shadow: says, count }) => [live, says, count])).toEqual([
      ['bad', 'ok', 5],
      ['ok', 'bad', 5],
      ['ok', 'ok', 40],
      ['bad', 'bad', 10],
    ]);
  });

  it('answer the frames of the contract in its order, with its first fields, and only those that are asked for', async () => {
    const frames = await ask(FLIPS);
    expect(frames.map(({ name }) => name)).toEqual([
      'summary',
      'metrics',
      'flips',
      'outputs',
      'segments',
      'over_time',
      'rows',
    ]);
    expect(
      frame(frames, 'summary')
        .fields.slice(0, 8)
        .map(({ name }) => name)
    ).toEqual([
      'pairs',
      'unpaired_live',
      'unpaired_shadow',
      'agreement',
      'kappa',
      'mcnemar_p',
      'recommendation',
      'reason',
    ]);
    expect((await ask(FLIPS, { frames: ['rows', 'flips'] })).map(({ name }) => name)).toEqual(['flips', 'rows']);
  });

  it('are told apart by labels: 8 requests that only the shadow had right against 2 of live, p by the exact test', async () => {
    const events = [
      ...requests(90, { live: 'ok', shadow: 'ok', label: 'ok' }, 'a'),
      ...requests(8, { live: 'ok', shadow: 'bad', label: 'bad' }, 'b'),
      ...requests(2, { live: 'ok', shadow: 'bad', label: 'ok' }, 'c'),
      ...requests(7, { live: 'ok', shadow: 'ok' }, 'd'),
    ];
    const frames = await ask(events);
    const [summary] = rows(frames, 'summary');
    // Twice the lower tail of binomial (10, 1/2) at 2: 2 (1 + 10 + 45) / 1024.
    expect(summary?.['mcnemar_p']).toBeCloseTo(112 / 1024, 12);
    expect(summary).toMatchObject({ labelled_pairs: 100, accuracy_live: 0.92, accuracy_shadow: 0.98 });
    expect(summary?.['accuracy_difference']).toBeCloseTo(0.06, 12);
    expect(summary?.['recommendation']).toBe('promote');
    expect(summary?.['reason']).toMatch(/^No worse than the margin of 1 % allows: on 100 labelled pairs/);
    expect(rows(frames, 'flips')[0]).toMatchObject({
      live: 'ok',
      shadow: 'bad',
      count: 10,
      labelled: 10,
      live_right: 2,
      shadow_right: 8,
    });
    const [accuracy] = rows(frames, 'metrics');
    expect(accuracy).toMatchObject({
      metric: 'accuracy',
      live: 0.92,
      shadow: 0.98,
      better: null,
      n: 100,
      unit: 'percentunit',
    });
  });

  it('take a label of either prediction, however late, and that of live where they differ', async () => {
    const at = NOW - 1000;
    const events: readonly GivenEvent[] = [
      ...request('a', { at, live: 'ok', shadow: 'bad' }),
      { event: 'label', time: NOW + 2 * 86_400_000, predictionId: 'a/shadow', label: 'bad' },
      ...request('b', { at, live: 'ok', shadow: 'bad' }),
      { event: 'label', time: NOW + 1, predictionId: 'b/shadow', label: 'bad' },
      { event: 'label', time: NOW + 1, predictionId: 'b/live', label: 'ok' },
    ];
    const frames = await ask(events, { frames: ['summary', 'rows'] });
    expect(rows(frames, 'rows').map(({ request_id: id, label, right }) => [id, label, right])).toEqual([
      ['a', 'bad', 'shadow'],
      ['b', 'ok', 'live'],
    ]);
    expect(said(frames)).toContain('Requests whose two labels differ, of which that of live holds: 1.');
  });

  it('know no label that comes after now', async () => {
    const frames = await ask(requests(3, { live: 'ok', shadow: 'bad', label: 'ok' }, 'a'), {}, { now: NOW });
    expect(rows(frames, 'summary')[0]).toMatchObject({ labelled_pairs: 0, accuracy_live: null, mcnemar_p: null });
    expect(said(frames)).toContain('No pair has a label yet');
  });

  it('differ in latency by pairs: the mean of the differences, and not the difference of two noisy means', async () => {
    const events = Array.from({ length: 50 }, (_, i) =>
      request(`r${i}`, { live: 'ok', shadow: 'ok', latencies: [10 * i, 10 * i + (i % 2 === 0 ? 3 : 5)] })
    ).flat();
    const metrics = rows(await ask(events, { frames: ['metrics'] }), 'metrics');
    const mean = metrics.find(({ metric }) => metric === 'latency_mean');
    expect(mean?.['difference']).toBeCloseTo(4, 12);
    // Student's t at 49 degrees of freedom, 97.5 %, is 2.009575; the standard deviation is sqrt(50/49).
    expect(mean?.['difference_upper']).toBeCloseTo(4 + (2.009575 * Math.sqrt(50 / 49)) / Math.sqrt(50), 5);
    expect(mean).toMatchObject({ better: 'live', unit: 'ms', live: 245, shadow: 249 });
    const median = metrics.find(({ metric }) => metric === 'latency_p50');
    expect(median).toMatchObject({ live: 245, difference_lower: null, p_value: null });
    expect(median?.['live_lower']).toBeLessThan(245);
  });

  it('fail on requests of which the other answers, and those take no part in agreement', async () => {
    const events = [
      ...requests(97, { live: 'ok', shadow: 'ok' }, 'a'),
      ...requests(3, { live: 'ok', errors: [undefined, 'timeout'] }, 'b'),
    ];
    const frames = await ask(events);
    expect(rows(frames, 'summary')[0]).toMatchObject({ pairs: 100, agreement: 1, error_rate_live: 0, kappa: null });
    expect(rows(frames, 'summary')[0]?.['error_rate_shadow']).toBeCloseTo(0.03, 12);
    const failures = rows(frames, 'metrics').find(({ metric }) => metric === 'error_rate');
    // Three against none: 2 / 2^3.
    expect(failures?.['p_value']).toBeCloseTo(0.25, 12);
    expect(said(frames)).toContain('kappa: Both sides only ever say one class');
  });

  it('are held for contradictions of which both are sure, whatever the labels say', async () => {
    const events = [
      ...requests(900, { live: 'ok', shadow: 'ok', label: 'ok', confidences: [0.99, 0.99] }, 'a'),
      ...requests(50, { live: 'ok', shadow: 'bad', label: 'bad', confidences: [0.97, 0.96] }, 'b'),
      ...requests(50, { live: 'ok', shadow: 'bad', label: 'bad', confidences: [0.97, 0.6] }, 'c'),
    ];
    const [summary] = rows(await ask(events), 'summary');
    expect(summary?.['confident_disagreement_rate']).toBeCloseTo(50 / 950, 12);
    expect(summary?.['recommendation']).toBe('hold');
    expect(summary?.['reason']).toMatch(/^Both models are sure and contradict each other on 5 % of the pairs/);
    const settings: Settings = { models: [{ id: 'fraud', shadow: { confidentDisagreement: 0.1 } }] };
    expect(rows(await ask(events, {}, { settings }), 'summary')[0]?.['recommendation']).toBe('promote');
  });

  it('drift apart in what they predict and how sure they are', async () => {
    const events = [
      ...requests(500, { live: 'ok', shadow: 'ok', confidences: [0.98, 0.7] }, 'a'),
      ...requests(300, { live: 'ok', shadow: 'bad', confidences: [0.98, 0.7] }, 'b'),
      ...requests(200, { live: 'bad', shadow: 'bad', confidences: [0.98, 0.7] }, 'c'),
    ];
    const frames = await ask(events, { frames: ['summary', 'outputs'] });
    // (0.5 - 0.8) ln(0.5/0.8) + (0.5 - 0.2) ln(0.5/0.2).
    expect(rows(frames, 'summary')[0]?.['prediction_psi']).toBeCloseTo(
      0.3 * Math.log(0.8 / 0.5) + 0.3 * Math.log(0.5 / 0.2),
      10
    );
    expect(frame(frames, 'summary').meta.custom).toMatchObject({
      kind: 'shadow',
      outputs: [
        { output: 'prediction', verdict: 'drift' },
        { output: 'confidence', verdict: 'drift' },
      ],
    });
    const outputs = rows(frames, 'outputs');
    expect(outputs.slice(0, 2)).toMatchObject([
      { output: 'prediction', bin: 'bad', live: 0.2, shadow: 0.5, live_count: 200, shadow_count: 500 },
      { output: 'prediction', bin: 'ok', live: 0.8, shadow: 0.5 },
    ]);
    expect(
      outputs.filter(({ output, live_count: count }) => output === 'confidence' && Number(count) > 0)
    ).toMatchObject([{ lower: 0.95, upper: 0.99, live: 1, shadow: 0 }]);
  });
});

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

describe('the requests on which they disagree most', () => {
  const events = [
    ...request('sure', {
      live: 'ok',
      shadow: 'bad',
      confidences: [0.99, 0.98],
      features: { amount: 900, country: 'DE' },
      label: 'bad',
    }),
    ...request('unsure', {
      live: 'ok',
      shadow: 'bad',
      confidences: [0.99, 0.6],
      features: { amount: 10, country: 'FR' },
    }),
    ...request('agreed', { live: 'ok', shadow: 'ok', confidences: [0.99, 0.98] }),
  ];

  it('come first where both are the surest, with who was right', async () => {
    const frames = await ask(events, { frames: ['rows'] });
    expect(rows(frames, 'rows')).toMatchObject([
      {
        request_id: 'sure',
        live: 'ok',
        shadow: 'bad',
        live_confidence: 0.99,
        shadow_confidence: 0.98,
        label: 'bad',
        right: 'shadow',
        live_prediction_id: 'sure/live',
        shadow_prediction_id: 'sure/shadow',
        live_version: '7',
        shadow_version: '8',
        live_latency_ms: 10,
        shadow_latency_ms: 12,
      },
      { request_id: 'unsure', label: null, right: null },
    ]);
    expect(frame(frames, 'rows').fields.map(({ name }) => name)).not.toContain('amount');
  });

  it('have the inputs that the query names, and never a private one', async () => {
    const settings: Settings = { models: [{ id: 'fraud' }], privateFields: ['features.country'] };
    const frames = await ask(events, { frames: ['rows'], features: ['/.*/'] }, { settings });
    const { fields } = frame(frames, 'rows');
    expect(fields.find(({ name }) => name === 'amount')).toMatchObject({ type: 'number', values: [900, 10] });
    expect(fields.map(({ name }) => name)).not.toContain('country');
  });

  it('read inputs only where they are shown, in the stretch of time of each', async () => {
    const upstream = tableEvents(events);
    await ask(upstream, { frames: ['summary'], features: ['amount'] });
    expect(upstream.asked.every(({ question }) => question.features.length === 0)).toBe(true);
    await ask(upstream, { frames: ['rows'], features: ['amount'] });
    const reads = upstream.asked.filter(({ question }) => question.features.length > 0);
    expect(reads.map(({ range: read }) => read.to - read.from)).toEqual([7]);
  });

  it('lead to their lines in Explore where the log is a data source of Grafana', async () => {
    const linked = await ask(events, { frames: ['rows'] }, { settings: { loki: { datasourceUid: 'loki-1' } } });
    const link = (column: string) =>
      frame(linked, 'rows').fields.find(({ name }) => name === column)?.config?.links?.[0]?.internal;
    expect(link('request_id')).toMatchObject({
      datasourceUid: 'loki-1',
      query: { expr: '{model="fraud",event="prediction"} |= "${__value.raw}"' },
    });
    expect(link('live_prediction_id')).toEqual(link('request_id'));
    const plain = await ask(events, { frames: ['rows'] });
    expect(frame(plain, 'rows').fields.every(({ config }) => config?.links === undefined)).toBe(true);
  });

  const many = Array.from({ length: 150 }, (_, i) =>
    request(`r${i}`, { live: 'a', shadow: 'b', confidences: [1, i / 150] })
  ).flat();

  it('are as many as the query asks for', async () => {
    const few = await ask(many, { frames: ['rows'], limit: 3 });
    expect(rows(few, 'rows').map(({ request_id: id }) => id)).toEqual(['r149', 'r148', 'r147']);
    expect(said(few)).toContain('Of 150 requests on which the two disagree, 3 are shown');
    const all = await ask(many, { frames: ['rows'], limit: 500 });
    expect(rows(all, 'rows')).toHaveLength(150);
    expect(said(all)).not.toContain('are shown');
  });

  it('are at most a hundred where it asks for no number, and it is said how many there are', async () => {
    const frames = await ask(many, { frames: ['rows'] });
    const shown = rows(frames, 'rows');
    expect(shown).toHaveLength(100);
    expect(shown[0]).toMatchObject({ request_id: 'r149' });
    expect(said(frames)).toContain('Of 150 requests on which the two disagree, 100 are shown');
  });
});

describe('a regression', () => {
  const settings: Settings = { models: [{ id: 'fraud', task: 'regression' }] };
  const priced = Array.from({ length: 200 }, (_, i) =>
    request(`r${i}`, { live: 100 + i, shadow: 100 + i + (i % 2 === 0 ? 1 : 3), label: 100 + i + 2 })
  ).flat();

  it('compares numbers, and errors where labels are known', async () => {
    const frames = await ask(priced, {}, { settings });
    const [summary] = rows(frames, 'summary');
    // Live errs by 2 throughout, the shadow by 1.
    expect(summary).toMatchObject({ agreement: null, kappa: null, mcnemar_p: null, labelled_pairs: 200 });
    expect(summary).toMatchObject({ mean_difference: 2, mae_live: 2, mae_shadow: 1, mae_difference: -1 });
    expect(summary?.['recommendation']).toBe('promote');
    expect(summary?.['reason']).toMatch(/^Better: on 200 labelled pairs the shadow errs by 1 less on average/);
    expect(
      rows(frames, 'metrics')
        .map(({ metric, live, shadow: other, better }) => [metric, live, other, better])
        .slice(0, 2)
    ).toEqual([
      ['mean_absolute_error', 2, 1, 'shadow'],
      ['mean_squared_error', 4, 1, 'shadow'],
    ]);
    expect(rows(frames, 'flips')).toEqual([]);
    expect(rows(frames, 'rows')[0]).toMatchObject({ difference: 3, right: 'shadow' });
    expect(frame(frames, 'rows').fields.find(({ name }) => name === 'live')?.type).toBe('number');
    expect(rows(frames, 'outputs').filter(({ output }) => output === 'prediction')).toHaveLength(10);
  });

  it('is one where the settings do not say, if predictions are numbers of many values; and says so', async () => {
    const frames = await ask(priced);
    expect(rows(frames, 'summary')[0]).toMatchObject({ mean_difference: 2 });
    expect(said(frames)).toContain('they are compared as those of a regression');
    const classes = await ask(requests(20, { live: 1, shadow: 0, label: '1' }, 'a'));
    expect(rows(classes, 'summary')[0]).toMatchObject({ agreement: 0, accuracy_live: 1 });
  });

  it('rolls back what errs more than the margin, which is a share of the error of live', async () => {
    const worse = Array.from({ length: 300 }, (_, i) =>
      request(`r${i}`, { live: 10 + (i % 3), shadow: 20 + (i % 5), label: 11 })
    ).flat();
    const [summary] = rows(await ask(worse, {}, { settings }), 'summary');
    expect(summary?.['recommendation']).toBe('roll_back');
    expect(summary?.['reason']).toContain('beyond the margin of 0.00667');
  });
});

describe('an alert rule', () => {
  it('sees one value a number, each with labels of its own', async () => {
    const frames = await ask(FLIPS, { metrics: ['agreement', 'disagreement_rate'] }, { fromAlert: true });
    expect(frames.map(({ fields }) => [fields[0]?.name, fields[0]?.labels, fields[0]?.values])).toEqual([
      ['agreement', { model: 'fraud', metric: 'agreement' }, [50 / 60]],
      ['disagreement_rate', { model: 'fraud', metric: 'disagreement_rate' }, [1 - 50 / 60]],
    ]);
    expect(frames[0]?.meta.type).toBe('numeric-multi');
  });

  it('has no label read for numbers that need none', async () => {
    const upstream = tableEvents(FLIPS);
    await ask(upstream, { metrics: ['agreement'] }, { fromAlert: true });
    expect(upstream.asked.map(({ question }) => question.event)).toEqual(['prediction']);
  });

  it('sees the usual numbers where it names none; one without labels has no data, with the reason', async () => {
    const frames = await ask(FLIPS, {}, { fromAlert: true });
    expect(frames.map(({ name, fields }) => [name, fields[0]?.values[0]])).toEqual([
      ['agreement', 50 / 60],
      ['confident_disagreement_rate', null],
      ['shadow_worse', null],
    ]);
    expect(said(frames)).toContain('shadow_worse: No pair has a label yet');
    expect(said(frames)).toContain('confident_disagreement_rate: Both models are never confident at once');
  });

  it('sees 1 where the shadow should be rolled back, by segment where it asks', async () => {
    const events = [
      ...requests(300, { live: 'ok', shadow: 'ok', label: 'ok', features: { country: 'US' } }, 'a'),
      ...requests(300, { live: 'ok', shadow: 'bad', label: 'ok', features: { country: 'DE' } }, 'b'),
    ];
    const frames = await ask(events, { metrics: ['shadow_worse'], groupBy: ['country'] }, { fromAlert: true });
    expect(frames.map(({ fields }) => [fields[0]?.labels?.['country'], fields[0]?.values[0]])).toEqual([
      ['DE', 1],
      ['US', 0],
    ]);
  });

  it('has no data where nothing was answered, instead of an error or a zero', async () => {
    const frames = await ask([], { metrics: ['agreement', 'shadow_worse'] }, { fromAlert: true });
    expect(frames.map(({ fields }) => fields[0]?.values)).toEqual([[null], [null]]);
  });
});

describe('what is not as it should be', () => {
  it('names the several versions of a role, and compares them as one until they are filtered', async () => {
    const deployed = FLIPS.map((event, i) =>
      event.event === 'prediction' && event.role === 'live' && i % 4 === 0 ? { ...event, version: '6' } : event
    );
    const frames = await ask(deployed);
    expect(said(frames)).toMatch(/Several versions were live in this time: 6 \(\d+\), 7 \(\d+\)/);
    expect(rows(frames, 'summary')[0]).toMatchObject({ live_versions: '6, 7', pairs: 60 });
    const narrowed = await ask(deployed, { filters: { version: ['7', '8'] } });
    expect(said(narrowed)).not.toContain('Several versions');
    expect(rows(narrowed, 'summary')[0]).toMatchObject({ live_versions: '7' });
  });

  it('says that versions of one role alone leave nothing to compare', async () => {
    const events = requests(5, { live: 'ok', shadow: 'ok' }, 'a');
    expect(said(await ask(events, { filters: { version: '8' } }))).toMatch(
      /^filters: the versions that are named served one role alone\. Name those of both sides/
    );
    expect(said(await ask(events, { filters: { version: ['7', '8'] } }))).not.toContain('one role alone');
  });

  it('says that a shadow which answers nothing cannot be compared', async () => {
    const [summary] = rows(await ask(requests(5, { live: 'ok' }, 'a')), 'summary');
    expect(summary).toMatchObject({ pairs: 0, unpaired_live: 5, agreement: null, recommendation: 'hold' });
    expect(summary?.['reason']).toMatch(/^The shadow answered nothing, and live 5 requests\./);
  });

  it('says so where both answer, and never the same request', async () => {
    const events = [...requests(5, { live: 'ok' }, 'a'), ...requests(4, { shadow: 'ok' }, 'b')];
    const [summary] = rows(await ask(events), 'summary');
    expect(summary?.['reason']).toMatch(
      /^No request was answered by both, though live answered 5 and the shadow 4: check/
    );
  });

  it('says where labels and predictions use other words', async () => {
    const frames = await ask(requests(5, { live: 'true', shadow: 'true', label: 'fraud' }, 'a'));
    expect(said(frames)).toContain('No label (fraud) is one of the predictions (true)');
  });

  it('leaves out confidences and latencies that are none, and says so', async () => {
    const events = requests(5, { live: 'ok', shadow: 'ok', confidences: [97, 0.9], latencies: [-1, 5] }, 'a');
    const frames = await ask(events);
    expect(said(frames)).toContain(
      'Confidences that are not between 0 and 1, which are left out; log a probability: 5.'
    );
    expect(said(frames)).toContain('Latencies below 0, which are left out: 5.');
    expect(rows(frames, 'metrics').map(({ metric }) => metric)).toEqual(['accuracy', 'error_rate']);
  });

  it('counts lines with neither a prediction nor an error', async () => {
    const events: readonly GivenEvent[] = [
      ...request('a', { live: 'ok', shadow: 'ok' }),
      { event: 'prediction', time: NOW - 9, requestId: 'b', role: 'live' },
      { event: 'prediction', time: NOW - 8, requestId: 'b', role: 'shadow', prediction: 'ok' },
    ];
    const frames = await ask(events);
    expect(rows(frames, 'summary')[0]).toMatchObject({ pairs: 2, agreement: 1 });
    expect(said(frames)).toContain('Lines with neither a prediction nor an error, which are not compared: 1.');
  });

  it('gives up the matrix of far too many classes, and keeps agreement', async () => {
    const events = Array.from({ length: 400 }, (_, i) =>
      request(`r${i}`, { live: `user ${i}`, shadow: `item ${i % 200}` })
    ).flat();
    const frames = await ask(events);
    expect(rows(frames, 'summary')[0]).toMatchObject({ pairs: 400, agreement: 0, kappa: null, prediction_psi: null });
    expect(rows(frames, 'flips')).toEqual([]);
    expect(said(frames)).toContain('More than 500 different predictions are too many for a matrix of flips');
  });

  it.each([
    [{ filters: { role: 'live' } }, 'bad_query: filters: a shadow query reads both roles'],
    [{ groupBy: ['role'] }, 'bad_query: groupBy: a shadow query compares the roles live and shadow with each other'],
    [{ groupBy: ['pairs'] }, 'bad_query: groupBy: "pairs" is the name of a column of the answer itself'],
    [{ frames: ['matrix'] }, 'bad_query: frames: this kind of query answers no frame "matrix"; there is summary,'],
    [{ metrics: ['accuracy'] }, 'bad_query: metrics: this kind of query knows no number "accuracy"; there is pairs,'],
    [{ alpha: 0.7 }, 'bad_query: alpha: a recommendation rests on one-sided tests; write one below 0.5.'],
    [{ features: ['/(/'] }, 'bad_query: /(/ is not a regular expression'],
  ])('refuses %j', async (query, message) => {
    expect(await refusal(ask(FLIPS, query))).toContain(message);
  });

  it('says what to change where nothing at all is found', async () => {
    expect(await refusal(ask([], { filters: { country: 'XX' } }))).toMatch(
      /^no_current_data: Neither live nor shadow answered anything from .* in the stream {model="fraud",event="prediction"} .* or change the filters, or let the service tell its role\.$/
    );
    expect(await refusal(ask(undefined))).toMatch(
      /^no_current_data: .*: no metric of predictions of fraud has the label role/
    );
  });

  it('reads a sample of the requests where there are too many, both partners or neither, and says its share', async () => {
    const table = tableEvents(requests(2_000, { live: 'ok', shadow: 'ok', label: 'ok' }, 'r'));
    const upstream: EventUpstream = {
      ...table,
      count: async () => ({ value: 4_000_000, executed: '', notices: [] }),
    };
    const frames = await ask(upstream, { frames: ['summary'] });
    const [summary] = rows(frames, 'summary');
    expect(summary).toMatchObject({ sampled_fraction: 0.25, unpaired_live: 0, unpaired_shadow: 0 });
    expect(Math.abs(Number(summary?.['pairs']) - 500)).toBeLessThan(80);
    expect(Number(summary?.['labelled_pairs'])).toBeLessThan(Number(summary?.['pairs']));
    expect(said(frames)).toContain(
      '4,000,000 predictions are more than the 1,000,000 that are read at once: numbers rest on a sample of 25 % of the requests.'
    );
    expect(said(frames)).toContain('who was right rests on a sample of 25 % of them.');
  });

  it('stops reading once nobody waits for the answer, whatever the log still has', async () => {
    const controller = new AbortController();
    let read = 0;
    const endless: EventUpstream = {
      ...tableEvents([]),
      read: ((question: { event: string }) => ({
        async *[Symbol.asyncIterator]() {
          for (let i = 0; question.event === 'prediction'; i++) {
            read++;
            const line = { ...request(`r${i}`, { live: 'ok' })[0], group: {} };
            yield Array.from({ length: 5000 }, (_, k) => ({ ...line, requestId: `${i}/${k}` }));
          }
        },
        report: () => ({ executed: [], notices: [], lines: 0, unreadable: 0, cut: false }),
      })) as unknown as EventUpstream['read'],
    };
    const asked = ask(endless, {}, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('gone')), 60);
    await expect(asked).rejects.toThrow('gone');
    const until = read;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([until > 0, read]).toEqual([true, until]);
  });
});

describe('from metrics alone', () => {
  const labels = (role: string, more: Readonly<Record<string, string>> = {}) => ({ model: 'fraud', role, ...more });
  const ENTRIES: readonly Entry[] = [
    {
      metric: 'model_predictions_total',
      feature: 'model_predictions_total',
      labels: labels('live', { version: '7' }),
      observation: categorical({ ok: 900, bad: 100 }),
    },
    {
      metric: 'model_predictions_total',
      feature: 'model_predictions_total',
      labels: labels('shadow', { version: '8' }),
      observation: categorical({ ok: 700, bad: 300 }),
    },
    ...(['live', 'shadow'] as const).flatMap((role) =>
      (['true', 'false'] as const).map((correct): Entry => ({
        metric: 'model_prediction_confidence',
        feature: 'model_prediction_confidence',
        labels: labels(role, { correct }),
        observation: numeric(
          [0.5, 0.9],
          correct === 'true'
            ? [0, 400, role === 'live' ? 540 : 400]
            : [0, role === 'live' ? 30 : 100, role === 'live' ? 30 : 100]
        ),
      }))
    ),
    {
      metric: 'model_prediction_latency_seconds',
      feature: 'model_prediction_latency_seconds',
      labels: labels('live'),
      observation: numeric([0.01, 0.02, 0.04], [500, 400, 100, 0]),
    },
    {
      metric: 'model_prediction_latency_seconds',
      feature: 'model_prediction_latency_seconds',
      labels: labels('shadow'),
      observation: numeric([0.01, 0.02, 0.04], [100, 400, 500, 0]),
    },
  ];

  it('nothing is paired, and what that costs is said', async () => {
    const frames = await ask(undefined, {}, { entries: ENTRIES });
    const [summary] = rows(frames, 'summary');
    expect(summary).toMatchObject({
      pairs: null,
      unpaired_live: null,
      agreement: null,
      kappa: null,
      mcnemar_p: null,
      recommendation: 'roll_back',
      basis: 'metrics',
      live_versions: '7',
      shadow_versions: '8',
      live_predictions: 1000,
      shadow_predictions: 1000,
      accuracy_live: 0.94,
      accuracy_shadow: 0.8,
      duplicates: null,
    });
    expect(summary?.['accuracy_difference']).toBeCloseTo(-0.14, 12);
    expect(said(frames)).toMatch(
      /^This data source reads no log \(loki in its settings\), so this is from metrics alone\. Nothing is paired: /
    );
    expect(rows(frames, 'flips')).toEqual([]);
    expect(rows(frames, 'rows')).toEqual([]);
    expect(frame(frames, 'rows').fields.length).toBeGreaterThan(10);
  });

  it('shares of classes, confidence, latency and accuracy are compared as two separate sets', async () => {
    const frames = await ask(undefined, { frames: ['metrics', 'outputs', 'over_time'] }, { entries: ENTRIES });
    expect(rows(frames, 'outputs').slice(0, 2)).toMatchObject([
      { output: 'prediction', bin: 'ok', live: 0.9, shadow: 0.7 },
      { output: 'prediction', bin: 'bad', live: 0.1, shadow: 0.3 },
    ]);
    const metrics = rows(frames, 'metrics');
    expect(metrics[0]).toMatchObject({ metric: 'accuracy', live: 0.94, better: 'live' });
    // The 95 % quantile lies half way into (20 ms, 40 ms], and nine tenths into it.
    const latency = metrics.find(({ metric }) => metric === 'latency_p95');
    expect(latency).toMatchObject({ live: 30, live_lower: 20, live_upper: 40, better: null });
    expect(latency?.['shadow']).toBeCloseTo(38, 10);
    expect(latency?.['difference']).toBeCloseTo(8, 10);
    expect(rows(frames, 'over_time').at(-1)).toMatchObject({
      time: NOW,
      live_predictions: 1000,
      accuracy_shadow: 0.8,
      latency_p95_live_ms: 30,
    });
    expect(frame(frames, 'over_time').fields.map(({ name }) => name)).not.toContain('pairs');
  });

  it('failures are compared where a counter tells of them: 10 of 1010 against 60 of 1060', async () => {
    const failures = [
      { metric: 'model_prediction_errors_total', feature: 'live', labels: labels('live'), count: 10 },
      { metric: 'model_prediction_errors_total', feature: 'shadow', labels: labels('shadow'), count: 60 },
    ];
    const asking = { entries: ENTRIES, counters: failures };
    const frames = await ask(undefined, { frames: ['summary', 'metrics', 'over_time'] }, asking);
    const [summary] = rows(frames, 'summary');
    expect(summary?.['error_rate_live']).toBeCloseTo(10 / 1010, 12);
    expect(summary?.['error_rate_shadow']).toBeCloseTo(60 / 1060, 12);
    expect(summary?.['error_rate_difference']).toBeCloseTo(60 / 1060 - 10 / 1010, 12);
    expect(rows(frames, 'metrics').find(({ metric }) => metric === 'error_rate')).toMatchObject({ better: 'live' });
    expect(rows(frames, 'over_time').at(-1)?.['error_rate_shadow']).toBeCloseTo(60 / 1060, 12);
    // A counter that the other role has not begun stands at zero.
    const one = await ask(undefined, { frames: ['summary'] }, { ...asking, counters: failures.slice(0, 1) });
    expect(rows(one, 'summary')[0]).toMatchObject({ error_rate_shadow: 0 });
    const none = await ask(undefined, { frames: ['summary'] }, { entries: ENTRIES });
    expect(rows(none, 'summary')[0]).toMatchObject({ error_rate_live: null, error_rate_shadow: null });
  });

  it('reads native histograms, and of both kinds the classic one alone', async () => {
    const nativeOf = (role: string): Entry => ({
      metric: 'model_prediction_latency_seconds',
      feature: 'model_prediction_latency_seconds',
      labels: labels(role),
      // Buckets (2^-7, 2^-6] and (2^-6, 2^-5]: 900 up to 15.6 ms, 100 up to 31.25 ms.
      observation: {
        kind: 'native',
        native: {
          kind: 'exponential',
          schema: 0,
          zeroThreshold: 0,
          zeroCount: 0,
          positive: [
            [-6, 900],
            [-5, 100],
          ],
          negative: [],
          count: 1000,
        },
      },
    });
    const latency = async (entries: readonly Entry[]) =>
      rows(await ask(undefined, { frames: ['metrics'] }, { entries }), 'metrics').find(
        ({ metric }) => metric === 'latency_p95'
      );
    const rest = ENTRIES.filter(({ metric }) => metric !== 'model_prediction_latency_seconds');
    const natives = await latency([...rest, nativeOf('live'), nativeOf('shadow')]);
    expect(natives?.['live']).toBeCloseTo(1000 * (2 ** -6 + 2 ** -6 / 2), 9);
    expect(natives).toMatchObject({ difference: 0, n: 1000 });
    expect((await latency([...ENTRIES, nativeOf('live'), nativeOf('shadow')]))?.['live']).toBe(30);
  });

  it('of native histograms has the same, as closely as their buckets let', async () => {
    // Latencies in schema 0: (7.8 ms, 15.6 ms], (15.6 ms, 31.2 ms] and (31.2 ms, 62.5 ms]; confidence: (0.5, 1].
    const natives = ENTRIES.map((entry): Entry => {
      const { role, correct } = entry.labels ?? {};
      switch (entry.metric) {
        case 'model_prediction_confidence':
          return { ...entry, observation: native(0, [[0, correct === 'false' ? 60 : 940]]) };
        case 'model_prediction_latency_seconds':
          return { ...entry, observation: native(0, role === 'live' ? [[-6, 500], [-5, 500]] : [[-5, 500], [-4, 500]]) }; // prettier-ignore
        default:
          return entry;
      }
    });
    const frames = await ask(undefined, { frames: ['summary', 'metrics'] }, { entries: natives });
    expect(rows(frames, 'summary')[0]).toMatchObject({ accuracy_live: 0.94, accuracy_shadow: 0.94 });
    const latency = rows(frames, 'metrics').find(({ metric }) => metric === 'latency_p95');
    expect(latency).toMatchObject({ live_lower: 15.625, live_upper: 31.25, shadow_lower: 31.25, shadow_upper: 62.5 });
  });

  it('is what is answered where the log holds nothing of the two', async () => {
    const frames = await ask([], {}, { entries: ENTRIES });
    expect(rows(frames, 'summary')[0]).toMatchObject({ basis: 'metrics' });
    expect(said(frames)).toMatch(/^The log holds no prediction with the role live or shadow in this time/);
  });

  it('a rule that names no number sees those that can be had', async () => {
    const frames = await ask(undefined, {}, { entries: ENTRIES, fromAlert: true });
    expect(frames.map(({ name }) => name)).toEqual([
      'prediction_psi',
      'confidence_psi',
      'accuracy_difference',
      'shadow_worse',
    ]);
    expect(frames.at(-1)?.fields[0]?.values).toEqual([1]);
    const [pairs] = await ask(undefined, { metrics: ['agreement'] }, { entries: ENTRIES, fromAlert: true });
    expect(pairs?.fields[0]?.values).toEqual([null]);
    expect(pairs?.meta.notices?.map(({ text }) => text).join()).toContain(
      'agreement: It needs answers to the same requests'
    );
  });
});
