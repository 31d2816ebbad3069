/** Trials of one chance. */
export interface Trials {
  readonly n: number;
  readonly p: number;
}

/**
 * The chance of `hits` or more among independent trials of different chances (the Poisson binomial law), exactly.
 *
 * Adds trial by trial, keeping the chances of 0 to hits - 1 hits alone. Whole numbers. O(trials x hits).
 *
 * @example
 * poissonBinomialUpperTail(1, [{ n: 1, p: 0.5 }, { n: 1, p: 0.2 }]) // => 0.6
 */
export function poissonBinomialUpperTail(hits: number, groups: readonly Trials[]): number {
  if (hits <= 0) {
    return 1;
  }
  // chances[k]: of exactly k hits so far, k < hits; `more` of hits or more, which is never left again.
  const chances = new Float64Array(hits);
  chances[0] = 1;
  let more = 0;
  for (const { n, p } of groups) {
    for (let trial = 0; trial < n; trial++) {
      more += (chances[hits - 1] as number) * p;
      for (let k = hits - 1; k > 0; k--) {
        chances[k] = (chances[k] as number) * (1 - p) + (chances[k - 1] as number) * p;
      }
      chances[0] = (chances[0] as number) * (1 - p);
    }
  }
  return Math.min(1, more);
}
