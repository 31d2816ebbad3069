/**
 * The edges that two rising lists have in common, compared exactly. O(first + second).
 *
 * @example
 * sharedEdges([1, 2, 3], [2, 3, 4]) // => [2, 3]
 */
export function sharedEdges(first: readonly number[], second: readonly number[]): readonly number[] {
  const shared: number[] = [];
  let i = 0;
  let j = 0;
  while (i < first.length && j < second.length) {
    const a = first[i] as number;
    const b = second[j] as number;
    if (a === b) {
      shared.push(a);
    }
    if (a <= b) {
      i++;
    }
    if (b <= a) {
      j++;
    }
  }
  return shared;
}
