/** Ties that rounding has parted count as ties, as in SciPy and R. */
const ALIKE = 1e-7;

/** The chances of each number of hits from `low` up, relative to the likeliest, so that none is out of reach. */
function relativeChances(group: number, allHits: number, all: number): { low: number; chances: number[] } {
  const low = Math.max(0, allHits - (all - group));
  const high = Math.min(group, allHits);
  const ratio = (k: number): number => ((group - k) * (allHits - k)) / ((k + 1) * (all - group - allHits + k + 1));
  const mode = Math.min(high, Math.max(low, Math.floor(((group + 1) * (allHits + 1)) / (all + 2))));
  const chances = new Array<number>(high - low + 1).fill(0);
  chances[mode - low] = 1;
  for (let k = mode; k < high; k++) {
    chances[k + 1 - low] = (chances[k - low] as number) * ratio(k);
  }
  for (let k = mode - 1; k >= low; k--) {
    chances[k - low] = (chances[k + 1 - low] as number) / ratio(k);
  }
  return { low, chances };
}

function tailOf(chances: readonly number[], counts: (chance: number, place: number) => boolean): number {
  let tail = 0;
  let rest = 0;
  chances.forEach((chance, place) => {
    if (counts(chance, place)) {
      tail += chance;
    } else {
      rest += chance;
    }
  });
  return tail / (tail + rest);
}

/**
 * The chance of `hits` or more hits in a group, when `allHits` of `all` are hits and the group is drawn blindly. Whole
 * numbers. O(min(group, allHits)).
 *
 * @example
 * hypergeometricUpperTail(2, 2, 2, 4) // => 1 / 6
 */
export function hypergeometricUpperTail(hits: number, group: number, allHits: number, all: number): number {
  const { low, chances } = relativeChances(group, allHits, all);
  return tailOf(chances, (_, place) => low + place >= hits);
}

/**
 * The chance of a number of hits that is as unlikely as `hits` or more so: the two-sided p of Fisher's exact test.
 *
 * @example
 * hypergeometricTwoSided(2, 2, 2, 4) // => 1 / 3
 */
export function hypergeometricTwoSided(hits: number, group: number, allHits: number, all: number): number {
  const { low, chances } = relativeChances(group, allHits, all);
  const most = (chances[hits - low] as number) * (1 + ALIKE);
  return tailOf(chances, (chance) => chance <= most);
}

/**
 * The same with those exactly as unlikely counted half (Lancaster's mid-p): on average over samples it is as large as it
 * says, which an exact p of few values cannot be (Lancaster, JASA 56, 1961; Lydersen, Fagerland & Laake, Statistics in
 * Medicine 28, 2009).
 *
 * @example
 * hypergeometricMidP(2, 2, 2, 4) // => 1 / 6
 */
export function hypergeometricMidP(hits: number, group: number, allHits: number, all: number): number {
  const { low, chances } = relativeChances(group, allHits, all);
  const own = chances[hits - low] as number;
  let less = 0;
  let alike = 0;
  let total = 0;
  for (const chance of chances) {
    total += chance;
    if (chance <= own * (1 - ALIKE)) {
      less += chance;
    } else if (chance <= own * (1 + ALIKE)) {
      alike += chance;
    }
  }
  return (less + alike / 2) / total;
}
