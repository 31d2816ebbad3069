export { seeded } from '../sample/random';

/** A whole number from `low` to `high`, both included. */
export function wholeNumber(random: () => number, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** Counts of n draws over bins with these probabilities. */
export function multinomial(random: () => number, n: number, probabilities: readonly number[]): number[] {
  const ends: number[] = [];
  let end = 0;
  for (const probability of probabilities) {
    end += probability;
    ends.push(end);
  }
  const counts = probabilities.map(() => 0);
  for (let k = 0; k < n; k++) {
    const draw = random() * end;
    let bin = 0;
    while (bin < counts.length - 1 && draw >= (ends[bin] as number)) {
      bin++;
    }
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}
