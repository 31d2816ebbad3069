/** The middle of the values; of an even number of them, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Contender {
  readonly name: string;
  /** Does its work once; `round` makes every round's work another one, so that nobody answers from memory. */
  readonly run: (round: number) => Promise<void>;
}

/**
 * Times contenders against one another: each once a round, in another order each round, so that whatever else the
 * machine does falls on all of them alike. The first rounds warm up and are not counted. Milliseconds, by name.
 */
export async function interleave(
  contenders: readonly Contender[],
  rounds: number,
  warmUp: number
): Promise<Readonly<Record<string, readonly number[]>>> {
  const times: Record<string, number[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < warmUp + rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const contender = contenders[(i + round) % contenders.length];
      if (contender === undefined) {
        continue;
      }
      const start = performance.now();
      await contender.run(round);
      if (round >= warmUp) {
        times[contender.name]?.push(performance.now() - start);
      }
    }
  }
  return times;
}
