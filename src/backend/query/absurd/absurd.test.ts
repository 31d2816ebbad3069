import { ABSURD_FRAMES, parseSettings } from '../../../model';
import { TidemarkError } from '../../errors';
import type { Frame } from '../../frames/frame';
import { tableEvents } from '../testing/tableEvents';
import { tableUpstream } from '../testing/tableUpstream';
import { absurd } from './absurd';
import { ask, frameOf, HOUR, made, NOW, parsed, range, right, rowsOf, tableOf, wrong } from './testing/ask';

describe('over time', () => {
  it('each window counts what lies in it, its start excluded and its end included', async () => {
    const over = { from: NOW - 3 * 60_000, to: NOW };
    const events = [
      ...wrong(1, { time: NOW - 3 * 60_000 }),
      ...right(1, { time: NOW - 2 * 60_000 }),
      ...right(1, { time: NOW - 2 * 60_000 + 1 }),
    ];
    const { rows } = await tableOf(events, 'over_time', { over, query: { window: '1m' }, intervalMs: 60_000 });
    expect(rows.map(({ time, confident, wrong: bad }) => [(NOW - Number(time)) / 60_000, confident, bad])).toEqual([
      [3, 1, 1],
      [2, 1, 0],
      [1, 1, 0],
      [0, 0, 0],
    ]);
    expect(rows[3]).toMatchObject({ wrong_rate: null, expected_rate: null, burn: null, label_completeness: null });
    expect(rows[0]).toMatchObject({ wrong_rate: 1, expected_rate: expect.closeTo(0.02, 9) });
  });

  it('the first window reaches back before the range, and the summary does not', async () => {
    const events = [...wrong(1, { time: range.from - 1000 }), ...right(1)];
    const { frames } = await ask(events, { query: { frames: ['summary', 'over_time'], window: '1h' } });
    expect(rowsOf(frameOf(frames, 'summary'))[0]).toMatchObject({ predictions: 1, wrong: 0 });
    expect(rowsOf(frameOf(frames, 'over_time'))[0]).toMatchObject({ predictions: 1, wrong: 1 });
  });

  it('knows what the other version answered before the range, where a window reaches', async () => {
    const time = range.from - 1000;
    const events = [
      ...made(1, { requestId: 'q', time }),
      ...made(1, { requestId: 'q', time, role: 'shadow', prediction: 'fine' }),
      ...right(1),
    ];
    const { rows } = await tableOf(events, 'over_time', { query: { window: '1h' } });
    expect(rows[0]).toMatchObject({ predictions: 1, opposed: 1 });
  });

  it('keeps groups apart', async () => {
    const events = [...wrong(2, { features: { country: 'DE' } }), ...right(3, { features: { country: 'FR' } })];
    const { rows } = await tableOf(events, 'over_time', {
      query: { groupBy: ['country'], window: '1h' },
      intervalMs: HOUR,
    });
    const last = rows.filter(({ time }) => time === NOW);
    expect(last).toMatchObject([
      { country: 'DE', confident: 2, wrong: 2 },
      { country: 'FR', confident: 3, wrong: 0 },
    ]);
  });
});

