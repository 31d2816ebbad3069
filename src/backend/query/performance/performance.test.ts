import { seeded } from '../../../engine/testing/random';
import type { ModelSettings } from '../../../model';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { ask, cells, columns, frameOf, HOUR, labelled, metric, notices, NOW, type Asked } from './testing/ask';
import { TODAY, LAST_WEEK, today, lastWeek, oneWindow, refusal } from './testing/twoDays';

describe('realised performance, from a log', () => {
  it('is what the labels say, worked by hand', async () => {
    const frames = await ask({ events: tableEvents([...today, ...lastWeek]), query: oneWindow });
    const value = (id: string) => metric(frames, id)['realised'];
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: 0.7, labelled: 100, rows: 100 });
    expect(value('precision')).toBeCloseTo(0.8, 12);
    expect(value('recall')).toBeCloseTo(40 / 60, 12);
    expect(value('f1')).toBeCloseTo(80 / 110, 12);
    expect(value('specificity')).toBeCloseTo(0.75, 12);
    // The scores of fraud are .9, .7, .4 and .05.
    expect(value('brier')).toBeCloseTo((40 * 0.1 ** 2 + 10 * 0.7 ** 2 + 20 * 0.6 ** 2 + 30 * 0.05 ** 2) / 100, 12);
    expect(value('roc_auc')).toBeCloseTo((40 * 40 + 20 * 30) / (60 * 40), 12);
    // The confidence in what was predicted: of its ten buckets four hold something.
    expect(value('ece')).toBeCloseTo((40 * 0.1 + 10 * 0.7 + 20 * 0.6 + 30 * 0.05) / 100, 12);
  });

  it('is compared with that of the reference, and the change is told from chance', async () => {
    const frames = await ask({ events: tableEvents([...today, ...lastWeek]), query: oneWindow });
    const { reference, change, change_upper: upper, p_value: pValue } = metric(frames, 'accuracy');
    expect(reference).toBeCloseTo(0.85, 12);
    expect(change).toBeCloseTo(-0.15, 12);
    expect(upper).toBeLessThan(0);
    expect(pValue).toBeLessThan(0.001);
  });

  it('counts which labels met which predictions, the most frequent first', async () => {
    const frames = await ask({ events: tableEvents(today), query: { ...oneWindow, frames: ['confusion'] } });
    expect(columns(frameOf(frames, 'confusion'))).toEqual({
      label: ['fraud', 'legit', 'fraud', 'legit'],
      prediction: ['fraud', 'legit', 'legit', 'fraud'],
      count: [40, 30, 20, 10],
    });
  });

  it('has every metric that the kind of model can have, and what predictions earn where the settings say it', async () => {
    const costs = { fraud: { fraud: 100, legit: -500 }, legit: { fraud: -10 } };
    const frames = await ask({
      events: tableEvents([...today, ...lastWeek]),
      model: { task: 'binary', positive: 'fraud', costs },
      query: { ...oneWindow, frames: ['summary'] },
    });
    expect(columns(frames[0])['metric']).toEqual([
      'accuracy',
      'precision',
      'recall',
      'f1',
      'specificity',
      'balanced_accuracy',
      'mcc',
      'kappa',
      'roc_auc',
      'pr_auc',
      'log_loss',
      'brier',
      'ece',
      'mce',
      'reliability',
      'resolution',
      'uncertainty',
      'business_value',
    ]);
    expect(metric(frames, 'business_value')['realised']).toBeCloseTo((4000 - 10_000 - 100) / 100, 9);
    expect(metric(frames, 'business_value')['estimated']).not.toBeNull();
  });

  it('takes the class 1 for the same, whether it is written as a number or as a text', async () => {
    const events = tableEvents([
      ...labelled('a', NOW - 2 * HOUR, 1, '1'),
      ...labelled('b', NOW - 2 * HOUR, '1.0', 1),
      ...labelled('c', NOW - 2 * HOUR, 0, '1'),
      ...labelled('d', NOW - 2 * HOUR, '0', 0),
    ]);
    const frames = await ask({ events, model: {}, query: oneWindow });
    expect(metric(frames, 'accuracy')['realised']).toBeCloseTo(0.75, 12);
    expect(notices(frames)).toContain(
      '"1" is taken as the positive class, by its name: set positive of the model "fraud" in the settings.'
    );
  });

  it('guesses the rarer class as the one that is looked for, and says so', async () => {
    const frames = await ask({ events: tableEvents(lastWeek), model: {}, query: { ...oneWindow, frames: ['summary'] }, range: LAST_WEEK }); // prettier-ignore
    expect(notices(frames).join()).toContain('"fraud" is taken as the positive class, the rarer of the two');
    expect(metric(frames, 'precision')['realised']).toBeCloseTo(0.8, 12);
  });

  it('takes probabilities at hand before the confidence, whichever class they are of', async () => {
    const one = (id: string, prediction: string, label: string, fraud: number): readonly GivenEvent[] =>
      labelled(id, NOW - 2 * HOUR, prediction, label, { probabilities: { fraud, legit: 1 - fraud } });
    const events = tableEvents([...one('a', 'fraud', 'fraud', 0.8), ...one('b', 'legit', 'legit', 0.4), ...one('c', 'legit', 'fraud', 0.3)]); // prettier-ignore
    for (const positive of ['fraud', 'legit']) {
      const frames = await ask({ events, model: { task: 'binary', positive }, query: oneWindow });
      expect(metric(frames, 'brier')['realised']).toBeCloseTo((0.2 ** 2 + 0.4 ** 2 + 0.7 ** 2) / 3, 12);
      expect(metric(frames, 'roc_auc')['realised']).toBeCloseTo(0.5, 12);
    }
  });
});

