import { drawBlock } from '../block';
import { sceneAt, scenesOf } from '../story';
import { HOUR, SLOT_MS, slotOf } from '../time';
import { PARCEL_ETA } from './eta';

const END = Date.UTC(2026, 10, 23, 12);
const scenes = scenesOf(PARCEL_ETA.script, END);

/** How far off a version was on average, and in which direction, in the twelve hours that end so long before the end. */
function off(version: string, agoMs: number): { readonly mae: number; readonly bias: number } {
  let [n, absolute, signed] = [0, 0, 0];
  for (let slot = slotOf(END - agoMs - 12 * HOUR); slot <= slotOf(END - agoMs); slot += 1) {
    const { answers, truth } = drawBlock('tidemark', PARCEL_ETA, slot, sceneAt(scenes, slot * SLOT_MS + 1));
    for (const { row, score, error } of answers.filter((one) => one.version === version)) {
      row.forEach((request, i) => {
        if (error[i] === 0) {
          const by = (score[i] ?? NaN) - (truth[request] ?? NaN);
          [n, absolute, signed] = [n + 1, absolute + Math.abs(by), signed + by];
        }
      });
    }
  }
  return { mae: absolute / n, bias: signed / n };
}

describe('the model that says when a parcel comes', () => {
  it('is off by some minutes while it is dry, and promises too much once it rains', () => {
    const [calm, changed] = [off('2', 30 * HOUR), off('2', HOUR)];
    expect(calm.mae).toBeLessThan(6);
    expect(changed.mae).toBeGreaterThan(1.15 * calm.mae);
    expect(changed.bias).toBeLessThan(calm.bias - 2);
  });

  it('has a shadow that has seen rain', () => {
    const [live, shadow] = [off('2', HOUR), off('3', HOUR)];
    expect(shadow.mae).toBeLessThan(0.85 * live.mae);
    expect(Math.abs(shadow.bias)).toBeLessThan(1.5);
  });
});
