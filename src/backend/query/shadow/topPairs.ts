import type { Observed } from './tally';

/** A request on which the two disagree, and how much. */
export interface TopPair {
  /** The larger, the more they disagree. */
  readonly score: number;
  readonly observed: Observed;
}

function idOf({ observed: { live, shadow } }: TopPair): string {
  return live.requestId ?? shadow.requestId ?? '';
}

function before(one: TopPair, other: TopPair): number {
  return (
    other.score - one.score || other.observed.live.time - one.observed.live.time || (idOf(one) < idOf(other) ? -1 : 1)
  );
}

/** The pairs on which the two disagree most, the latest first where they disagree as much: so many, and no more held. */
export class TopPairs {
  private readonly kept: TopPair[] = [];
  private offered = 0;

  constructor(private readonly most: number) {}

  offer(pair: TopPair): void {
    this.offered++;
    const last = this.kept.at(-1);
    if (this.kept.length === this.most && (last === undefined || before(last, pair) <= 0)) {
      return;
    }
    let low = 0;
    let high = this.kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.kept[middle];
      if (at !== undefined && before(at, pair) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    this.kept.splice(low, 0, pair);
    if (this.kept.length > this.most) {
      this.kept.pop();
    }
  }

  /** How many pairs disagree, shown or not. */
  get count(): number {
    return this.offered;
  }

  pairs(): readonly TopPair[] {
    return this.kept;
  }
}
