import { type ExponentialHistogram, nativeBound } from '../distribution/nativeHistogram';

/** What stands for all values of a bucket: of all numbers the one from which none of them is further in its own size. */
function middleOf(index: number, schema: number): number {
  const [low, high] = [nativeBound(index - 1, schema), nativeBound(index, schema)];
  // Not (2 low high) / (low + high), which leaves the doubles before the middle does.
  return high === Infinity ? low : low * (2 / (1 + low / high));
}

/**
 * The values of a sketch, each as the middle of its bucket: right to `relativeError` of its size, in rising order. Scores
 * on raw values take them where there were too many to be kept. Counts are taken as whole numbers. O(values).
 *
 * @example
 * sketchValues({ kind: 'exponential', schema: 0, zeroThreshold: 0, zeroCount: 1, positive: [[1, 2]], negative: [], count: 3 })
 * // => Float64Array.of(0, 4 / 3, 4 / 3)
 */
export function sketchValues({ schema, zeroCount, positive, negative }: ExponentialHistogram): Float64Array {
  const parts: Array<readonly [value: number, count: number]> = [
    ...negative.map(([index, count]) => [-middleOf(index, schema), Math.round(count)] as const).reverse(),
    [0, Math.round(zeroCount)],
    ...positive.map(([index, count]) => [middleOf(index, schema), Math.round(count)] as const),
  ];
  const values = new Float64Array(parts.reduce((sum, [, count]) => sum + count, 0));
  let at = 0;
  for (const [value, count] of parts) {
    values.fill(value, at, at + count);
    at += count;
  }
  return values;
}
