import { native, numeric, tableUpstream, type Entry } from '../testing/tableUpstream';
import { ask, columns, DAY, frameOf, HOUR, metric, notices, NOW, type Asked } from './testing/ask';

const EDGES = [0.5, 0.6, 0.7, 0.8, 0.9, 1];
const METRIC = 'model_prediction_confidence';

/** Counts of confidence from 0.5 on, in tenths. */
const entry = (
  prediction: string,
  correct: boolean | undefined,
  counts: readonly number[],
  when: Entry['when'],
  more: Readonly<Record<string, string>> = {}
): Entry => ({
  metric: METRIC,
  feature: METRIC,
  labels: { model: 'fraud', prediction, ...(correct === undefined ? {} : { correct: String(correct) }), ...more },
  observation: numeric(EDGES, [0, ...counts, 0]),
  ...(when === undefined ? {} : { when }),
});

const BEFORE = { from: NOW - 30 * DAY, to: NOW - DAY };
const SINCE = { from: NOW - DAY, to: NOW };
const lastWeek = [
  entry('fraud', true, [0, 0, 0, 0, 400], BEFORE),
  entry('fraud', false, [0, 0, 0, 0, 100], BEFORE),
  entry('legit', true, [0, 0, 450, 0, 0], BEFORE),
  entry('legit', false, [0, 0, 50, 0, 0], BEFORE),
];
const today = [
  entry('fraud', true, [0, 0, 0, 0, 40], SINCE),
  entry('fraud', false, [0, 0, 0, 0, 10], SINCE),
  entry('legit', false, [0, 0, 20, 0, 0], SINCE),
  entry('legit', true, [0, 0, 30, 0, 0], SINCE),
];

async function refusal(asked: Asked): Promise<string> {
  return ask(asked).then(
    () => 'not refused',
    (thrown: Error) => thrown.message
  );
}

