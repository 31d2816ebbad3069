/**
 * The ranks of values, from 1 on; those that are alike share the mean of their ranks. Infinities are the ends; NaN has
 * no rank and must not come. O(n log n).
 *
 * @example
 * ranks([10, 30, 20, 20]) // => [1, 4, 2.5, 2.5]
 */
export function ranks(values: ArrayLike<number>): number[] {
  const order = Array.from(values, (_, i) => i).sort((a, b) => {
    const [x, y] = [values[a] as number, values[b] as number];
    // Not their difference: that of two infinities is no number.
    return x < y ? -1 : x > y ? 1 : 0;
  });
  const result = new Array<number>(order.length).fill(0);
  for (let start = 0; start < order.length;) {
    const value = values[order[start] as number];
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === value) {
      end++;
    }
    for (let i = start; i < end; i++) {
      result[order[i] as number] = (start + 1 + end) / 2;
    }
    start = end;
  }
  return result;
}