describe('for an alert rule', () => {
  const events = [
    ...right(90, { features: { country: 'DE' } }),
    ...wrong(10, { features: { country: 'DE' } }),
    ...right(50, { features: { country: 'FR' } }),
  ];
  /** The labels but for the one that repeats the name. */
  const values = (frames: readonly Frame[]) =>
    frames.map(({ fields: [field] }) => {
      const { metric, ...labels } = field?.labels ?? {};
      return [metric, field?.values[0], labels];
    });

  it('answers one value a number, by the usual ones where it names none', async () => {
    const { frames } = await ask(events, { fromAlert: true });
    expect(values(frames)).toEqual([['ratio', expect.closeTo(10 / 3, 6), { model: 'fraud' }]]);
    expect(frames[0]?.meta).toMatchObject({ type: 'numeric-multi' });
  });

  it('answers one value a group', async () => {
    const { frames } = await ask(events, { fromAlert: true, query: { groupBy: ['country'], metrics: ['wrong_rate'] } });
    expect(values(frames)).toEqual([
      ['wrong_rate', 0.1, { model: 'fraud', country: 'DE' }],
      ['wrong_rate', 0, { model: 'fraud', country: 'FR' }],
    ]);
  });

  it('names the rule that was broken, and reads neither labels nor reference for it', async () => {
    const rules = [
      { name: 'negative', when: 'prediction < 0' },
      { name: 'huge', when: 'prediction > 100' },
    ];
    const { frames, asked } = await ask(made(4, { prediction: -1 }), {
      fromAlert: true,
      model: { absurd: { rules } },
      query: { metrics: ['violations_of_rule', 'rule_violations', 'violation_rate'] },
    });
    expect(values(frames)).toEqual([
      ['rule_violations', 4, { model: 'fraud' }],
      ['violation_rate', 1, { model: 'fraud' }],
      ['violations_of_rule', 4, { model: 'fraud', rule: 'negative' }],
      ['violations_of_rule', 0, { model: 'fraud', rule: 'huge' }],
    ]);
    expect(asked).toHaveLength(1);
  });

  it('needs no reference where a budget says what is allowed', async () => {
    const { asked } = await ask(events, {
      fromAlert: true,
      query: { metrics: ['burn_fast', 'wrong_rate'], absurd: { budget: 0.01 } },
    });
    expect(asked.map(({ question: { event } }) => event)).toEqual(['label', 'prediction']);
  });

  it('answers null, never zero, where nothing was read or cannot be told', async () => {
    const rules = [{ name: 'negative', when: 'prediction < 0' }];
    const { frames } = await ask([], {
      fromAlert: true,
      model: { absurd: { rules } },
      query: { metrics: ['ratio', 'wrong_rate', 'rule_violations', 'violations_of_rule', 'opposed_rate', 'burn_fast'] },
    });
    expect(frames.map(({ fields: [field] }) => field?.values[0])).toEqual([null, null, null, null, null, null]);
    const unlabelled = await ask(made(5), { fromAlert: true, query: { metrics: ['ratio', 'label_completeness'] } });
    expect(values(unlabelled.frames)).toEqual([
      ['ratio', null, { model: 'fraud' }],
      ['label_completeness', 0, { model: 'fraud' }],
    ]);
  });
});

describe('all frames at once', () => {
  it('come in their order, with what is to be said on the first alone, and what was asked', async () => {
    const { frames } = await ask([...right(50), ...wrong(2)], {
      model: { segments: ['country'], absurd: { rules: [{ name: 'n', when: 'prediction == "x"' }] } },
    });
    expect(frames.map(({ name }) => name)).toEqual([...ABSURD_FRAMES]);
    expect(frames.slice(1).every(({ meta }) => meta.notices === undefined)).toBe(true);
    expect(frames[0]?.meta.executedQueryString).toContain('# labels, up to now\nall of label');
    expect(frames[0]?.fields.slice(0, 8).map(({ name }) => name)).toEqual([
      'confident',
      'wrong',
      'expected_wrong',
      'ratio',
      'p_value',
      'rule_violations',
      'unlabelled',
      'verdict',
    ]);
    for (const frame of frames) {
      expect(frame.fields.every(({ config }) => (config?.displayNameFromDS ?? '') !== '')).toBe(true);
      expect(new Set(frame.fields.map(({ values: { length } }) => length)).size).toBe(1);
    }
  });

  it('ends when the request is cancelled', async () => {
    const gone = new AbortController();
    gone.abort(new TidemarkError('cancelled', 'gone'));
    const read = parseSettings({});
    const events = Array.from({ length: 3000 }, () => right(1)).flat();
    await expect(
      absurd(
        { query: parsed({}), range, intervalMs: 60_000, fromAlert: false },
        {
          instance: {
            settings: read.ok ? read.value : {},
            upstream: tableUpstream([]),
            events: tableEvents(events, { batch: 1 }),
          },
          signal: gone.signal,
          now: () => NOW,
        }
      )
    ).rejects.toThrow('gone');
  });
});
