import { drawBlock, expectedRows } from './block';
import { FRAUD } from './fraud/fraud';
import { sceneAt, scenesOf } from './story';
import { DAY, HOUR, SLOT_MS, slotOf } from './time';

const END = Date.UTC(2026, 10, 23, 12);
const scenes = scenesOf(FRAUD.script, END);
const slotAgo = (ms: number): number => slotOf(END - ms);
const draw = (slot: number, seed = 'seed') => drawBlock(seed, FRAUD, slot, sceneAt(scenes, slot * SLOT_MS + 1));

describe('a slot', () => {
  it('is the same for the same seed, and another for another', () => {
    const slot = slotAgo(3 * HOUR);
    expect(draw(slot)).toEqual(draw(slot));
    expect(draw(slot, 'another').columns[0]).not.toEqual(draw(slot).columns[0]);
    expect(draw(slot + 1).columns[0]).not.toEqual(draw(slot).columns[0]);
  });

  it('holds answers after its start and up to its end, in order of time for the live version', () => {
    for (const ago of [HOUR, 2.5 * DAY, 4.9 * DAY]) {
      const slot = slotAgo(ago);
      for (const { time, row, role } of draw(slot).answers) {
        expect(time).toHaveLength(row.length);
        expect(Math.min(...time)).toBeGreaterThan(slot * SLOT_MS);
        expect(Math.max(...time)).toBeLessThanOrEqual((slot + 1) * SLOT_MS);
        if (role === 'live') {
          expect([...time]).toEqual([...time].sort((a, b) => a - b));
        }
      }
    }
  });

  it('has a shadow that answers a part of the requests, each after the live version', () => {
    const { rows, answers } = draw(slotAgo(HOUR));
    const [live, shadow] = answers;
    expect(live?.row).toHaveLength(rows);
    expect((shadow?.row.length ?? 0) / rows).toBeCloseTo(0.6, 1);
    shadow?.row.forEach((row, i) => expect(shadow.time[i]).toBeGreaterThanOrEqual(live?.time[row] ?? Infinity));
  });

  it('tells the same of a request whichever scene it lies in, but for what the scene changes', () => {
    const slot = slotAgo(22 * HOUR);
    const [calm, changed] = [scenes[4], scenes[5]].map((scene) => {
      if (scene === undefined) {
        throw new Error('the fraud model has six scenes');
      }
      return drawBlock('seed', FRAUD, slot, scene);
    });
    const place = (name: string): number => FRAUD.features.findIndex((feature) => feature.name === name);
    expect(changed?.answers[0]?.time).toEqual(calm?.answers[0]?.time);
    const same = (name: string): number => {
      const [before, after] = [calm?.columns[place(name)], changed?.columns[place(name)]];
      return [...(before ?? [])].filter((value, row) => Object.is(value, after?.[row])).length / (before?.length ?? 1);
    };
    // But for the few whose inputs repeat, in the segment that turns absurd.
    expect(same('customer_age')).toBeGreaterThan(0.98);
    expect(same('amount')).toBeLessThan(0.02);
  });

  it('is expected to hold as many requests as its rate says, over a week', () => {
    const week = Array.from({ length: (7 * DAY) / SLOT_MS }, (_, i) => expectedRows(slotAgo(7 * DAY) + i, 1));
    const perSecond = week.reduce((sum, rows) => sum + rows, 0) / ((7 * DAY) / 1000);
    expect(perSecond).toBeCloseTo(1, 1);
  });
});
