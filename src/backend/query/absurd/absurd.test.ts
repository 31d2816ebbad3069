import { ABSURD_FRAMES, parseQuery, parseSettings, type DriftQuery } from '../../../model';
import { TidemarkError } from '../../errors';
import type { Field, Frame } from '../../frames/frame';
import type { PredictionEvent } from '../../upstream/events';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { tableUpstream } from '../testing/tableUpstream';
import { absurd } from './absurd';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const range = { from: NOW - HOUR, to: NOW };
const REFERENCE_MIDDLE = NOW - 1.5 * HOUR;
const MIDDLE = NOW - 0.5 * HOUR;

let ids = 0;
/** `n` predictions of one kind, each with its label where one is given. */
function made(
  n: number,
  {
    label,
    labelAfter = 60_000,
    time = MIDDLE,
    ...event
  }: Partial<PredictionEvent> & { readonly label?: string | number; readonly labelAfter?: number } = {}
): readonly GivenEvent[] {
  return Array.from({ length: n }, (_, i) => {
    const id = event.predictionId ?? `p${ids++}`;
    const at = time + i;
    const prediction: GivenEvent = {
      event: 'prediction',
      predictionId: id,
      requestId: `r-${id}`,
      version: '7',
      prediction: 'fraud',
      confidence: 0.98,
      ...event,
      time: at,
    };
    return label === undefined
      ? [prediction]
      : [prediction, { event: 'label' as const, time: at + labelAfter, predictionId: id, label }];
  }).flat();
}

interface Asked {
  readonly query?: Record<string, unknown>;
  readonly model?: Record<string, unknown>;
  readonly settings?: Record<string, unknown>;
  readonly fromAlert?: boolean;
  readonly over?: { readonly from: number; readonly to: number };
  readonly intervalMs?: number;
}

