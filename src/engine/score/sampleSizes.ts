import { type Answer, answered } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { SampleSizes, ScoreOptions } from './definition';
import { type Shares, sharesOf } from './shares';

/** How much data stands behind the shares; a fixed reference is infinitely much. */
export function sampleSizes({ n, m, filled }: Shares, { fixedReference }: ScoreOptions): SampleSizes {
  return { reference: fixedReference ? Infinity : n, current: m, bins: filled };
}

/** The sizes of a pair, or why there are none. O(bins). */
export function sizesOf(pair: AlignedPair, options: ScoreOptions): Answer<SampleSizes> {
  const shares = sharesOf(pair);
  return shares.ok ? answered(sampleSizes(shares.value, options)) : shares;
}
