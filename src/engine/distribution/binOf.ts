/**
 * Which bin of `(lower, upper]` bins a value falls into: the number of edges below it. O(log edges).
 *
 * @example
 * [5, 10, 10.5].map((value) => binOf(value, [10, 20])) // => [0, 0, 1]
 */
export function binOf(value: number, edges: readonly number[]): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
