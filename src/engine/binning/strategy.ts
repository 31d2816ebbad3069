import type { Answer } from '../answer';
import type { NumericHistogram } from '../distribution/histogram';

/** How bins are chosen. `bins` counts all bins, the two open outer ones included, and is honoured. */
export type BinningStrategy =
  | { readonly strategy: 'quantile'; readonly bins: number }
  | { readonly strategy: 'equal_width'; readonly bins: number }
  | { readonly strategy: 'custom'; readonly edges: readonly number[] }
  | { readonly strategy: 'buckets' };

export type BinningId = BinningStrategy['strategy'];

/** What bins are frozen on: the reference, as raw values or as a histogram. */
export type BinningSource = Float64Array | readonly number[] | NumericHistogram;

/** One signature for every strategy: the edges, for `fromSamples`, `coarsen` or `rebin`. */
export type Binning<Id extends BinningId> = (
  strategy: Extract<BinningStrategy, { strategy: Id }>,
  source: BinningSource
) => Answer<readonly number[]>;
