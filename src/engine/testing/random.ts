/** A seeded stream of uniform numbers in [0, 1) (Chris Doty-Humphrey's sfc32): the same test data on every run. */
export function seeded(seed: number): () => number {
  let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return (out >>> 0) / 4294967296;
  };
  for (let k = 0; k < 15; k++) {
    next();
  }
  return next;
}

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
