import { REPEATED_KNOWN } from '../../events/labelled';
import type { ModelSettings } from '../../../model';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { ask, cells, columns, DAY, frameOf, HOUR, labelled, metric, notices, NOW } from './testing/ask';
import { TODAY, LAST_WEEK, today, lastWeek, oneWindow } from './testing/twoDays';

describe('estimated performance', () => {
  it('is what confidences were worth on the reference, worked by hand', async () => {
    const now = cells(
      [
        ['fraud', undefined, 30, 0.9],
        ['legit', undefined, 70, 0.8],
      ],
      TODAY
    );
    const frames = await ask({ events: tableEvents([...now, ...lastWeek]), query: oneWindow });
    expect(metric(frames, 'accuracy')).toMatchObject({
      realised: null,
      estimated: expect.closeTo(0.3 * 0.8 + 0.7 * 0.9, 9),
      covered: 1,
      labelled: 0,
    });
    expect(metric(frames, 'precision')['estimated']).toBeCloseTo(0.8, 9);
    expect(metric(frames, 'recall')['estimated']).toBeCloseTo(24 / 31, 9);
    const { estimated_lower: lower, estimated_upper: upper } = metric(frames, 'accuracy');
    expect(lower).toBeLessThan(0.87);
    expect(upper).toBeGreaterThan(0.87);
    expect(notices(frames)).toContain('No prediction of the time range has a label yet: there are estimates only.');
    expect(notices(frames).join()).toContain('Estimates learn from 1,000 labelled predictions of the week before');
  });

  it('says where it is a guess, and then has no value for a rule', async () => {
    const now = cells([['fraud', undefined, 100, 0.55]], TODAY);
    const events = tableEvents([...now, ...lastWeek]);
    const frames = await ask({ events, query: oneWindow });
    expect(metric(frames, 'accuracy')).toMatchObject({ covered: 0 });
    expect(metric(frames, 'accuracy')['estimated']).not.toBeNull();
    expect(notices(frames).join()).toContain('Only 0 % of the window lies where the reference has at least 20 labels');
    const [frame] = await ask({ events, fromAlert: true, query: { ...oneWindow, metrics: ['estimated_accuracy'] } });
    expect(frame?.fields[0]?.values).toEqual([null]);
    expect(notices([frame as NonNullable<typeof frame>])).toContain(
      'Accuracy (estimated) has no value for a rule, because it cannot be believed.'
    );
  });

  it('is held to the labels where both are known, and not believed where they part', async () => {
    // As confident as before, and half of it wrong.
    const changed = cells(
      [
        ['fraud', 'fraud', 50, 0.9],
        ['fraud', 'legit', 50, 0.9],
      ],
      TODAY
    );
    const events = tableEvents([...changed, ...lastWeek]);
    const frames = await ask({ events, query: oneWindow });
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: 0.5, estimated: expect.closeTo(0.8, 9), covered: 1 });
    expect(notices(frames).join()).toContain(
      'Accuracy is 0.5 where labels are complete, and is estimated as 0.8 there: what a prediction is worth has changed'
    );
    const rule = await ask({ events, fromAlert: true, query: { ...oneWindow, metrics: ['estimated_recall'] } });
    expect(rule[0]?.fields[0]?.values).toEqual([null]);
    const same = await ask({ events: tableEvents([...today.filter((event) => event.event === 'label'), ...lastWeek]), query: oneWindow, range: LAST_WEEK }); // prettier-ignore
    expect(notices(same).join()).not.toContain('concept drift), so');
  });

  it('is held to the predictions that have a label, not to those that never get one', async () => {
    // Only what is flagged is ever looked at: its accuracy is another than that of all.
    const flagged = cells(
      [
        ['fraud', 'fraud', 80, 0.9],
        ['fraud', 'legit', 20, 0.9],
        ['legit', undefined, 900, 0.8],
      ],
      TODAY
    );
    const model: Partial<ModelSettings> = { task: 'binary', positive: 'fraud', labels: { delay: '10m' } };
    const frames = await ask({ events: tableEvents([...flagged, ...lastWeek]), model, query: oneWindow, range: TODAY });
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: 0.8, estimated: expect.closeTo(0.89, 9) });
    expect(notices(frames).join()).not.toContain('so do not believe');
  });

  it('takes confidences at their word where no label is known at all, and says how little that is', async () => {
    const all = [...today, ...lastWeek].filter(({ event }) => event === 'prediction');
    const frames = await ask({ events: tableEvents(all), query: oneWindow });
    expect(metric(frames, 'accuracy')['estimated']).toBeCloseTo((40 * 0.9 + 10 * 0.7 + 20 * 0.6 + 30 * 0.95) / 100, 9);
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: null, reference: null, covered: 0 });
    expect(notices(frames).join()).toContain('has no label: estimates take confidences at their word');
  });

  it('is not there without a reference, or without confidences, and says why', async () => {
    const alone = await ask({ events: tableEvents(today), query: oneWindow });
    expect(metric(alone, 'accuracy')).toMatchObject({ realised: 0.7, estimated: null, reference: null });
    expect(notices(alone).join()).toContain('The reference (the week before) holds no prediction');
    const silent = [...today, ...lastWeek].map((event) => (event.event === 'prediction' ? { ...event, confidence: undefined } : event)); // prettier-ignore
    const frames = await ask({ events: tableEvents(silent as readonly GivenEvent[]), query: oneWindow });
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: 0.7, estimated: null });
    expect(metric(frames, 'accuracy')['reason']).toContain('No prediction has a confidence: log confidence');
    expect(metric(frames, 'roc_auc')).toMatchObject({ realised: null, estimated: null });
  });

  it('knows of one class among several that it needs probabilities', async () => {
    const three = cells(
      [
        ['fraud', 'fraud', 20, 0.9],
        ['legit', 'legit', 20, 0.9],
        ['review', 'legit', 20, 0.9],
      ],
      TODAY
    );
    const frames = await ask({ events: tableEvents(three), query: oneWindow });
    expect(metric(frames, 'precision')['realised']).toBe(1);
    expect(metric(frames, 'roc_auc')['reason']).toContain('log probabilities');
  });

  it('hints at a confidence that is the chance of the positive class, whatever was predicted', async () => {
    const odd = cells([['fraud', 'fraud', 10, 0.9], ['legit', 'legit', 30, 0.1]], TODAY); // prettier-ignore
    const frames = await ask({ events: tableEvents(odd), query: oneWindow });
    expect(notices(frames).join()).toContain('Most predictions other than "fraud" have a confidence below 0.5');
  });
});

