import { answered } from '../answer';
import type { NumericHistogram } from '../distribution/histogram';
import { faultOfHistogram } from '../distribution/validate';
import { nearestPlaces } from './nearest';
import { faultOfBinNumber, fewerBins, isHistogram, noSamples } from './source';
import type { Binning } from './strategy';

/** The inner bounds of equal bins; written as a weighted mean, for the range may exceed the largest double. */
function inner(low: number, high: number, bins: number): readonly number[] {
  if (low === high) {
    return [low];
  }
  const edges = Array.from({ length: bins - 1 }, (_, k) => low * (1 - (k + 1) / bins) + high * ((k + 1) / bins));
  return edges.filter((edge, i) => i === 0 || edge > (edges[i - 1] as number));
}

/** The range that the filled bins cover, with the open bins as in Prometheus' quantiles. */
function rangeOf({ edges, counts }: NumericHistogram): { low: number; high: number } | null {
  const first = counts.findIndex((count) => count > 0);
  if (first < 0 || edges.length === 0) {
    return null;
  }
  let last = counts.length - 1;
  while (!((counts[last] as number) > 0)) {
    last--;
  }
  const lowest = edges[0] as number;
  return {
    low: first > 0 ? (edges[first - 1] as number) : Math.min(0, lowest),
    high: edges[Math.min(last, edges.length - 1)] as number,
  };
}

/**
 * Bins of equal width over the range of the reference. The outer two are open, so what lies beyond falls into them.
 *
 * From samples: between the smallest and the largest. From a histogram: those of its own bounds nearest to equal
 * steps over its filled bins, so that counts stay exact. A reference of one single value gives the one bound there is,
 * and it is said. NaN and infinities are left out. O(n) in samples, O(bins) in a histogram.
 *
 * @example
 * equalWidth({ strategy: 'equal_width', bins: 4 }, [0, 1, 8]).value // => [2, 4, 6]
 */
export const equalWidth: Binning<'equal_width'> = ({ bins }, source) => {
  const fault = faultOfBinNumber(bins) ?? (isHistogram(source) ? faultOfHistogram(source) : null);
  if (fault !== null) {
    return fault;
  }
  if (isHistogram(source)) {
    const range = rangeOf(source);
    if (range === null) {
      return noSamples();
    }
    const wanted = inner(range.low, range.high, bins);
    const edges = nearestPlaces(source.edges, wanted).map((place) => source.edges[place] as number);
    return answered(edges, fewerBins(bins, edges));
  }
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < source.length; i++) {
    const sample = source[i] as number;
    // Not Math.min, which NaN would win; and infinities are no ends.
    if (sample < low && sample > -Infinity) {
      low = sample;
    }
    if (sample > high && sample < Infinity) {
      high = sample;
    }
  }
  if (low > high) {
    return noSamples();
  }
  const edges = inner(low, high, bins);
  return answered(edges, fewerBins(bins, edges));
};
