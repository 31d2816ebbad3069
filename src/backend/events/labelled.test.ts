import { seeded, wholeNumber } from '../../engine/testing/random';
import type { DriftQuery } from '../../model';
import { eventQuestion, labelQuestion } from '../query/resolveEvents';
import { tableEvents, type GivenEvent } from '../query/testing/tableEvents';
import { openLabelled, REPEATED_KNOWN, type LabelledPrediction, type LabelledReading } from './labelled';

const QUERY = { queryType: 'drift', model: 'fraud', filters: { version: '7' } } as DriftQuery;
const question = eventQuestion('prediction', { query: QUERY, settings: {} });
const labels = labelQuestion(QUERY, {});
const context = { signal: new AbortController().signal };

const prediction = (id: string | undefined, time: number, version = '7'): GivenEvent => ({
  event: 'prediction',
  time,
  predictionId: id,
  requestId: id,
  version,
  prediction: 'fraud',
});
const label = (predictionId: string | undefined, time: number, value = 'fraud'): GivenEvent => ({
  event: 'label',
  time,
  predictionId,
  label: value,
});

async function all(reading: LabelledReading): Promise<readonly LabelledPrediction[]> {
  const found: LabelledPrediction[] = [];
  for await (const batch of reading) {
    found.push(...batch);
  }
  return found;
}