describe('several classes', () => {
  const model: Partial<ModelSettings> = { task: 'multiclass' };
  const zoo = (range: typeof TODAY, times: number): readonly GivenEvent[] =>
    cells(
      [
        ['cat', 'cat', 6 * times, 0.9],
        ['cat', 'dog', 2 * times, 0.9],
        ['dog', 'dog', 5 * times, 0.7],
        ['dog', 'cat', 5 * times, 0.7],
        ['owl', 'owl', 2 * times, 0.6],
      ],
      range
    );

  it('have the mean over the classes, and of estimates the accuracy alone', async () => {
    const frames = await ask({
      events: tableEvents([...zoo(TODAY, 5), ...zoo(LAST_WEEK, 20)]),
      model,
      query: oneWindow,
    });
    expect(metric(frames, 'accuracy')['realised']).toBeCloseTo(13 / 20, 12);
    expect(metric(frames, 'precision')['realised']).toBeCloseTo((0.75 + 0.5 + 1) / 3, 12);
    expect(metric(frames, 'accuracy')['estimated']).toBeCloseTo(13 / 20, 12);
    expect(metric(frames, 'f1')).toMatchObject({
      estimated: null,
      reason: 'No estimate. Of several classes only accuracy can be estimated without labels.',
    });
    expect(columns(frameOf(frames, 'summary'))['metric']).not.toContain('roc_auc');
  });

  it('are told of, where the settings speak of two and name no positive one', async () => {
    const frames = await ask({ events: tableEvents(zoo(TODAY, 5)), model: { task: 'binary' }, query: oneWindow });
    expect(notices(frames).join()).toContain(
      'The model\'s task is binary, but there are 3 classes ("cat", "dog", "owl"): they are taken as several.'
    );
  });
});

