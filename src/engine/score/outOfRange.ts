import { type Answer, noAnswer } from '../answer';
import type { AlignedPair, NumericPair } from '../distribution/pair';
import { smallestShareAboveNone, twoSharesP } from '../special/twoShares';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { needsOrder } from './needsOrder';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';
import { type Spans, spansOf } from './spans';

/** The part of each bin outside the range: with its share spread evenly, for sure, and at most. */
interface Outside {
  readonly likely: readonly number[];
  readonly least: readonly number[];
  readonly most: readonly number[];
}

function outsideOf({ bins }: NumericPair, { lower, upper }: Spans, min: number, max: number): Outside {
  const likely = bins.map((_, i) => {
    const from = lower[i] as number;
    const to = upper[i] as number;
    if (!(to > from)) {
      return from < min || from > max ? 1 : 0;
    }
    const inside = Math.min(to, max) - Math.max(from, min);
    return inside > 0 ? 1 - inside / (to - from) : 1;
  });
  // A bin does not hold its lower end: (10, 20] is wholly outside of [0, 10], and (0, 10] wholly inside.
  const least = bins.map((bin) => (bin.upper < min || bin.lower >= max ? 1 : 0));
  const most = bins.map((bin) => (bin.lower >= min && bin.upper <= max ? 0 : 1));
  return { likely: likely.map((part, i) => Math.min(most[i] ?? 1, Math.max(least[i] ?? 0, part))), least, most };
}

function share(shares: readonly number[], parts: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < shares.length; i++) {
    total += (shares[i] as number) * (parts[i] as number);
  }
  return Math.min(1, total);
}

/**
 * Share outside the range: what part of the current values lies below the smallest or above the largest that should be?
 *
 * A level, not a change: it is 0 only where all is inside, whatever the reference does. From bins: each bin's share is
 * spread evenly over the bin, the open bins as for Wasserstein; `lower` counts the bins that are wholly outside, `upper`
 * all that are not wholly inside, with the open bins as far as they go. `signed` is the change since the reference, and
 * `pValue` that of the two shares (pooled z, or Fisher's by mid-p where few are expected).
 *
 * Special inputs: without `range`, `needs_range`. Categories have no range: `needs_order`. An empty side, or a single
 * bin, gives no answer. A share from 0 to 1. Cost: O(bins).
 *
 * @example
 * outOfRange(numericPair([0, 10, 20], [0, 10, 0, 0], [0, 8, 2, 0]), { range: [0, 10] }).value.value // => 0.2
 */
export function outOfRange(pair: AlignedPair, { range }: ScoreOptions = {}): Answer<ScoreValue> {
  if (pair.kind !== 'numeric') {
    return needsOrder('The share outside the range');
  }
  if (range === undefined) {
    return noAnswer('needs_range', 'The range of the feature is not known: give it in the settings of the model.');
  }
  const [min, max] = range;
  if (!(min <= max)) {
    throw new RangeError(`a range from ${min} to ${max}: the first must not be above the second`);
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q, n, m } = shares.value;
  const { likely, least, most } = outsideOf(pair, spansOf(pair), min, max);
  const value = share(q, likely);
  const before = share(p, likely);
  return finiteScore({
    value,
    lower: Math.min(value, share(q, least)),
    upper: Math.max(value, share(q, most)),
    signed: value - before,
    pValue: twoSharesP(before * n, n, value * m, m),
  });
}

export const outOfRangeDefinition: ScoreDefinition<'out_of_range'> = {
  id: 'out_of_range',
  label: 'Share outside the range',
  explanation: 'What part of the values lies outside the range that the feature should have.',
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['numeric'],
  needs: 'range',
  thresholds: null,
  formula: 'share of q below min or above max',
  notWhen:
    "Not with buckets that do not end at the range's ends, where it is known between bounds only. Not for categories.",
  citation: 'Breck et al., Data Validation for Machine Learning, MLSys 2019',
  compute: outOfRange,
  smallestDetectable: smallestShareAboveNone,
};
