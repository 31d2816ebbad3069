import { seeded, wholeNumber } from '../../engine/testing/random';
import type { LabelEvent, PredictionEvent } from '../upstream/events';
import { LabelIndex } from './labels';
import { PairJoin, type EventPair, type Side } from './pairs';

const prediction = (requestId: string | undefined, role: Side, time: number): PredictionEvent => ({
  event: 'prediction',
  time,
  group: {},
  predictionId: requestId === undefined ? undefined : `${requestId}/${role}`,
  requestId,
  version: role === 'live' ? '7' : '8',
  role,
  prediction: 'approve',
  confidence: 0.9,
  probabilities: undefined,
  latencyMs: 10,
  error: undefined,
  features: {},
});

const label = (predictionId: string | undefined, value: string, time: number): LabelEvent => ({
  event: 'label',
  time,
  group: {},
  predictionId,
  label: value,
});

/** Fisher and Yates, from a seed. */
function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}

describe('live and shadow are joined by request id', () => {
  it('whatever is late, repeated, reordered or missing, no pair is lost and none counted twice', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed);
      const requests = wholeNumber(random, 0, 120);
      const events: Array<{ side: Side; event: PredictionEvent }> = [];
      const expected = { pairs: new Set<string>(), live: 0, shadow: 0, duplicates: 0, withoutId: 0 };
      for (let i = 0; i < requests; i++) {
        const id = `r${i}`;
        const copies = { live: wholeNumber(random, 0, 3), shadow: wholeNumber(random, 0, 3) };
        for (const side of ['live', 'shadow'] as const) {
          for (let copy = 0; copy < copies[side]; copy++) {
            events.push({ side, event: prediction(id, side, i + copy) });
          }
          expected.duplicates += Math.max(0, copies[side] - 1);
        }
        if (copies.live > 0 && copies.shadow > 0) {
          expected.pairs.add(id);
        } else {
          expected.live += copies.live > 0 ? 1 : 0;
          expected.shadow += copies.shadow > 0 ? 1 : 0;
        }
      }
      for (let i = 0; i < wholeNumber(random, 0, 3); i++) {
        events.push({ side: 'live', event: prediction(random() < 0.5 ? undefined : '', 'live', i) });
        expected.withoutId++;
      }

      const join = new PairJoin();
      const pairs = shuffled(events, random)
        .map(({ side, event }) => join.add(side, event))
        .filter((pair): pair is EventPair => pair !== undefined);

      expect(pairs.every(({ live, shadow }) => live.requestId === shadow.requestId)).toBe(true);
      expect(pairs.every(({ live, shadow }) => live.role === 'live' && shadow.role === 'shadow')).toBe(true);
      expect(pairs.map(({ live }) => live.requestId).sort()).toEqual([...expected.pairs].sort());
      expect(join.counts()).toEqual({
        pairs: expected.pairs.size,
        unpairedLive: expected.live,
        unpairedShadow: expected.shadow,
        duplicates: expected.duplicates,
        withoutId: expected.withoutId,
      });
      const alone = [...join.unpaired()];
      expect(alone.every(([side, event]) => event.role === side)).toBe(true);
      expect(alone.filter(([side]) => side === 'live')).toHaveLength(expected.live);
      expect(alone.filter(([side]) => side === 'shadow')).toHaveLength(expected.shadow);
    }
  });
});

describe('labels are found by prediction id', () => {
  it('in any order, with repetitions and corrections, the latest label holds', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed + 1000);
      const truth = new Map<string, { label: string; time: number; firstTime: number }>();
      const events: LabelEvent[] = [];
      let corrections = 0;
      for (let i = 0; i < wholeNumber(random, 1, 80); i++) {
        const id = `p${i}`;
        const versions = wholeNumber(random, 0, 3);
        const values = new Set<string>();
        for (let v = 0; v < versions; v++) {
          // Times differ, so that "the latest" is one.
          const time = i * 10 + v;
          const value = random() < 0.5 ? 'fraud' : 'fine';
          values.add(value);
          truth.set(id, { label: value, time, firstTime: i * 10 });
          for (let copy = 0; copy < wholeNumber(random, 1, 2); copy++) {
            events.push(label(id, value, time));
          }
        }
        corrections += values.size > 1 ? 1 : 0;
      }
      const index = new LabelIndex();
      for (const event of shuffled(events, random)) {
        index.add(event);
      }
      expect(index.size).toBe(truth.size);
      expect(index.corrections).toBe(corrections);
      for (const [id, { label: value, firstTime }] of truth) {
        expect(index.of(id)).toMatchObject({ label: value, firstTime });
      }
    }
  });

  it('does not depend on the order of two labels of the same instant', () => {
    const [a, b] = [label('p', 'fraud', 5), label('p', 'fine', 5)];
    const one = new LabelIndex();
    const other = new LabelIndex();
    [a, b].forEach((event) => one.add(event));
    [b, a].forEach((event) => other.add(event));
    expect(one.of('p')).toEqual(other.of('p'));
  });

  it('keeps numbers and texts apart, and as they came', () => {
    const index = new LabelIndex();
    const given = [0, -0.5, 1e300, '1', '', 'fraud', 1].map((value, i) => ({ id: `p${i}`, value }));
    given.forEach(({ id, value }, i) => index.add({ ...label(id, 'x', i), label: value }));
    expect(given.map(({ id }) => index.of(id)?.label)).toEqual(given.map(({ value }) => value));
    index.add({ ...label('p3', 'x', 9), label: 1 });
    expect([index.of('p3')?.label, index.corrections]).toEqual([1, 1]);
  });

  it('counts labels that name no prediction, or no truth, and keeps them out', () => {
    const index = new LabelIndex();
    index.add(label(undefined, 'fraud', 1));
    index.add(label('', 'fraud', 1));
    index.add({ ...label('p', 'fraud', 1), label: undefined });
    expect(index.withoutUse).toBe(3);
    expect(index.size).toBe(0);
    expect(index.of(undefined)).toBeUndefined();
  });
});