describe('a regression', () => {
  const model: Partial<ModelSettings> = { task: 'regression' };
  const rows = (range: typeof TODAY, count: number, error: (i: number) => number): readonly GivenEvent[] =>
    Array.from({ length: count }, (_, i) => {
      const prediction = 100 + (i % 50);
      const time = range.from + ((i + 1) * (range.to - range.from)) / count;
      return labelled(`${range.from}/${i}`, time, prediction, prediction - error(i));
    }).flat();

  it('has its errors, worked by hand', async () => {
    const events = tableEvents([
      ...labelled('a', NOW - 2 * HOUR, 12, 10),
      ...labelled('b', NOW - 2 * HOUR, '19.5', '20'),
      ...labelled('c', NOW - 2 * HOUR, 30, 33.5),
    ]);
    const frames = await ask({ events, model, query: oneWindow });
    expect(metric(frames, 'mae')['realised']).toBeCloseTo(2, 12);
    expect(metric(frames, 'bias')['realised']).toBeCloseTo(-2 / 3, 12);
    expect(metric(frames, 'rmse')['realised']).toBeCloseTo(Math.sqrt((4 + 0.25 + 12.25) / 3), 12);
    expect(metric(frames, 'mape')['realised']).toBeCloseTo((0.2 + 0.025 + 3.5 / 33.5) / 3, 12);
    expect(columns(frameOf(frames, 'summary'))['metric']).toEqual(['mae', 'rmse', 'mape', 'r2', 'bias']);
    expect(columns(frameOf(frames, 'confusion'))['count']).toEqual([]);
  });

  it('is estimated from how large errors were on the reference for predictions of that size', async () => {
    const reference = rows(LAST_WEEK, 2000, (i) => (i % 50 < 25 ? 1 : 3) * (i % 2 === 0 ? 1 : -1));
    // Now only the harder ones come.
    const now = rows(TODAY, 500, () => 0).map((event) =>
      event.event === 'prediction' ? { ...event, prediction: 130 + (Number(event.prediction) % 15) } : event
    );
    const frames = await ask({ events: tableEvents([...reference, ...now.filter(({ event }) => event === 'prediction')]), model, query: oneWindow }); // prettier-ignore
    expect(metric(frames, 'mae')).toMatchObject({ realised: null, estimated: expect.closeTo(3, 9), covered: 1 });
    expect(metric(frames, 'rmse')['estimated']).toBeCloseTo(3, 9);
    expect(metric(frames, 'mae')['reference']).toBeCloseTo(2, 12);
    expect(metric(frames, 'r2')['reason']).toContain('R^2 cannot be estimated without labels.');
  });

  it('is guessed from numbers with fractions and no confidence, and said', async () => {
    const frames = await ask({ events: tableEvents(rows(TODAY, 60, () => 0.5)), model: {}, query: oneWindow });
    expect(metric(frames, 'mae')['realised']).toBeCloseTo(0.5, 12);
    expect(notices(frames).join()).toContain('taken as a regression: set task of the model "fraud"');
  });

  it('leaves out predictions that are no number, and counts them', async () => {
    const events = tableEvents([
      ...labelled('a', NOW - 2 * HOUR, 12, 10),
      ...labelled('b', NOW - 2 * HOUR, 20, 'much'),
      ...labelled('c', NOW - 2 * HOUR, 'n/a', 10),
      ...labelled('d', NOW - 2 * HOUR, 5, 4),
    ]);
    const frames = await ask({ events, model, query: oneWindow });
    expect(metric(frames, 'mae')).toMatchObject({ labelled: 2, rows: 3 });
    expect(notices(frames)).toEqual(
      expect.arrayContaining([
        'Predictions of this regression that are no number: 1. They are left out.',
        'Labels of this regression that are no number: 1. They count as missing.',
      ])
    );
  });
});

describe('groups', () => {
  const versions = [
    ...cells([['fraud', 'fraud', 300, 0.9], ['legit', 'legit', 300, 0.9]], LAST_WEEK, { version: '6', prefix: 'r6' }), // prettier-ignore
    ...cells([['fraud', 'fraud', 50, 0.9], ['legit', 'legit', 50, 0.9]], TODAY, { version: '6', prefix: 'c6' }), // prettier-ignore
    ...cells([['fraud', 'legit', 20, 0.9], ['legit', 'legit', 60, 0.9]], TODAY, { version: '7', prefix: 'c7' }), // prettier-ignore
  ];

  it('have their own numbers, their own reference, and learn from all where they have none', async () => {
    const frames = await ask({ events: tableEvents(versions), query: { ...oneWindow, groupBy: ['version'] } });
    expect(metric(frames, 'accuracy', { version: '6' })).toMatchObject({ realised: 1, reference: 1, rows: 100 });
    expect(metric(frames, 'accuracy', { version: '7' })).toMatchObject({ realised: 0.75, reference: null, rows: 80 });
    expect(metric(frames, 'accuracy', { version: '7' })['estimated']).not.toBeNull();
    expect(notices(frames).join()).toContain('version=7: too few labels in the reference of their own');
    expect(columns(frameOf(frames, 'confusion'))['version']).toEqual(['6', '6', '7', '7']);
  });

  it('are compared with other labels at the same time, where the reference says so', async () => {
    const frames = await ask({
      events: tableEvents(versions),
      query: {
        ...oneWindow,
        groupBy: ['version'],
        filters: { version: '7' },
        reference: { kind: 'labels', labels: { version: '6' } },
      },
    });
    expect(metric(frames, 'accuracy')).toMatchObject({ version: '7', realised: 0.75, reference: 1, change: -0.25 });
    expect(notices(frames).join()).toContain('Estimates learn from other traffic (version=6 at the same time)');
  });

  it('leave the shadow out, tell roles apart, or say that they are mixed', async () => {
    const roles = [
      ...cells([['fraud', 'fraud', 10, 0.9]], TODAY, { role: 'live', prefix: 'l' }),
      ...cells([['fraud', 'legit', 10, 0.9]], TODAY, { role: 'shadow', prefix: 's' }),
    ];
    const usual = await ask({ events: tableEvents(roles), query: oneWindow });
    expect(metric(usual, 'accuracy')['realised']).toBe(1);
    expect(notices(usual).join()).not.toContain('several roles');
    const both = { ...oneWindow, filters: { role: ['live', 'shadow'] } };
    const mixed = await ask({ events: tableEvents(roles), query: both });
    expect(notices(mixed).join()).toContain('Predictions of several roles are taken together (live, shadow)');
    const apart = await ask({ events: tableEvents(roles), query: { ...oneWindow, groupBy: ['role'] } });
    expect(notices(apart).join()).not.toContain('several roles');
    expect(metric(apart, 'accuracy', { role: 'shadow' })['realised']).toBe(0);
  });
});

