/** Rows of one stretch of a scale from 0 to 1; `lower` and `upper` are the smallest and the largest value in it. */
export interface AdaptiveBucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Rows with the outcome 1. */
  readonly hits: number;
  /** Sum of the values, and of those with the outcome 1 alone. */
  readonly sum: number;
  readonly hitSum: number;
  /** Sum of (value - outcome)^2. */
  readonly squares: number;
}

export interface AdaptiveOptions {
  /** About how many buckets of equal count there should be. */
  readonly buckets: number;
  /** A bucket as wide as this ends, however little it holds: so that a thin tail keeps its order. */
  readonly width: number;
  /** It holds at least so many rows first. */
  readonly least: number;
  /** It ends in any case where nothing lies for longer than this. */
  readonly gap: number;
}

/**
 * Values from 0 to 1 in buckets that follow the data: of equal count where they crowd, of equal width where they are
 * thin. Scores crowd near 0 and 1, where equal widths would put nearly all into one bucket; a rare class lies in a thin
 * tail, which equal counts would throw together. Equal values stay together. O(rows log rows).
 *
 * @param values those with the outcome 0, and those with the outcome 1, in rising order.
 *
 * @example
 * adaptiveBuckets([Float64Array.of(0.1, 0.2), Float64Array.of(0.8)], { buckets: 1, width: 0.3, least: 1, gap: 1 })
 *   .map(({ count, hits }) => [count, hits]) // => [[2, 0], [1, 1]]
 */
export function adaptiveBuckets(
  [misses, hits]: readonly [Float64Array, Float64Array],
  { buckets, width, least, gap }: AdaptiveOptions
): AdaptiveBucket[] {
  const full = Math.max(least, (misses.length + hits.length) / buckets);
  const result: AdaptiveBucket[] = [];
  let open: { -readonly [K in keyof AdaptiveBucket]: AdaptiveBucket[K] } | undefined;
  let [i, j] = [0, 0];
  while (i < misses.length || j < hits.length) {
    const value = Math.min(misses[i] ?? Infinity, hits[j] ?? Infinity);
    if (open !== undefined) {
      const ends = open.count >= full || (open.count >= least && value - open.lower > width);
      if (ends || value - open.upper > gap) {
        result.push(open);
        open = undefined;
      }
    }
    open ??= { lower: value, upper: value, count: 0, hits: 0, sum: 0, hitSum: 0, squares: 0 };
    open.upper = value;
    for (; misses[i] === value; i++) {
      open.count++;
      open.sum += value;
      open.squares += value * value;
    }
    for (; hits[j] === value; j++) {
      open.count++;
      open.hits++;
      open.sum += value;
      open.hitSum += value;
      open.squares += (value - 1) ** 2;
    }
  }
  return open === undefined ? result : [...result, open];
}

/**
 * Rows by outcome, each list in rising order; rows whose value is not a number from 0 to 1, or whose outcome is neither
 * 0 nor 1, are left out. O(rows log rows).
 *
 * @example
 * byOutcome(Float64Array.of(0.9, 0.1, NaN), [1, 0, 1]) // => [Float64Array.of(0.1), Float64Array.of(0.9)]
 */
export function byOutcome(values: Float64Array, outcomes: ArrayLike<number>): [Float64Array, Float64Array] {
  const of = (outcome: number): Float64Array =>
    values.filter((value, i) => value >= 0 && value <= 1 && outcomes[i] === outcome).sort();
  return [of(0), of(1)];
}
