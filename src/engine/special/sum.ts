/**
 * The plain left-to-right sum. O(n).
 *
 * simple-statistics' `sum` compensates for rounding, and costs several times as much: the engine adds tens of numbers
 * at a time, where the plain sum is within a few units of the last place, and adds them on the path of every query.
 */
export function sum(values: ArrayLike<number>): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) {
    result += values[i] as number;
  }
  return result;
}