function parsed(query: Record<string, unknown>): DriftQuery {
  const answer = parseQuery({ queryType: 'absurd', model: 'fraud', ...query });
  if (!answer.ok) {
    throw new Error(answer.problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
  return answer.value;
}

async function ask(
  events: readonly GivenEvent[],
  { query = {}, model = {}, settings = {}, fromAlert = false, over = range, intervalMs = 60_000 }: Asked = {}
) {
  const read = parseSettings({ models: [{ id: 'fraud', task: 'binary', ...model }], ...settings });
  if (!read.ok) {
    throw new Error(read.problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
  const log = tableEvents(events, { batch: 50 });
  const frames = await absurd(
    { query: parsed(query), range: over, intervalMs, fromAlert },
    {
      instance: { settings: read.value, upstream: tableUpstream([]), events: log },
      signal: new AbortController().signal,
      now: () => NOW,
    }
  );
  return { frames, asked: log.asked };
}

function rowsOf({ fields }: Pick<Frame, 'fields'>): ReadonlyArray<Record<string, unknown>> {
  const length = fields[0]?.values.length ?? 0;
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(fields.map((field: Field) => [field.name, field.values[i] ?? null]))
  );
}

function frameOf(frames: readonly Frame[], name: string): Frame {
  const frame = frames.find((one) => one.name === name);
  if (frame === undefined) {
    throw new Error(`no frame ${name} among ${frames.map((one) => one.name).join(', ')}`);
  }
  return frame;
}

async function tableOf(events: readonly GivenEvent[], name: string, asked: Asked = {}) {
  const { frames } = await ask(events, { ...asked, query: { frames: [name], ...asked.query } });
  const frame = frameOf(frames, name);
  const notices = (frames[0]?.meta.notices ?? []).map(({ text }) => text);
  return { rows: rowsOf(frame), frame, notices, said: notices.join('\n') };
}

async function summaryOf(events: readonly GivenEvent[], asked: Asked = {}) {
  const { rows, ...rest } = await tableOf(events, 'summary', asked);
  return { ...rest, summary: rows[0] as Record<string, unknown> };
}

async function refusal(asking: Promise<unknown>): Promise<{ code: string; message: string }> {
  const thrown: unknown = await asking.then(
    () => undefined,
    (error: unknown) => error
  );
  if (!(thrown instanceof TidemarkError)) {
    throw new Error(`expected a refusal, got ${String(thrown)}`);
  }
  return { code: thrown.code, message: thrown.message };
}

const right = (n: number, more: Parameters<typeof made>[1] = {}) => made(n, { label: 'fraud', ...more });
const wrong = (n: number, more: Parameters<typeof made>[1] = {}) => made(n, { label: 'fine', ...more });

describe('wrong with high confidence', () => {
  it('10 of 100 that claim 98 % are five times the 2 expected, where nothing was learned (worked by hand)', async () => {
    const { summary, said } = await summaryOf([...right(90), ...wrong(10)]);
    expect(summary).toMatchObject({
      confident: 100,
      wrong: 10,
      ratio: expect.closeTo(5, 9),
      expected_wrong: expect.closeTo(2, 9),
      wrong_rate: 0.1,
      expected_rate: expect.closeTo(0.02, 9),
      unlabelled: 0,
      verdict: 'drift',
      threshold: 0.95,
      budget: expect.closeTo(0.02, 9),
      // Five times the budget: it is spent, and four times more.
      budget_left: expect.closeTo(-4, 9),
      label_completeness: 1,
    });
    expect(said).toContain('confidence is taken at its word');
  });

  it('is held against what confidence was worth in the stretch before: 10 % wrong there as here is no drift', async () => {
    const before = { time: REFERENCE_MIDDLE };
    const { summary, said, notices } = await summaryOf([
      ...right(900, before),
      ...wrong(100, before),
      ...right(90),
      ...wrong(10),
    ]);
    expect(summary).toMatchObject({ expected_wrong: expect.closeTo(10, 6), ratio: expect.closeTo(1, 6) });
    expect(summary['p_value']).toBeGreaterThan(0.4);
    expect(summary['verdict']).not.toBe('drift');
    expect(notices).toHaveLength(1);
    expect(said).toContain('learned from 1,000 labelled predictions');
  });

  it('expects half an error where the reference had none, and says so', async () => {
    const { summary, said } = await summaryOf([...right(99, { time: REFERENCE_MIDDLE }), ...right(50), ...wrong(1)]);
    // 0.5 of 100 a prediction, for 51 of them.
    expect(summary['expected_wrong']).toBeCloseTo(0.255, 6);
    expect(said).toContain('half an error is assumed');
    expect(summary['verdict']).not.toBe('drift');
  });

  it('counts what is at the threshold as confident, what is below as not, and the threshold of the query first', async () => {
    const events = [...wrong(1, { confidence: 0.95 }), ...wrong(1, { confidence: 0.9499 }), ...right(1)];
    expect((await summaryOf(events)).summary).toMatchObject({ confident: 2, wrong: 1 });
    const model = { absurd: { confidence: 0.5 } };
    expect((await summaryOf(events, { model })).summary).toMatchObject({ confident: 3, wrong: 2 });
    expect((await summaryOf(events, { model, query: { absurd: { confidence: 0.97 } } })).summary).toMatchObject({
      confident: 1,
      wrong: 0,
    });
  });

  it('takes the probability of the prediction for its confidence where none is told', async () => {
    const probabilities = { fraud: 0.97, fine: 0.03 };
    const { summary } = await summaryOf(wrong(3, { confidence: undefined, probabilities }));
    expect(summary).toMatchObject({ confident: 3, wrong: 3 });
  });

  it('knows labels however late they came, and calls the others unlabelled', async () => {
    const over = { from: NOW - 10 * HOUR, to: NOW - 9 * HOUR };
    const time = NOW - 9.5 * HOUR;
    const { summary, said } = await summaryOf(
      [...wrong(2, { time, labelAfter: 9 * HOUR }), ...wrong(2, { time, labelAfter: 20 * HOUR }), ...made(1, { time })],
      { over }
    );
    expect(summary).toMatchObject({ confident: 2, wrong: 2, unlabelled: 3, labelled: 2, label_completeness: 0.4 });
    expect(said).toContain('3 of 5 confident predictions have no label yet');
  });

  it('believes the label that came last, and counts a prediction once however often it was logged', async () => {
    const [first] = right(1, { predictionId: 'x' });
    const { summary, said } = await summaryOf([
      ...(first === undefined ? [] : [first, { ...first, time: first.time + 5 }]),
      { event: 'label', time: MIDDLE + 10, predictionId: 'x', label: 'fraud' },
      { event: 'label', time: MIDDLE + 20, predictionId: 'x', label: 'fine' },
    ]);
    expect(summary).toMatchObject({ predictions: 1, confident: 1, wrong: 1 });
    expect(said).toContain('Predictions whose labels differ: 1.');
    expect(said).toContain('Lines of predictions that were there already: 1.');
  });

  it('compares a class that is a number on one line and a text on the other', async () => {
    const { summary } = await summaryOf([
      ...made(2, { prediction: 1, label: '1' }),
      ...made(1, { prediction: '0', label: 1 }),
    ]);
    expect(summary).toMatchObject({ confident: 3, wrong: 1 });
  });

  it('looks at the live version alone, unless the filters say otherwise', async () => {
    const events = [...right(3), ...wrong(2, { role: 'shadow' }), ...wrong(1, { role: '' })];
    expect((await summaryOf(events)).summary).toMatchObject({ predictions: 4, wrong: 1 });
    expect((await summaryOf(events, { query: { filters: { role: 'shadow' } } })).summary).toMatchObject({
      predictions: 2,
      wrong: 2,
    });
    const both = await summaryOf(events, { query: { filters: { role: ['live', 'shadow'] } } });
    // Of the role-less service nothing is known to be a shadow's.
    expect(both.summary).toMatchObject({ predictions: 5, wrong: 2 });
    expect(both.said).toContain('Several roles are counted together');
  });

  it('means a version by itself, whichever role it had, and every group where it groups by role', async () => {
    const events = [
      ...right(3),
      ...right(4, { role: 'shadow', version: '8' }),
      ...wrong(2, { role: 'live', version: '8' }),
    ];
    expect((await summaryOf(events, { query: { filters: { version: '8' } } })).summary).toMatchObject({
      predictions: 6,
      wrong: 2,
    });
    const { rows } = await tableOf(events, 'over_time', {
      query: { groupBy: ['role'], window: '1h' },
      intervalMs: HOUR,
    });
    expect(rows.slice(-2).map(({ role, predictions }) => [role, predictions])).toEqual([
      ['live', 5],
      ['shadow', 4],
    ]);
  });

  it('says that the shadow is left out, where there is nothing else', async () => {
    const { message } = await refusal(ask(right(3, { role: 'shadow' })));
    expect(message).toContain('The shadow is left out: filter by role to see it.');
  });

  it('learns from the version that a reference names', async () => {
    const events = [
      ...right(180, { version: '6' }),
      ...wrong(20, { version: '6' }),
      ...right(90, { version: '7' }),
      ...wrong(10, { version: '7' }),
    ];
    const { summary } = await summaryOf(events, {
      query: { filters: { version: '7' }, reference: { kind: 'labels', labels: { version: '6' } } },
    });
    expect(summary).toMatchObject({ confident: 100, wrong: 10, ratio: expect.closeTo(1, 6) });
  });

  it('learns from a shadow that a reference names, which is left out of the window', async () => {
    const events = [
      ...right(180, { version: '8', role: 'shadow' }),
      ...wrong(20, { version: '8', role: 'shadow' }),
      ...right(90),
      ...wrong(10),
    ];
    const { summary } = await summaryOf(events, { query: { reference: { kind: 'labels', labels: { version: '8' } } } });
    expect(summary).toMatchObject({ confident: 100, wrong: 10, ratio: expect.closeTo(1, 6) });
  });

  it('lets labels of the reference be as late as those of the window can be by now, and no later', async () => {
    const long = { time: REFERENCE_MIDDLE - 48 * HOUR };
    const events = [
      ...right(60, long),
      // An hour old at most is what the window holds: two hours after the end of the reference is too late.
      ...wrong(60, { ...long, labelAfter: 3 * HOUR }),
      ...right(90),
      ...wrong(10),
    ];
    const reference = { kind: 'offset', offset: '49h' };
    const { summary, said } = await summaryOf(events, { query: { reference } });
    expect(said).toContain('learned from 60 labelled predictions');
    expect(summary).toMatchObject({ wrong: 10, verdict: 'drift' });
    const patient = await summaryOf(events, { query: { reference }, model: { labels: { delay: '4h' } } });
    expect(patient.said).toContain('learned from 120 labelled predictions');
  });

  it('has no reference to learn from in a profile: that of the model is passed over, that of a query refused', async () => {
    const settings = { profiles: [{ name: 'train-7', features: [] }] };
    const model = { reference: { kind: 'profile', name: 'train-7' } };
    const { summary } = await summaryOf([...right(90), ...wrong(10)], { settings, model });
    expect(summary['verdict']).toBe('drift');
    const query = { reference: { kind: 'profile', name: 'train-7' } };
    expect((await refusal(ask([], { settings, query }))).message).toContain('name an offset or a range');
  });
});

describe('impossible by a rule', () => {
  const model = {
    absurd: {
      rules: [
        { name: 'negative price', when: 'prediction < 0' },
        { name: 'too old', when: 'features.age > 130' },
      ],
    },
  };

  it('counts outputs, each rule, and what could not be decided, and needs no label', async () => {
    const events = [
      ...made(97, { prediction: 5, features: { age: 30 } }),
      ...made(1, { prediction: -1, features: { age: 30 } }),
      ...made(1, { prediction: -1, features: { age: 131 } }),
      ...made(1, { prediction: 5, features: {} }),
    ];
    const { frames, asked } = await ask(events, { model, query: { frames: ['rules'] } });
    expect(rowsOf(frameOf(frames, 'rules'))).toEqual([
      {
        name: 'negative price',
        when: 'prediction < 0',
        violations: 2,
        share: 0.02,
        share_lower: expect.any(Number),
        share_upper: expect.any(Number),
        unevaluable: 0,
        why: null,
        last_seen: MIDDLE,
      },
      expect.objectContaining({
        name: 'too old',
        violations: 1,
        share: expect.closeTo(1 / 99, 9),
        unevaluable: 1,
        why: 'age is not in the line',
      }),
    ]);
    expect(asked.map(({ question: { event } }) => event)).toEqual(['prediction']);
    const { summary, said } = await summaryOf(events, { model });
    expect(summary).toMatchObject({ rule_violations: 2, verdict: 'warning', confident: 0, wrong: null, ratio: null });
    expect(summary['reason']).toContain('2 of 100 outputs break a rule.');
    expect(said).toContain(
      'The rule "too old" could not be decided for 1 predictions, for example: age is not in the line.'
    );
    expect(said).toContain('No label ever came for this model');
  });

  it('many violations are drift, none is ok where no label is ever written', async () => {
    const broken = await summaryOf([...made(90, { prediction: 5 }), ...made(10, { prediction: -1 })], { model });
    expect(broken.summary['verdict']).toBe('drift');
    const sound = await summaryOf(made(50, { prediction: 5, features: { age: 3 } }), { model });
    expect(sound.summary).toMatchObject({ verdict: 'ok', rule_violations: 0 });
    expect(sound.said).toContain('No label ever came');
  });

  it('has no number of violations where there is no rule', async () => {
    expect((await summaryOf(right(3))).summary['rule_violations']).toBeNull();
  });

  it('takes the rules of a query before those of the model', async () => {
    const { rows } = await tableOf(made(3, { prediction: 5 }), 'rules', {
      model,
      query: { absurd: { rules: [{ name: 'five', when: 'prediction == 5' }] } },
    });
    expect(rows).toMatchObject([{ name: 'five', violations: 3 }]);
  });

  it('reads the features that rules speak of, and shows none of them', async () => {
    const { frames, asked } = await ask(made(2, { prediction: -1, features: { age: 30, name: 'Ada' } }), {
      model,
      query: { frames: ['rows'] },
    });
    expect(asked.at(-1)?.question.features).toEqual([{ kind: 'exact', name: 'age' }]);
    const frame = frameOf(frames, 'rows');
    expect(frame.fields.map(({ name }) => name)).not.toContain('age');
    expect(rowsOf(frame)).toMatchObject([{ rule: 'negative price', signs: 'rule' }, { rule: 'negative price' }]);
  });

  it('that reads private features can never be decided, and that is said', async () => {
    const { rows, said } = await tableOf(made(3, { prediction: 5, features: { age: 131 } }), 'rules', {
      model: { ...model, privateFields: ['features.age'] },
    });
    expect(rows[1]).toMatchObject({ violations: 0, unevaluable: 3 });
    expect(said).toContain('"too old": these rules read features that privateFields keeps unread');
  });

  it('that does not parse is refused with its name, place and what to change, in settings and in queries', async () => {
    const rules = [{ name: 'cheap', when: 'prediction = 0' }];
    const told = 'the rule "cheap" cannot be read, at character 12: "=" cannot be read here; compare with ==, not =';
    await expect(ask([], { model: { absurd: { rules } } })).rejects.toThrow(`models[0].absurd.rules[0].when: ${told}`);
    await expect(ask([], { query: { absurd: { rules } } })).rejects.toThrow(`absurd.rules[0].when: ${told}`);
  });
});

describe('confidently opposed to the other version', () => {
  const pair = (n: number, live: string, shadow: string, more: Partial<PredictionEvent> = {}) =>
    Array.from({ length: n }, () => {
      const requestId = `q${ids++}`;
      return [
        ...made(1, { requestId, prediction: live }),
        ...made(1, { requestId, prediction: shadow, role: 'shadow', version: '8', ...more }),
      ];
    }).flat();

  it('finds what both are sure of and differ in, and needs no label', async () => {
    const events = [...pair(90, 'fraud', 'fraud'), ...pair(10, 'fraud', 'fine')];
    const { summary } = await summaryOf(events);
    // Each may be wrong in 2 % of cases: at most 4 of 100 pairs may differ.
    expect(summary).toMatchObject({
      predictions: 100,
      confident_pairs: 100,
      opposed: 10,
      opposed_expected: expect.closeTo(4, 6),
      verdict: 'warning',
    });
    expect(summary['opposed_p_value']).toBeLessThan(0.05);
    const { rows } = await tableOf(events, 'rows');
    expect(rows).toHaveLength(10);
    expect(rows[0]).toMatchObject({ prediction: 'fraud', shadow: 'fine', signs: 'opposed', role: 'live' });
  });

  it('compares nothing where the other is unsure, failed, or answered another request', async () => {
    const events = [
      ...pair(5, 'fraud', 'fine', { confidence: 0.6 }),
      ...pair(5, 'fraud', 'fine', { error: 'timeout' }),
      ...made(5),
      ...made(5, { role: 'shadow', prediction: 'fine' }),
    ];
    expect((await summaryOf(events)).summary).toMatchObject({ predictions: 15, opposed: null, confident_pairs: null });
  });

  it('looks from the other side, and past its version, where the shadow is looked at', async () => {
    const { summary } = await summaryOf(pair(4, 'fraud', 'fine'), {
      query: { filters: { role: 'shadow', version: '8' } },
    });
    expect(summary).toMatchObject({ predictions: 4, opposed: 4 });
  });

  it('holds a version against the role that it did not have, and never against itself', async () => {
    const events = [
      // Version 8 is the shadow of 7, and then goes live with 9 as its shadow.
      ...pair(4, 'fraud', 'fine'),
      ...pair(3, 'fraud', 'fraud'),
      ...pair(2, 'fraud', 'fine', { version: '9' }).map((event) =>
        event.event === 'prediction' && event.role !== 'shadow' ? { ...event, version: '8' } : event
      ),
    ];
    const { summary } = await summaryOf(events, { query: { filters: { version: '8' } } });
    expect(summary).toMatchObject({ predictions: 9, confident_pairs: 9, opposed: 6 });
    const { rows } = await tableOf(events, 'rows', { query: { filters: { version: '8' } } });
    expect(rows.filter(({ role }) => role === 'shadow').map(({ prediction, shadow }) => [prediction, shadow])).toEqual(
      Array.from({ length: 4 }, () => ['fine', 'fraud'])
    );
  });

  it('says nothing of request ids where a version had no other beside it', async () => {
    const { said, summary } = await summaryOf(right(20), { query: { filters: { version: '7' } } });
    expect(summary['opposed']).toBeNull();
    expect(said).not.toContain('request_id');
  });

  it('is not asked of numbers, which are never quite the same', async () => {
    const requestId = 'n1';
    const events = [
      ...made(1, { requestId, prediction: 1.5 }),
      ...made(1, { requestId, prediction: 1.6, role: 'shadow' }),
    ];
    expect((await summaryOf(events, { model: { task: undefined } })).summary['opposed']).toBeNull();
    const { asked } = await ask(events, { model: { task: 'regression' } });
    expect(asked.flatMap(({ question: { filters } }) => filters)).not.toContainEqual(
      expect.objectContaining({ op: '=', value: 'shadow' })
    );
  });
});

describe('a number that is predicted', () => {
  const model = { task: 'regression', absurd: { wrong: 'abs(label - prediction) > 50' } };

  it('is wrong where the model says so, and promises what the threshold says where it tells no confidence', async () => {
    const far = made(10, { prediction: 100.5, label: 10, confidence: undefined });
    const near = made(90, { prediction: 100.5, label: 101, confidence: undefined });
    const { summary, said } = await summaryOf([...far, ...near], { model });
    expect(summary).toMatchObject({ confident: 100, wrong: 10, expected_wrong: expect.closeTo(5, 6) });
    expect(said).toContain('100 predictions tell no confidence');
  });

  it('may state an interval, and is wrong outside it', async () => {
    const probabilities = { lower: 10, upper: 20 };
    const { summary } = await summaryOf(
      [
        ...made(3, { prediction: 15.5, label: 19, confidence: 0.95, probabilities }),
        ...made(1, { prediction: 15.5, label: 25, confidence: 0.95, probabilities }),
      ],
      { model: { task: 'regression', absurd: { wrong: 'label < probabilities.lower || label > probabilities.upper' } } }
    );
    expect(summary).toMatchObject({ confident: 4, wrong: 1 });
  });

  it('without such a condition is judged by rules alone, and that is said', async () => {
    const { summary, said } = await summaryOf(made(5, { prediction: 1.5, label: 2.5 }), {
      model: { task: 'regression' },
    });
    expect(summary).toMatchObject({ confident: null, wrong: null, ratio: null, verdict: 'insufficient' });
    expect(said).toContain('say in absurd.wrong of the model when an output is wrong');
  });

  it('is recognised by its fractions where no task is set, and nothing is called wrong', async () => {
    const { summary, said } = await summaryOf(made(5, { prediction: 1.5, label: 2.25 }), {
      model: { task: undefined },
    });
    expect(summary).toMatchObject({ wrong: null, verdict: 'insufficient' });
    expect(said).toContain('set the task of fraud to regression');
  });

  it('is in no row, window or segment called wrong, though some of its numbers are whole', async () => {
    const events = [
      ...made(5, { prediction: 3, label: 4, features: { country: 'DE' } }),
      ...made(1, { prediction: 3.5, label: 4, features: { country: 'DE' } }),
    ];
    const { frames } = await ask(events, {
      model: { task: undefined, segments: ['country'] },
      query: { frames: ['summary', 'over_time', 'segments', 'calibration', 'repeats', 'rows'], features: ['country'] },
    });
    expect(rowsOf(frameOf(frames, 'summary'))[0]).toMatchObject({ predictions: 6, wrong: null, confident: null });
    for (const name of ['segments', 'calibration', 'repeats', 'rows']) {
      expect(rowsOf(frameOf(frames, name))).toEqual([]);
    }
    expect(rowsOf(frameOf(frames, 'over_time')).every(({ wrong_rate: rate }) => rate === null)).toBe(true);
  });

  it('whose condition cannot be decided is counted and said', async () => {
    const { said } = await summaryOf(made(5, { prediction: 'high', label: 2 }), { model });
    expect(said).toContain('"wrong" could not be decided for 5 labelled predictions');
  });
});

describe('what is missing is said', () => {
  it('labels that never came', async () => {
    const { summary, said } = await summaryOf(made(20));
    expect(summary).toMatchObject({
      confident: 0,
      wrong: null,
      expected_wrong: null,
      ratio: null,
      p_value: null,
      unlabelled: 20,
      verdict: 'insufficient',
      label_completeness: 0,
    });
    expect(said).toContain('No label ever came for this model, from the start of the time range up to now');
  });

  it('labels for others', async () => {
    const { summary, said } = await summaryOf([
      ...made(20),
      { event: 'label', time: NOW - 1000, predictionId: 'stranger', label: 'fraud' },
    ]);
    expect(summary['verdict']).toBe('insufficient');
    expect(said).toContain('Labels came for 1 predictions, and for none of these 20');
    expect(said).toContain('compare the prediction_id of both lines');
  });

  it('labels in other words than predictions: nothing is called wrong for it', async () => {
    const { summary, said } = await summaryOf([
      ...made(10, { prediction: 'fraud', label: 1 }),
      ...made(10, { prediction: 'fine', label: 0 }),
    ]);
    expect(summary).toMatchObject({ wrong: null, verdict: 'insufficient' });
    expect(said).toContain('labels are "1", "0", predictions "fraud", "fine"');
  });

  it('one class alone on either side may be a model that is wrong throughout', async () => {
    const { summary, said } = await summaryOf(wrong(10));
    expect(summary).toMatchObject({ wrong: 10, verdict: 'drift' });
    expect(said).toContain('No label is one of the classes that were predicted');
  });

  it('no confidence at all, or one that is no chance', async () => {
    const none = await summaryOf(made(5, { confidence: undefined, label: 'fine' }));
    expect(none.summary).toMatchObject({ confident: 0, wrong: null, verdict: 'insufficient' });
    expect(none.said).toContain('No prediction tells how confident it is');
    const percent = await summaryOf(made(5, { confidence: 97, label: 'fine' }));
    expect(percent.said).toContain('log a share, such as 0.97, not 97');
  });

  it('requests that failed are no outputs', async () => {
    const { summary, said } = await summaryOf([...wrong(5, { error: 'timeout' }), ...right(3)]);
    expect(summary).toMatchObject({ predictions: 3, wrong: 0 });
    expect(said).toContain('Requests that failed: 5.');
    const rules = [{ name: 'n', when: 'prediction == "x"' }];
    const alone = await tableOf([...wrong(5, { error: 'timeout' }), ...right(3)], 'rules', {
      model: { absurd: { rules } },
    });
    expect(alone.said).toBe('Requests that failed: 5. They have no output, and are left out.');
    expect((await summaryOf(wrong(5, { error: 'timeout' }))).summary).toMatchObject({
      predictions: 0,
      verdict: 'insufficient',
      label_completeness: null,
    });
  });

  it('predictions without an id, which no label can name', async () => {
    const { summary, said } = await summaryOf([...right(3), ...made(2, { predictionId: '' })]);
    expect(summary).toMatchObject({ predictions: 5, unlabelled: 2 });
    expect(said).toContain('Predictions without a prediction_id, to which no label can belong: 2.');
  });

  it('nothing at all', async () => {
    const none = await refusal(ask([]));
    expect(none.code).toBe('no_current_data');
    expect(none.message).toContain('No prediction of fraud was logged from 2026-11-23T11:00:00.000Z');
    expect(none.message).toContain('{model="fraud",event="prediction"}');
  });

  it('names that do not exist', async () => {
    expect((await refusal(ask([], { query: { frames: ['nonsense'] } }))).message).toContain(
      'there is summary, over_time'
    );
    expect((await refusal(ask([], { query: { metrics: ['nonsense'] } }))).message).toContain('there is ratio');
    expect((await refusal(ask([], { query: { groupBy: ['wrong_rate'] } }))).message).toContain(
      'group by another label'
    );
    expect((await refusal(ask([], { query: { features: ['/(/'] } }))).code).toBe('bad_query');
    expect((await refusal(ask([], { query: { model: 'other' } }))).code).toBe('unknown_model');
  });
});

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

describe('segments', () => {
  const events = [
    ...right(200, { features: { country: 'DE' } }),
    ...right(180, { features: { country: 'FR' } }),
    ...wrong(20, { features: { country: 'FR' } }),
  ];

  it('those of the model, where the query names none, with the clearest first and corrected', async () => {
    const { rows } = await tableOf(events, 'segments', { model: { segments: ['country', 'device'] } });
    expect(rows[0]).toMatchObject({
      segment: 'country',
      value: 'FR',
      sign: 'wrong',
      hits: 20,
      of: 200,
      share: 0.1,
      elsewhere: 0,
      ratio: null,
      verdict: 'drift',
    });
    expect(rows.find(({ value }) => value === 'DE')).toMatchObject({ hits: 0, verdict: 'ok' });
    // A segment that no line has is one value, and has nothing to be compared with.
    expect(rows.find(({ segment }) => segment === 'device')).toMatchObject({ value: '', p_value: null });
    expect(Number(rows[0]?.['p_adjusted'])).toBeGreaterThanOrEqual(Number(rows[0]?.['p_value']));
  });

  it('a concentration that may be chance is not called fine', async () => {
    const few = [...right(5, { features: { country: 'DE' } }), ...wrong(1, { features: { country: 'FR' } })];
    const { rows } = await tableOf(few, 'segments', { query: { groupBy: ['country'] } });
    expect(rows.find(({ value }) => value === 'FR')).toMatchObject({ verdict: 'insufficient' });
  });

  it('none is named: a table without rows, and what to set', async () => {
    const { rows, frame, said } = await tableOf(events, 'segments');
    expect(rows).toEqual([]);
    expect(frame.fields.map(({ name }) => name).slice(0, 4)).toEqual(['segment', 'value', 'sign', 'hits']);
    expect(said).toContain('No segment is named: set "groupBy"');
  });
});

describe('calibration', () => {
  it('tells accuracy by bucket, the confident ones as one, with what was expected', async () => {
    const before = { time: REFERENCE_MIDDLE };
    const { rows } = await tableOf(
      [
        ...right(95, before),
        ...wrong(5, before),
        ...right(3, { confidence: 0.55 }),
        ...wrong(1, { confidence: 0.6 }),
        ...right(8),
        ...wrong(2, { confidence: 0.95 }),
      ],
      'calibration'
    );
    expect(rows).toMatchObject([
      { lower: 0.5, upper: 0.6, count: 4, mean_confidence: expect.closeTo(0.5625, 9), accuracy: 0.75, is_confident: 0 },
      {
        lower: 0.95,
        upper: 1,
        count: 10,
        mean_confidence: expect.closeTo(0.974, 9),
        accuracy: 0.8,
        expected_accuracy: expect.closeTo(0.95, 9),
        reference_count: 100,
        reference_accuracy: 0.95,
        is_confident: 1,
      },
    ]);
  });
});

describe('inputs that repeat', () => {
  const events = [
    ...wrong(3, { features: { amount: 0, country: 'DE', ssn: '1' } }),
    ...right(1, { features: { amount: 0, country: 'DE', ssn: '2' } }),
    ...wrong(1, { features: { amount: 5, country: 'DE', ssn: '3' } }),
    ...right(5, { features: { amount: 9, country: 'FR', ssn: '4' } }),
  ];

  it('are combinations of the features that the query names, with how often they were absurd of all seen', async () => {
    const { rows } = await tableOf(events, 'repeats', { query: { features: ['amount', 'country'] } });
    expect(rows).toEqual([
      {
        amount: 0,
        country: 'DE',
        absurd: 3,
        predictions: 4,
        share: 0.75,
        wrong: 3,
        rule_violations: 0,
        opposed: 0,
        first_seen: MIDDLE,
        last_seen: MIDDLE + 2,
      },
    ]);
  });

  it('are none where the query names no feature', async () => {
    const { rows, said } = await tableOf(events, 'repeats');
    expect(rows).toEqual([]);
    expect(said).toContain('set "features"');
  });

  it('never hold what the settings keep private', async () => {
    const { frame, said } = await tableOf(events, 'repeats', {
      query: { features: ['amount', 'ssn'] },
      settings: { privateFields: ['features.ssn'] },
    });
    expect(JSON.stringify(rowsOf(frame))).not.toContain('"1"');
    expect(rowsOf(frame)).toMatchObject([{ amount: 0, ssn: null, absurd: 3 }]);
    expect(said).toContain('"ssn": kept private by the settings');
  });
});

describe('rows', () => {
  const events = [
    ...wrong(1, { predictionId: 'a', confidence: 0.96, features: { amount: 3, time: 'noon' } }),
    ...wrong(1, { predictionId: 'b "x"', confidence: 0.99, features: { amount: 4 } }),
    ...wrong(1, { predictionId: 'c', confidence: 0.97, features: { amount: 5 } }),
    ...wrong(1, { predictionId: 'unsure', confidence: 0.5 }),
    ...right(5),
  ];

  it('stand with the most confident first, no more than asked for, and what is left out is said', async () => {
    const { rows, said } = await tableOf(events, 'rows', { query: { limit: 2 } });
    expect(rows.map((row) => row['prediction_id'])).toEqual(['b "x"', 'c']);
    expect(said).toContain('Of 3 (wrong) rows the most confident are shown');
  });

  it('carry features where the query names them, under a name of their own where one is taken', async () => {
    const plain = await tableOf(events, 'rows');
    expect(plain.frame.fields.map(({ name }) => name)).toEqual([
      'time',
      'prediction_id',
      'prediction',
      'label',
      'confidence',
      'rule',
      'version',
      'role',
      'signs',
      'shadow',
      'request_id',
      'latency_ms',
      'logql',
    ]);
    const { rows } = await tableOf(events, 'rows', { query: { features: ['amount', 'time', 'absent'] } });
    expect(rows[2]).toMatchObject({ prediction_id: 'a', amount: 3, feature_time: 'noon', absent: null });
  });

  it('give the LogQL of their line, escaped, and a link where Grafana knows the log as a data source', async () => {
    const { rows, frame } = await tableOf(events, 'rows');
    expect(rows[2]?.['logql']).toBe('{model="fraud",event="prediction"} |= "a"');
    expect(rows[0]?.['logql']).toBe('{model="fraud",event="prediction"} | json id="prediction_id" | id=`b "x"`');
    const linkOf = ({ fields }: Frame) => fields.find(({ name }) => name === 'prediction_id')?.config?.links;
    expect(linkOf(frame)).toBeUndefined();
    const linked = await tableOf(events, 'rows', { settings: { loki: { datasourceUid: 'loki-1' } } });
    expect(linkOf(linked.frame)).toEqual([
      {
        title: 'Show the log line',
        url: '',
        internal: {
          datasourceUid: 'loki-1',
          datasourceName: 'Loki',
          query: {
            refId: 'A',
            queryType: 'range',
            expr: '{model="fraud",event="prediction"} |= "${__value.raw}"',
          },
        },
      },
    ]);
  });

  it('are a table with all its columns where there is none', async () => {
    const { rows, frame } = await tableOf(right(3), 'rows', { query: { features: ['amount'] } });
    expect(rows).toEqual([]);
    expect(frame.fields.map(({ name }) => name)).toContain('amount');
  });
});

describe('the error budget', () => {
  it('burns when errors become known, not when the predictions were made', async () => {
    const over = { from: NOW - 12 * HOUR, to: NOW };
    // Made ten hours ago; the labels of half of them came three minutes ago.
    const time = NOW - 10 * HOUR;
    const events = [
      ...right(90, { time, labelAfter: HOUR }),
      ...right(80, { time, labelAfter: 10 * HOUR - 180_000 }),
      ...wrong(20, { time, labelAfter: 10 * HOUR - 180_000 }),
    ];
    const { summary } = await summaryOf(events, { over, model: { absurd: { budget: 0.01 } } });
    // 20 of 100 in the last 5 minutes and in the last hour, with 1 % allowed; a range of 12 hours has no 3 days.
    expect(summary).toMatchObject({
      budget: 0.01,
      burn_fast: expect.closeTo(20, 9),
      burn_slow: expect.closeTo(20, 9),
      burn_long: null,
      burn_level: 'page',
      budget_left: expect.closeTo(1 - 20 / 190 / 0.01, 9),
    });
  });

  it('is silent, not fine, where nothing became known lately or the range is short', async () => {
    const late = await summaryOf(right(50, { time: NOW - 2 * HOUR, labelAfter: 60_000 }), {
      over: { from: NOW - 12 * HOUR, to: NOW },
    });
    expect(late.summary).toMatchObject({ burn_fast: null, burn_slow: null });
    const short = await summaryOf(right(50, { time: NOW - 60_000, labelAfter: 1000 }), {
      over: { from: NOW - HOUR / 2, to: NOW },
    });
    expect(short.summary).toMatchObject({ burn_fast: null, burn_level: null, budget_left: 1 });
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
