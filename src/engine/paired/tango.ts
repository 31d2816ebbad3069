/**
 * Tango's score statistic of a difference between two paired shares: (c - b - n d) over its standard error if the true
 * difference were d (Tango, Statistics in Medicine 17, 1998). Its square at d = 0 is McNemar's statistic. b and c are
 * the discordant pairs (c those in favour), n > 0 all pairs, -1 < d < 1. O(1).
 *
 * @example
 * tangoStatistic(4, 12, 100, 0) // => 2
 */
export function tangoStatistic(b: number, c: number, n: number, d: number): number {
  // The chance of a pair against, at its likeliest where the difference is d.
  const linear = -b - c + (2 * n - c + b) * d;
  const constant = -b * d * (1 - d);
  const against = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n);
  const variance = n * (2 * against + d * (1 - d));
  const excess = c - b - n * d;
  return variance > 0 ? excess / Math.sqrt(variance) : excess === 0 ? 0 : excess * Infinity;
}

/** The d at which the statistic, which falls with d, is `wanted`, by halving. */
function solve(b: number, c: number, n: number, wanted: number): number {
  let low = -1;
  let high = 1;
  for (let k = 0; k < 200 && high - low > Number.EPSILON * Math.max(Math.abs(low), Math.abs(high)); k++) {
    const middle = (low + high) / 2;
    if (tangoStatistic(b, c, n, middle) > wanted) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}

/**
 * Tango's score interval: all differences that the statistic does not reject at this z. O(1).
 *
 * @example
 * tangoInterval(0, 0, 96, 2).upper // => 0.04
 */
export function tangoInterval(
  b: number,
  c: number,
  n: number,
  z: number
): { readonly lower: number; readonly upper: number } {
  return { lower: solve(b, c, n, z), upper: solve(b, c, n, -z) };
}
