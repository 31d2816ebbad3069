import { FRAUD } from './fraud/fraud';
import { endOfStory, OFFSETS, sceneAt, scenesOf } from './story';
import { DAY, HOUR, MINUTE, SLOT_MS, TICK_MS } from './time';

const NOW = Date.UTC(2026, 10, 23, 20, 7, 33);
const end = endOfStory(NOW);
const scenes = scenesOf(FRAUD.script, end);

describe('the story', () => {
  it('stays for half an hour, and then moves on by as much', () => {
    expect(endOfStory(NOW + 20 * MINUTE)).toBe(end);
    expect(endOfStory(NOW + 30 * MINUTE)).toBe(end + TICK_MS);
    expect(NOW - end).toBeLessThan(TICK_MS);
  });

  it('is a chain of scenes, each of whole slots, without a gap', () => {
    scenes.forEach(({ to }, i) => expect(scenes[i + 1]?.from ?? Infinity).toBe(to));
    scenes.slice(1).forEach(({ from }) => expect(from % SLOT_MS).toBe(0));
    expect(sceneAt(scenes, NOW + 365 * DAY)).toBe(scenes.at(-1));
  });

  it('goes from version 6 by way of a bad one to 7, with 8 in its shadow, and changes the inputs a day ago', () => {
    expect(scenes.map(({ live, shadow, changed }) => [live, shadow?.version, changed])).toEqual([
      ['6', '7', false],
      ['6.1', '7', false],
      ['6', '7', false],
      ['7', '6', false],
      ['7', '8', false],
      ['7', '8', true],
    ]);
    expect(end + OFFSETS.changed).toBeGreaterThan(NOW - DAY);
    expect(end + OFFSETS.changed).toBeLessThan(NOW - 22 * HOUR);
  });

  it('goes back to calm inputs where it is told to, and only there', () => {
    const healed = scenesOf(FRAUD.script, end, OFFSETS.changed + 2 * HOUR);
    expect(healed.slice(0, -1)).toEqual([
      ...scenes.slice(0, -1),
      { ...scenes.at(-1), to: end + OFFSETS.changed + 2 * HOUR },
    ]);
    expect(healed.at(-1)).toMatchObject({ live: '7', changed: false, to: Infinity });
  });

  it('gives the end of a scene to that scene, and what follows to the next', () => {
    expect(sceneAt(scenes, end + OFFSETS.changed).changed).toBe(false);
    expect(sceneAt(scenes, end + OFFSETS.changed + 1).changed).toBe(true);
  });
});