describe('in an alert rule', () => {
  const events = tableEvents([...today, ...lastWeek]);

  it('is the usual metric both ways, one frame a value and label set', async () => {
    const frames = await ask({ events, fromAlert: true, query: { ...oneWindow, groupBy: ['version'] } });
    expect(frames.map(({ name, fields: [field] }) => [name, field?.values[0] !== null, field?.labels])).toEqual([
      ['accuracy', true, { model: 'fraud', version: '1', metric: 'accuracy', kind: 'realised' }],
      ['estimated_accuracy', false, { model: 'fraud', version: '1', metric: 'accuracy', kind: 'estimated' }],
    ]);
    expect(frames.every(({ meta }) => meta.type === 'numeric-multi')).toBe(true);
  });

  it('is whatever it names, numbers about the labels among them', async () => {
    const metrics = ['f1', 'estimated_f1', 'labelled_share', 'label_delay_seconds'];
    const frames = await ask({ events, fromAlert: true, query: { ...oneWindow, metrics } });
    expect(frames.map(({ name }) => name)).toEqual(['f1', 'estimated_f1', 'labelled_share', 'label_delay_seconds']);
    expect(frames[0]?.fields[0]?.values[0]).toBeCloseTo(80 / 110, 12);
    expect(frames[2]?.fields[0]?.values).toEqual([1]);
    expect(frames[3]?.fields[0]?.values).toEqual([60]);
  });

  it.each<[string, Partial<ModelSettings>, readonly string[]]>([
    ['labels alone', {}, ['labelled_share', 'label_delay_seconds']],
    ['a realised metric, where the settings say how late labels are', { labels: { delay: '1h' } }, ['f1']],
  ])('of %s reads the time range alone', async (_, model, metrics) => {
    const own = tableEvents([...today, ...lastWeek]);
    await ask({ events: own, model: { task: 'binary', positive: 'fraud', ...model }, fromAlert: true, query: { ...oneWindow, metrics: [...metrics] } }); // prettier-ignore
    expect(own.asked.map(({ question }) => question.event)).toEqual(['label', 'prediction']);
  });

  it('has null, with the reason, where nothing is current', async () => {
    const frames = await ask({ events: tableEvents(lastWeek), fromAlert: true, query: oneWindow });
    expect(frames.map(({ fields: [field] }) => field?.values)).toEqual([[null], [null]]);
    expect(notices(frames)).toContain(
      'Accuracy (realised): No prediction has a label yet: wait for labels, or look at the estimate.'
    );
  });
});