describe('performance from histograms of confidence alone', () => {
  it('is what their labels say, worked by hand: a wrong prediction of one class is a label of the other', async () => {
    const frames = await ask({ upstream: tableUpstream([...today, ...lastWeek]) });
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: 0.7, labelled: 100, rows: 100, reference: 0.85 });
    expect(metric(frames, 'precision')['realised']).toBeCloseTo(0.8, 12);
    expect(metric(frames, 'recall')['realised']).toBeCloseTo(40 / 60, 12);
    expect(columns(frameOf(frames, 'confusion'))).toEqual({
      label: ['fraud', 'legit', 'fraud', 'legit'],
      prediction: ['fraud', 'legit', 'legit', 'fraud'],
      count: [40, 30, 20, 10],
    });
    // Scores of fraud: 50 of .9 to 1 with 40 hits, 50 of .2 to .3 with 20.
    expect(metric(frames, 'roc_auc')['realised']).toBeCloseTo((40 * 30 + 40 * 5 + 20 * 15) / (60 * 40), 12);
    expect(metric(frames, 'roc_auc')['reason']).toContain('From buckets: with the values themselves it lies between');
  });

  it('is estimated from what the buckets were worth on the reference', async () => {
    const now = [
      entry('fraud', undefined, [0, 0, 0, 0, 30], SINCE),
      entry('legit', undefined, [0, 0, 70, 0, 0], SINCE),
    ];
    const frames = await ask({ upstream: tableUpstream([...now, ...lastWeek]) });
    expect(metric(frames, 'accuracy')).toMatchObject({
      realised: null,
      estimated: expect.closeTo(0.3 * 0.8 + 0.7 * 0.9, 9),
      covered: 1,
      labelled: 0,
      rows: 100,
    });
    expect(notices(frames)).toContain('No prediction of the time range has a label yet: there are estimates only.');
  });

  it('over time has a value a window, and a few labels of many predictions are all that will come', async () => {
    const audited = [...today, entry('legit', undefined, [0, 0, 400, 0, 0], SINCE)];
    const frames = await ask({
      upstream: tableUpstream([...audited, ...lastWeek]),
      range: { from: NOW - 2 * HOUR, to: NOW },
      query: { metrics: ['accuracy'] },
    });
    const realised = frameOf(frames, 'over_time').fields.find(({ name, labels }) => name === 'accuracy' && labels?.['kind'] === 'realised'); // prettier-ignore
    expect(realised?.values).toEqual([0.7, 0.7, 0.7]);
    expect(columns(frameOf(frames, 'labels'))).toMatchObject({
      status: ['complete', 'complete', 'complete'],
      share: [0.2, 0.2, 0.2],
      delay: [null, null, null],
    });
  });

  it('of several classes has the accuracy, and says what the rest takes', async () => {
    const zoo = [
      entry('cat', true, [0, 0, 0, 0, 60], undefined),
      entry('cat', false, [0, 0, 0, 0, 20], undefined),
      entry('dog', true, [0, 50, 0, 0, 0], undefined),
      entry('dog', false, [0, 50, 0, 0, 0], undefined),
      entry('owl', true, [0, 0, 0, 0, 20], undefined),
    ];
    const frames = await ask({ upstream: tableUpstream(zoo), model: { task: 'multiclass' } });
    expect(metric(frames, 'accuracy')['realised']).toBeCloseTo(130 / 200, 12);
    expect(metric(frames, 'accuracy')['estimated']).toBeCloseTo(130 / 200, 9);
    expect(metric(frames, 'f1')['reason']).toContain('The counter tells right from wrong, and not which label');
    expect(metric(frames, 'ece')['realised']).not.toBeNull();
  });

  it('reads names of the metric and its labels from the settings', async () => {
    const own = today.map(({ labels = {}, ...rest }) => ({
      ...rest,
      metric: 'scores',
      labels: { model: 'fraud', class: labels['prediction'] ?? '', ok: labels['correct'] ?? '' },
    }));
    const frames = await ask({
      upstream: tableUpstream(own),
      model: {
        task: 'binary',
        positive: 'fraud',
        metrics: { predictionConfidence: 'scores', predictionLabel: 'class', correctLabel: 'ok' },
      },
    });
    expect(metric(frames, 'accuracy')['realised']).toBe(0.7);
  });

  it('by group compares each with its own', async () => {
    const by = (entries: readonly Entry[], version: string) => entries.map((one) => ({ ...one, labels: { ...one.labels, version } })); // prettier-ignore
    const frames = await ask({
      upstream: tableUpstream([...by(today, '7'), ...by(lastWeek, '6'), ...by(today, '6')]),
      query: { groupBy: ['version'] },
    });
    expect(metric(frames, 'accuracy', { version: '7' })).toMatchObject({ realised: 0.7, reference: null });
    expect(metric(frames, 'accuracy', { version: '6' })).toMatchObject({ realised: 0.7, reference: 0.85 });
  });

  it('is the fallback where the log holds nothing, too, and asks Prometheus in one question a side', async () => {
    const upstream = tableUpstream([...today, ...lastWeek]);
    await ask({ upstream, query: { frames: ['summary'] } });
    expect(upstream.asked.map(({ range }) => [(range.from - NOW) / DAY, (range.to - NOW) / DAY])).toEqual([
      [-1, 0],
      [-8, -1],
    ]);
  });

  it.each<[string, Asked, string]>([
    ['percents', { upstream: tableUpstream([{ metric: METRIC, feature: METRIC, labels: { model: 'fraud', prediction: 'fraud' }, observation: numeric([50, 100], [0, 10, 0]) }]) }, 'lies above 1: give confidences from 0 to 1, and not in percent.'], // prettier-ignore
    ['a label that is neither right nor wrong', { upstream: tableUpstream([entry('fraud', true, [0, 0, 0, 0, 1], undefined, { correct: 'maybe' })]) }, 'The label "correct" of the histogram of confidence is "maybe"'], // prettier-ignore
    ['categories', { upstream: tableUpstream([{ metric: METRIC, feature: METRIC, labels: { model: 'fraud' }, observation: { kind: 'samples', values: [1] } }]) }, 'is no histogram of confidence'], // prettier-ignore
    ['a broken histogram', { upstream: tableUpstream([{ metric: METRIC, feature: METRIC, labels: { model: 'fraud' }, observation: { kind: 'unusable', message: 'no +Inf bucket' } }]) }, 'no +Inf bucket'], // prettier-ignore
  ])('refuses %s with what to change', async (_, asked, message) => {
    expect(await refusal(asked)).toContain(message);
  });

  it('tells scores apart on the bounds of both classes, though one lies above one half and the other mirrored below', async () => {
    const fine = [
      entry('fraud', true, [1, 2, 3, 4, 5], SINCE),
      entry('fraud', false, [5, 4, 3, 2, 1], SINCE),
      entry('legit', true, [1, 1, 2, 3, 9], SINCE),
      entry('legit', false, [5, 3, 1, 1, 1], SINCE),
    ];
    const frames = await ask({ upstream: tableUpstream(fine) });
    // Scores of fraud from 0 to 1 in tenths: legit reversed, then fraud.
    const positives = [1, 1, 1, 3, 5, 1, 2, 3, 4, 5];
    const negatives = [9, 3, 2, 1, 1, 5, 4, 3, 2, 1];
    let [wins, below] = [0, 0];
    positives.forEach((count, i) => {
      wins += count * (below + (negatives[i] as number) / 2);
      below += negatives[i] as number;
    });
    expect(metric(frames, 'roc_auc')['realised']).toBeCloseTo(wins / (26 * 31), 12);
    expect(notices(frames).join()).not.toContain('bounds');
  });

  it('leaves out a few confidences above 1, and says so', async () => {
    const odd = { ...entry('legit', true, [], SINCE), observation: numeric(EDGES, [0, 0, 0, 30, 0, 0, 7]) };
    const frames = await ask({ upstream: tableUpstream([...today.slice(0, 3), odd]) });
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: 0.7, rows: 100 });
    expect(notices(frames)).toContain('Confidences above 1, which are none: 7. They are left out.');
  });

  it('counts classes in other buckets on the bounds that they share, and says so', async () => {
    const odd = { ...entry('legit', true, [], SINCE), observation: numeric([0.5, 0.75, 1], [0, 20, 10, 0]) };
    const frames = await ask({ upstream: tableUpstream([...today.slice(0, 3), odd, ...lastWeek]) });
    expect(metric(frames, 'accuracy')['realised']).toBeCloseTo(0.7, 12);
    expect(notices(frames).join()).toContain('were added exactly on the 7 they all share');
  });

  it('reads native histograms in even steps, their own bounds meeting none of those of 1 - confidence, and says how far off that is', async () => {
    // Schema 2: index -1 is (0.707, 0.841], 0 is (0.841, 1].
    const seen = [
      { ...entry('fraud', true, [], SINCE), observation: native(2, [[0, 40]]) },
      { ...entry('fraud', false, [], SINCE), observation: native(2, [[0, 10]]) },
      { ...entry('legit', false, [], SINCE), observation: native(2, [[-1, 20]]) },
      { ...entry('legit', true, [], SINCE), observation: native(2, [[-1, 30]]) },
    ];
    const frames = await ask({ upstream: tableUpstream(seen) });
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: expect.closeTo(0.7, 12), labelled: 100, rows: 100 });
    expect(metric(frames, 'roc_auc')['realised']).toBeCloseTo((40 * 30 + 40 * 5 + 20 * 15) / (60 * 40), 12);
    expect(notices(frames).join()).toMatch(
      /Confidence: Estimated: .* is right to within \d+(\.\d+)? percentage points/
    );
  });

  it('counts native confidences above 1 as none', async () => {
    const odd = { ...entry('legit', true, [], SINCE), observation: native(0, [[0, 30], [1, 7]]) }; // prettier-ignore
    const frames = await ask({ upstream: tableUpstream([...today.slice(0, 3), odd]) });
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: expect.closeTo(0.7, 12) });
    expect(notices(frames)).toContain('Confidences above 1, which are none: 7. They are left out.');
  });
});
