import {
  ask,
  frameOf,
  HOUR,
  made,
  MIDDLE,
  NOW,
  REFERENCE_MIDDLE,
  refusal,
  right,
  rowsOf,
  summaryOf,
  tableOf,
  wrong,
} from './testing/ask';

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