describe('what is asked', () => {
  it('no feature is read, and filters and groups are of predictions alone', async () => {
    const events = tableEvents(today);
    await ask({ events, query: { filters: { version: '1' }, groupBy: ['version'] }, fromAlert: true });
    expect(events.asked.every(({ question }) => question.features.length === 0)).toBe(true);
    const labels = events.asked.find(({ question }) => question.event === 'label');
    expect(labels?.question).toMatchObject({ filters: [], groupBy: [] });
  });

  it('groups may have the name of a column of a frame that is not asked for', async () => {
    const events = tableEvents(today);
    await expect(ask({ events, query: { groupBy: ['status'], frames: ['summary'] } })).resolves.toHaveLength(1);
    await expect(ask({ events, query: { groupBy: ['status'] } })).rejects.toThrow('"status" is the name of a column');
  });

  it('frames that are not asked for are not there', async () => {
    const frames = await ask({ events: tableEvents(today), query: { frames: ['labels', 'summary'] } });
    expect(frames.map(({ name }) => name)).toEqual(['summary', 'labels']);
    const text = frames[0]?.meta.executedQueryString;
    expect(text).toContain('# labels up to 2026-11-23T12:00:00.000Z\nall of label');
    expect(text).toContain('# current: 2026-11-22T11:00:00.000Z to 2026-11-23T12:00:00.000Z\nall of prediction');
  });

  it('a sample is taken where there is too much, and its fraction is said', async () => {
    const random = seeded(1);
    const events = Array.from({ length: 400 }, (_, i) => labelled(`p${i}`, NOW - 2 * HOUR, random() < 0.5 ? 'fraud' : 'legit', 'fraud')).flat(); // prettier-ignore
    const table = tableEvents(events);
    const frames = await ask({
      events: { ...table, count: async (question, range, context) => ({ ...(await table.count(question, range, context)), value: 4_000_000 }) }, // prettier-ignore
      query: oneWindow,
    });
    expect(notices(frames).join()).toContain('numbers rest on a sample of 13 % of the prediction ids');
    expect(metric(frames, 'accuracy')['rows']).toBeLessThan(100);
  });

  it('stops when the query is cancelled', async () => {
    const abort = new AbortController();
    abort.abort(new Error('cancelled'));
    const slow = tableEvents(
      Array.from({ length: 20_000 }, (_, i) => labelled(`p${i}`, NOW - 2 * HOUR, 'fraud', 'fraud')).flat()
    );
    await expect(ask({ events: slow, signal: abort.signal })).rejects.toThrow('cancelled');
  });

  it.each<[string, Asked, string]>([
    ['a frame', { query: { frames: ['rows'] } }, 'frames: this kind of query answers no frame "rows"; there is summary, over_time, labels, confusion.'], // prettier-ignore
    ['a metric', { query: { metrics: ['acuracy'] } }, 'metrics: this kind of query knows no number "acuracy"'],
    ['a group', { query: { groupBy: ['metric'] } }, 'groupBy: "metric" is the name of a column of the answer itself'],
    ['a profile', { query: { reference: { kind: 'profile', name: 'train-7' } } }, 'reference: a profile holds counts of features, and no labelled prediction'], // prettier-ignore
    ['an empty log', { events: tableEvents([]) }, 'Neither the log nor the histogram of confidence holds a prediction of this model from 2026-11-22T12:00:00.000Z'], // prettier-ignore
    ['a time without predictions', { events: tableEvents(lastWeek) }, 'No prediction of this model was made from 2026-11-22T12:00:00.000Z'], // prettier-ignore
    ['labels in other words', { events: tableEvents(cells([['approve', 'fraud', 20], ['decline', 'legit', 20]], TODAY)) }, 'Labels are "fraud", "legit" and predictions "approve", "decline": they share no value, so none can be right.'], // prettier-ignore
    ['numbers as classes', { events: tableEvents(Array.from({ length: 2100 }, (_, i) => labelled(`p${i}`, NOW - HOUR, i, i)).flat()) }, 'There are more than 2000 different predictions and labels'], // prettier-ignore
    ['a regression without a log', { model: { task: 'regression' } }, 'The performance of a regression takes the log of its predictions and labels'], // prettier-ignore
    ['nothing at all', {}, 'No histogram of confidence holds a prediction of this model'],
  ])('refuses %s with what to change', async (_, asked, message) => {
    expect(await refusal({ events: undefined, ...asked })).toContain(message);
  });

  it('leaves out failed requests, and confidences that are none, and says so', async () => {
    const events = tableEvents([
      ...cells([['fraud', 'fraud', 10, 95]], TODAY),
      { event: 'prediction', time: NOW - HOUR, predictionId: 'x', error: 'timeout' },
      { event: 'prediction', time: NOW - HOUR, prediction: 'legit' },
    ]);
    const frames = await ask({ events, query: oneWindow });
    expect(notices(frames)).toEqual(
      expect.arrayContaining([
        'Lines without a prediction, of requests that failed perhaps: 1. They are left out.',
        'Confidences that do not lie from 0 to 1: 10. They count as missing.',
        'Predictions without an id, of the current: 1. No label can be theirs: log prediction_id.',
      ])
    );
    const failed = await ask({ events: tableEvents([{ event: 'prediction', time: NOW - HOUR, predictionId: 'x', error: 'e' }]) }).catch((thrown: Error) => thrown.message); // prettier-ignore
    expect(failed).toContain('No prediction of this model was made');
  });

  it('has no number for what one class alone cannot tell', async () => {
    const frames = await ask({ events: tableEvents(cells([['legit', 'legit', 50, 0.9]], TODAY)), query: oneWindow });
    expect(metric(frames, 'accuracy')['realised']).toBe(1);
    expect(metric(frames, 'precision')).toMatchObject({ realised: null });
    expect(metric(frames, 'roc_auc')['reason']).toContain('All outcomes are of one kind');
    const odd = frames.flatMap(({ fields }) => fields.flatMap(({ values }) => values.filter((value) => Number.isNaN(value)))); // prettier-ignore
    expect(odd).toEqual([]);
  });
});