describe('predictions with their labels', () => {
  it('finds labels however late they came, up to now, and none from after now', async () => {
    const log = await openLabelled(
      tableEvents([
        prediction('a', 10),
        prediction('b', 11),
        prediction('c', 12),
        label('a', 13),
        label('b', 500, 'fine'),
        label('c', 1001),
      ]),
      { parts: [{ question, range: { from: 0, to: 100 } }], labels, now: 1000 },
      context
    );
    const reading = log.read({ question, range: { from: 0, to: 100 } });
    expect((await all(reading)).map(({ prediction: { predictionId }, label: known }) => [predictionId, known])).toEqual(
      [
        ['a', { label: 'fraud', firstTime: 13 }],
        ['b', { label: 'fine', firstTime: 500 }],
        ['c', undefined],
      ]
    );
    expect(reading.counts()).toEqual({ predictions: 3, labelled: 2, duplicates: 0, withoutId: 0 });
  });

  it('finds a label that another clock stamped before its prediction, at the edge of the range, too', async () => {
    const part = { question, range: { from: 100_000, to: 200_000 } };
    const events = tableEvents([
      label('a', 99_000),
      prediction('a', 100_500),
      label('b', 39_000, 'fine'),
      prediction('b', 100_600),
    ]);
    const log = await openLabelled(events, { parts: [part], labels, now: 300_000 }, context);
    expect((await all(log.read(part))).map(({ label: known }) => known?.label)).toEqual(['fraud', undefined]);
  });

  it('does not ask labels for what only predictions have, such as a version', async () => {
    const events = tableEvents([prediction('a', 10), prediction('old', 10, '6'), label('a', 20)]);
    const part = { question, range: { from: 0, to: 100 } };
    const log = await openLabelled(events, { parts: [part], labels, now: 100 }, context);
    expect((await all(log.read(part))).map(({ label: known }) => known?.label)).toEqual(['fraud']);
    expect(events.asked[0]?.question).toMatchObject({ event: 'label', filters: [], groupBy: [] });
  });

  it('reads labels once for a reference and the window, from the earlier of the two', async () => {
    const events = tableEvents([prediction('a', 10), label('a', 30), prediction('b', 60), label('b', 70)]);
    const parts = [
      { question, range: { from: 50, to: 100 } },
      { question, range: { from: 0, to: 50 } },
    ];
    const log = await openLabelled(events, { parts, labels, now: 100, marginMs: 0 }, context);
    for (const part of parts) {
      expect((await all(log.read(part))).map(({ label: known }) => known?.label)).toEqual(['fraud']);
    }
    expect(events.asked.filter(({ question: { event } }) => event === 'label')).toHaveLength(1);
    expect(events.asked[0]?.range).toEqual({ from: 0, to: 100 });
  });

  it('counts a prediction once, however often its line was shipped, and says so', async () => {
    const part = { question, range: { from: 0, to: 100 } };
    const events = tableEvents([
      prediction('a', 10),
      prediction('a', 11),
      prediction('', 12),
      prediction(undefined, 13),
      label('a', 20),
      label('a', 21),
    ]);
    const log = await openLabelled(events, { parts: [part], labels, now: 100 }, context);
    const reading = log.read(part);
    expect((await all(reading)).map(({ prediction: { time } }) => time)).toEqual([10, 12, 13]);
    expect(reading.counts()).toEqual({ predictions: 3, labelled: 1, duplicates: 1, withoutId: 2 });
  });

  it('leaves a copy to the range in which the first line lies', async () => {
    const events = tableEvents([prediction('a', 99_990), prediction('a', 100_010), prediction('b', 100_020)]);
    const parts = [
      { question, range: { from: 0, to: 100_000 } },
      { question, range: { from: 100_000, to: 200_000 } },
    ];
    const log = await openLabelled(events, { parts, labels, now: 300_000 }, context);
    const [before, after] = await Promise.all(parts.map((part) => all(log.read(part))));
    expect(before?.map(({ prediction: { time } }) => time)).toEqual([99_990]);
    expect(after?.map(({ prediction: { time } }) => time)).toEqual([100_020]);
  });

  it('counts a copy that comes more than a minute later in its own range, too, as the words of a repetition say', async () => {
    const events = tableEvents([prediction('a', 99_990), prediction('a', 161_000)]);
    const parts = [
      { question, range: { from: 0, to: 100_000 } },
      { question, range: { from: 160_000, to: 200_000 } },
    ];
    const log = await openLabelled(events, { parts, labels, now: 300_000 }, context);
    const [before, after] = await Promise.all(parts.map((part) => all(log.read(part))));
    expect([before?.length, after?.length]).toEqual([1, 1]);
    expect(REPEATED_KNOWN).toMatch(/up to 1m before the time range/);
  });

  it('whatever is late, repeated or missing, each prediction comes once and with its own label', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = seeded(seed);
      const table: GivenEvent[] = [];
      const truth = new Map<string, string | undefined>();
      for (let i = 0; i < wholeNumber(random, 0, 80); i++) {
        const id = `p${i}`;
        const value = random() < 0.5 ? 'fraud' : 'fine';
        const isLabelled = random() < 0.6;
        truth.set(id, isLabelled ? value : undefined);
        for (let copy = wholeNumber(random, 1, 3); copy > 0; copy--) {
          table.push(prediction(id, wholeNumber(random, 1, 100)));
        }
        for (let copy = isLabelled ? wholeNumber(random, 1, 3) : 0; copy > 0; copy--) {
          table.push(label(id, wholeNumber(random, 1, 900), value));
        }
      }
      const part = { question, range: { from: 0, to: 100 } };
      const log = await openLabelled(tableEvents(table), { parts: [part], labels, now: 900 }, context);
      const found = await all(log.read(part));
      expect(found).toHaveLength(truth.size);
      expect(new Map(found.map((one) => [one.prediction.predictionId, one.label?.label]))).toEqual(truth);
    }
  });

  it('reads the same sample of predictions and of labels where there are too many, and says its fraction', async () => {
    const ids = Array.from({ length: 400 }, (_, i) => `p${i}`);
    const part = { question, range: { from: 0, to: 100 } };
    const log = await openLabelled(
      tableEvents(ids.flatMap((id) => [prediction(id, 10), label(id, 20)])),
      { parts: [part], labels, now: 100, most: 100 },
      context
    );
    expect(log.fraction).toBe(0.25);
    const found = await all(log.read(part));
    expect(found.every(({ label: known }) => known?.label === 'fraud')).toBe(true);
    // 400 ids at a quarter: 100, give or take five standard deviations of 8.7.
    expect(Math.abs(found.length - 100)).toBeLessThan(44);
    expect(log.labels.size).toBe(found.length);
    expect(log.notices.join()).toContain('400 predictions and 400 labels');
    expect(log.notices.join()).toContain('a sample of 25 %');
  });

  it('reads labels for a part as far as it wants them, and no further', async () => {
    const events = tableEvents([
      prediction('old', 10),
      label('old', 60),
      prediction('late', 11),
      label('late', 500),
      prediction('new', 1000),
      label('new', 1010),
    ]);
    const parts = [
      { question, range: { from: 990, to: 1100 } },
      { question, range: { from: 0, to: 50 }, labelsTo: 100 },
    ];
    const log = await openLabelled(events, { parts, labels, now: 2000, marginMs: 0 }, context);
    expect(events.asked.map(({ range }) => range)).toEqual([
      { from: 0, to: 100 },
      { from: 990, to: 2000 },
    ]);
    const [now, before] = await Promise.all(parts.map((part) => all(log.read(part))));
    expect(now?.map(({ label: known }) => known?.label)).toEqual(['fraud']);
    expect(before?.map(({ label: known }) => known?.label)).toEqual(['fraud', undefined]);
  });

  it('reads the labels of a reference of long ago from its beginning on, not all that came since', async () => {
    const between = Array.from({ length: 300 }, (_, i) => label(`other${i}`, 100 + i));
    const events = tableEvents([
      prediction('old', 10),
      label('old', 20),
      prediction('oldLate', 11),
      label('oldLate', 900),
      ...between,
      prediction('new', 1000),
      label('new', 1010),
    ]);
    const parts = [
      { question, range: { from: 990, to: 1100 } },
      { question, range: { from: 0, to: 50 } },
    ];
    const log = await openLabelled(events, { parts, labels, now: 2000, most: 100, marginMs: 0 }, context);
    expect(log.fraction).toBe(1);
    const [now, before] = await Promise.all(parts.map((part) => all(log.read(part))));
    expect(now?.map(({ label: known }) => known?.label)).toEqual(['fraud']);
    expect(before?.map(({ label: known }) => known?.label)).toEqual(['fraud', undefined]);
    expect(log.labels.size).toBe(100);
    expect(log.notices.join()).toContain('Labels of the reference are read up to 1970-01-01T00:00:00.197Z');
  });

  it('tells of labels that differ and of labels that are of no use', async () => {
    const part = { question, range: { from: 0, to: 100 } };
    const log = await openLabelled(
      tableEvents([prediction('a', 1), label('a', 2, 'fraud'), label('a', 3, 'fine'), label(undefined, 4)]),
      { parts: [part], labels, now: 100 },
      context
    );
    expect(log.notices).toEqual([
      'Predictions whose labels differ: 1. The latest label holds.',
      'Label lines that name no prediction, or hold no label: 1. They are left out.',
    ]);
  });

  it('reads no label where none is needed', async () => {
    const events = tableEvents([prediction('a', 1), label('a', 2)]);
    const part = { question, range: { from: 0, to: 100 } };
    const log = await openLabelled(events, { parts: [part], labels: undefined, now: 100 }, context);
    expect((await all(log.read(part))).map(({ label: known }) => known)).toEqual([undefined]);
    expect(events.asked.map(({ question: { event } }) => event)).toEqual(['prediction']);
  });
});