describe('labels that come late', () => {
  /** Half of the labels come within an hour, and the rest within twelve. */
  const late = (i: number): number => (i % 2 === 0 ? 0.5 * HOUR : 12 * HOUR);
  const stream = (range: typeof TODAY, count: number, known: (i: number) => boolean = () => true) =>
    Array.from({ length: count }, (_, i) => {
      const time = range.from + ((i + 1) * (range.to - range.from)) / count;
      const delay = late(i);
      const arrived = time + delay <= NOW && known(i);
      return labelled(`${range.from}/${i}`, time, i % 4 === 0 ? 'fraud' : 'legit', arrived ? (i % 8 === 0 ? 'fraud' : 'legit') : undefined, { confidence: 0.8, delay }); // prettier-ignore
    }).flat();
  const day = { from: NOW - DAY, to: NOW };

  it('leave a window without a realised value until they are complete, and with an estimate all the while', async () => {
    const events = tableEvents([...stream(day, 2400), ...stream(LAST_WEEK, 2000)]);
    const frames = await ask({ events, query: { window: '4h', metrics: ['accuracy'] }, intervalMs: 4 * HOUR });
    const overTime = frameOf(frames, 'over_time').fields;
    const series = (kind: string) =>
      overTime.find(({ name, labels }) => name === 'accuracy' && labels?.['kind'] === kind)?.values ?? [];
    expect(overTime[0]?.values).toHaveLength(7);
    // Windows end 24, 20, 16, 12, 8, 4 and 0 hours ago.
    expect(series('realised').map((value) => value !== null)).toEqual([true, true, true, true, false, false, false]);
    expect(series('estimated').map((value) => value !== null)).toEqual([true, true, true, true, true, true, true]);
    expect(columns(frameOf(frames, 'labels'))).toMatchObject({
      status: ['complete', 'complete', 'complete', 'complete', 'incomplete', 'incomplete', 'incomplete'],
      delay_95: [...new Array<number>(4).fill(12 * 3600), 1800, 1800, 1800],
    });
    expect(notices(frames).join()).toContain(
      'Realised values rest on 3 of 6 windows of 4h: the labels of the others are not complete. The last such window, to 2026-11-23T12:00:00.000Z: Only'
    );
    expect(metric(frames, 'accuracy')['reason']).toContain('Whatever the missing labels say');
  });

  it('are complete once those have come that ever come, as measured on the reference', async () => {
    const third = (i: number): boolean => i % 3 === 0;
    const events = tableEvents([...stream(day, 2400, third), ...stream(LAST_WEEK, 3000, third)]);
    const frames = await ask({ events, query: { window: '4h', frames: ['labels'] }, intervalMs: 4 * HOUR });
    const { status, share, expected } = columns(frameOf(frames, 'labels'));
    expect(status?.slice(0, 5)).toEqual(['complete', 'complete', 'complete', 'complete', 'incomplete']);
    expect(share?.[2]).toBeCloseTo(1 / 3, 1);
    expect(expected?.slice(0, 4)).toEqual([1, 1, 1, 1]);
    expect(expected?.[5]).toBeLessThan(0.9);
    expect(notices(frames).join()).toContain(
      '33.3 % of the predictions have one: the others are taken never to get one'
    );
  });

  it('are complete after the delay of the settings, whatever their share', async () => {
    const events = tableEvents([...stream(day, 2400, (i) => i % 3 === 0), ...stream(LAST_WEEK, 300)]);
    const model: Partial<ModelSettings> = { task: 'binary', positive: 'fraud', labels: { delay: '6h' } };
    const frames = await ask({ events, model, query: { window: '4h', frames: ['labels'] }, intervalMs: 4 * HOUR });
    expect(columns(frameOf(frames, 'labels'))['status']).toEqual([
      'complete',
      'complete',
      'complete',
      'complete',
      'complete',
      'incomplete',
      'incomplete',
    ]);
  });

  it('that never come leave estimates, and the reason', async () => {
    const events = tableEvents([...stream(day, 400, () => false), ...stream(LAST_WEEK, 2000)]);
    const frames = await ask({ events, query: { window: '4h' } });
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: null, labelled: 0, rows: 400 });
    expect(metric(frames, 'accuracy')['reason']).toContain('No prediction has a label yet');
    expect(metric(frames, 'accuracy')['estimated']).not.toBeNull();
  });

  it('say that how late they are is not known, where the reference is too young to tell', async () => {
    const events = tableEvents(stream(day, 2400));
    const reference = { kind: 'range', from: '2026-11-23T11:00:00Z', to: '2026-11-23T12:00:00Z' } as const;
    const frames = await ask({ events, query: { window: '4h', reference } });
    expect(notices(frames).join()).toContain('How late labels usually are is not known');
    expect(notices(frames).join()).toContain('Labels of the reference are still coming');
  });

  it('the latest of several holds, and a prediction that was logged twice counts once', async () => {
    const events = tableEvents([
      ...labelled('a', NOW - 3 * HOUR, 'fraud', 'legit'),
      { event: 'label', time: NOW - HOUR, predictionId: 'a', label: 'fraud' },
      { event: 'prediction', time: NOW - 2 * HOUR, predictionId: 'a', prediction: 'fraud' },
      ...labelled('b', NOW - 3 * HOUR, 'legit', 'legit'),
    ]);
    const frames = await ask({ events, query: oneWindow });
    expect(metric(frames, 'accuracy')).toMatchObject({ realised: 1, rows: 2, labelled: 2 });
    expect(notices(frames)).toEqual(
      expect.arrayContaining([
        'Predictions whose labels differ: 1. The latest label holds.',
        `Predictions that were logged more than once, of the current: 1. The first of each counts. ${REPEATED_KNOWN}`,
      ])
    );
  });
});
