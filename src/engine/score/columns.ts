import { type Answer, type Answered, type NoAnswer, answered, noAnswer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { ScoreOptions } from './definition';
import { groupRare, SMALLEST_EXPECTED } from './mergeRare';
import { type Shares, sharesOf } from './shares';

/** Two rows of counts whose columns all expect enough for the chi-squared law. */
export interface Columns {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly shares: Shares;
  /** The reference is the truth, and no row of the table. */
  readonly fixed: boolean;
}

/** Bins that expect nothing and hold something must join a group too: they get the least of weights. */
function withUnexpected(weights: readonly number[], current: readonly number[], enough: number): readonly number[] {
  return weights.map((weight, i) => (weight === 0 && (current[i] as number) > 0 ? enough * 1e-9 : weight));
}

function format(count: number): string {
  return String(Number(count.toPrecision(3)));
}

/**
 * The counts of a pair with rare bins merged until none expects fewer than 5 on either side (Cochran 1954), and said.
 * A feature that never leaves one bin is one column. Too little data for two: `too_few_observations`. O(bins).
 */
export function columnsOf(pair: AlignedPair, options: ScoreOptions): Answered<Columns> | NoAnswer {
  const shares: Answer<Shares> = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { n, m, filled } = shares.value;
  const { reference, current } = pair;
  const fixed = options.fixedReference === true;
  if (filled === 1) {
    return answered({ reference: [n], current: [m], shares: shares.value, fixed });
  }
  // Which bins expect 5 on both sides, as a weight: what the table expects is a multiple of it.
  const weights = fixed ? shares.value.p : reference.map((count, i) => count + (current[i] as number));
  const enough = fixed ? SMALLEST_EXPECTED / m : SMALLEST_EXPECTED * (1 + Math.max(n, m) / Math.min(n, m));
  const { group, groups } = groupRare(withUnexpected(weights, current, enough), enough, pair.kind === 'numeric');
  if (groups < 2) {
    return noAnswer(
      'too_few_observations',
      `${format(n)} against ${format(m)} observations leave no two bins that expect ${SMALLEST_EXPECTED}: widen the window.`
    );
  }
  const before = new Array<number>(groups).fill(0);
  const now = new Array<number>(groups).fill(0);
  for (let i = 0; i < group.length; i++) {
    const at = group[i] as number;
    if (at >= 0) {
      before[at] = (before[at] as number) + (reference[i] as number);
      now[at] = (now[at] as number) + (current[i] as number);
    }
  }
  return answered(
    { reference: before, current: now, shares: shares.value, fixed },
    groups < filled ? [{ kind: 'rare_bins_merged', from: filled, to: groups }] : undefined
  );
}
