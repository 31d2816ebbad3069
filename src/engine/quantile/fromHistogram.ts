import { type Answer, noAnswer } from '../answer';
import { type NumericHistogram, total } from '../distribution/histogram';
import { faultOfHistogram } from '../distribution/validate';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf, type Estimate, type EstimateOptions } from '../metric';
import { ranksOf } from './ranks';

/** The first bin at whose end at least `rank` observations have been counted, and how many were before it. */
function binOf(counts: readonly number[], rank: number): { readonly bin: number; readonly below: number } {
  let below = 0;
  let last = { bin: 0, below: 0 };
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin] as number;
    if (count > 0) {
      last = { bin, below };
      if (below + count >= rank) {
        return last;
      }
    }
    below += count;
  }
  // Rounding may leave the sum of all below the last rank: then it is the last filled bin.
  return last;
}

/**
 * A quantile of a histogram, with an interval that counts in both chance and the width of the bins.
 *
 * Linear inside a bin, as Prometheus' `histogram_quantile`: a first bin with a bound above 0 starts at 0, and what lies
 * beyond the last bound is taken at it. The interval reaches from the lower end of the bin of the lower rank to the
 * upper end of that of the upper one; it is absent where that bin is open, or so few cannot bound it. q between 0 and 1.
 * An empty histogram, or a single bin, gives no answer. O(bins).
 *
 * @example
 * quantileOfHistogram({ kind: 'numeric', edges: [10, 20], counts: [0, 10, 0] }, 0.5).value.value // => 15
 */
export function quantileOfHistogram(
  histogram: NumericHistogram,
  q: number,
  options?: EstimateOptions
): Answer<Estimate> {
  const confidence = confidenceOf(options);
  if (!(q > 0 && q < 1)) {
    throw new RangeError(`a quantile of ${q}: it must lie between 0 and 1`);
  }
  const fault = faultOfHistogram(histogram);
  if (fault !== null) {
    return fault;
  }
  const { edges, counts } = histogram;
  const all = total(histogram);
  if (!(all > 0)) {
    return noAnswer('no_samples', 'The histogram is empty, so it has no quantile: widen the window.');
  }
  if (edges.length === 0) {
    return noAnswer('too_few_bins', 'A single bin without bounds has no quantile: give the histogram finite buckets.');
  }
  const lowerEnd = (bin: number): number | undefined =>
    bin === 0 ? ((edges[0] as number) > 0 ? 0 : undefined) : (edges[bin - 1] as number);
  const upperEnd = (bin: number): number | undefined => edges[bin];
  const { bin, below } = binOf(counts, q * all);
  const from = lowerEnd(bin) ?? (edges[0] as number);
  const to = upperEnd(bin) ?? from;
  const value = from + Math.min(1, Math.max(0, (q * all - below) / (counts[bin] as number))) * (to - from);
  const ranks = ranksOf(Math.round(all), q, confidence);
  const lower = ranks.lower === undefined ? undefined : lowerEnd(binOf(counts, ranks.lower).bin);
  const upper = ranks.upper === undefined ? undefined : upperEnd(binOf(counts, ranks.upper).bin);
  return finiteEstimate({
    value,
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    n: all,
  });
}
