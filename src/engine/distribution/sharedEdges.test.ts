import { seeded } from '../testing/random';
import { sharedEdges } from './sharedEdges';

test('sharedEdges is the intersection, in order, from either side', () => {
  const random = seeded(11);
  for (let k = 0; k < 100; k++) {
    const pick = (): number[] => [1, 2, 3, 4, 5, 6, 7, 8].filter(() => random() < 0.5);
    const first = pick();
    const second = pick();
    const expected = first.filter((edge) => second.includes(edge));
    expect(sharedEdges(first, second)).toEqual(expected);
    expect(sharedEdges(second, first)).toEqual(expected);
  }
});
