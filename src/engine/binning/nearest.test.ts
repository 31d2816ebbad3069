import { seeded } from '../testing/random';
import { nearestPlaces } from './nearest';

test('nearestPlaces finds for each wanted position one that no other beats, and each once', () => {
  const random = seeded(4);
  const rising = (size: number): number[] => Array.from({ length: size }, () => random()).sort((a, b) => a - b);
  for (let k = 0; k < 200; k++) {
    const given = rising(1 + (k % 12));
    const wanted = rising(1 + (k % 5));
    const places = nearestPlaces(given, wanted);
    expect(new Set(places).size).toBe(places.length);
    for (const position of wanted) {
      const best = Math.min(...given.map((value) => Math.abs(value - position)));
      expect(Math.min(...places.map((place) => Math.abs((given[place] as number) - position)))).toBe(best);
    }
  }
});

test('nothing given is nothing found', () => {
  expect(nearestPlaces([], [1, 2])).toEqual([]);
});
