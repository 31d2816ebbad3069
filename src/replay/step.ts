const NICE = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400] as const;
const DAY = 86_400;

/**
 * How many seconds must lie between evaluations, so that a stretch of time has at most so many: one that people use.
 * Rules with a longer interval keep theirs. A coarser step sees no incident that is shorter, and tells of the others up
 * to a step late: whoever uses one says so.
 *
 * @example
 * niceStep(7 * 86_400_000, 1000) // => 900
 */
export function niceStep(spanMs: number, evaluations: number): number {
  const least = spanMs / 1000 / Math.max(1, evaluations);
  return NICE.find((one) => one >= least) ?? Math.ceil(least / DAY) * DAY;
}
