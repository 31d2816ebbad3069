/**
 * Which bins cause a drift. PSI is a sum with one term a bin, none below zero, so a bin's share of the sum is its share
 * of the drift.
 */

/** A cause has to explain this much of the whole, together with the other causes. */
const EXPLAINED = 0.8;

/** Each bin's share of the sum; null throughout where a term is missing or there is nothing to share. */
export function contributionShares(contributions: ReadonlyArray<number | null>): Array<number | null> {
  let total = 0;
  for (const contribution of contributions) {
    if (contribution === null || contribution < 0) {
      return contributions.map(() => null);
    }
    total += contribution;
  }
  return contributions.map((contribution) => (total > 0 && contribution !== null ? contribution / total : null));
}

/**
 * The smallest set of bins that explains four fifths, by index. Never more than half of the bins: where all of them
 * moved, marking all of them would point at nothing, and the largest are marked.
 */
export function causes(shares: ReadonlyArray<number | null>): ReadonlySet<number> {
  const largestFirst = shares
    .map((share, index) => ({ share: share ?? 0, index }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || a.index - b.index);
  const most = Math.max(1, Math.floor(shares.length / 2));
  const found = new Set<number>();
  let explained = 0;
  for (const { share, index } of largestFirst) {
    // A tolerance, so that four bins of exactly .2 are enough although their sum is a hair below .8.
    if (explained >= EXPLAINED - 1e-9 || found.size === most) {
      break;
    }
    found.add(index);
    explained += share;
  }
  return found;
}

export interface CauseRun {
  /** Indexes of the first and the last bin. */
  readonly from: number;
  readonly to: number;
  readonly direction: 'more' | 'less' | null;
  /** Of PSI, all bins of the run together. */
  readonly share: number;
}

/** Neighbouring causes that moved the same way read as one: a mark each would be a fence. O(bins). */
export function causeRuns(
  bins: ReadonlyArray<{
    readonly cause: boolean;
    readonly direction: CauseRun['direction'];
    readonly share: number | null;
  }>
): CauseRun[] {
  const runs: CauseRun[] = [];
  bins.forEach(({ cause, direction, share }, index) => {
    if (!cause) {
      return;
    }
    const last = runs.at(-1);
    if (last !== undefined && last.to === index - 1 && last.direction === direction) {
      runs[runs.length - 1] = { ...last, to: index, share: last.share + (share ?? 0) };
    } else {
      runs.push({ from: index, to: index, direction, share: share ?? 0 });
    }
  });
  return runs;
}
