import { quantileSorted } from 'simple-statistics';
import { answered } from '../answer';
import { type NumericHistogram, total } from '../distribution/histogram';
import { faultOfHistogram } from '../distribution/validate';
import { nearestPlaces } from './nearest';
import { faultOfBinNumber, fewerBins, finiteSorted, isHistogram, noSamples } from './source';
import type { Binning } from './strategy';

function wantedQuantiles(bins: number): readonly number[] {
  return Array.from({ length: bins - 1 }, (_, k) => (k + 1) / bins);
}

function fromSorted(sorted: Float64Array, bins: number): readonly number[] {
  // quantileSorted takes any list with a length; its type says array.
  const values = wantedQuantiles(bins).map((p) => quantileSorted(sorted as unknown as number[], p));
  return values.filter((value, i) => i === 0 || value > (values[i - 1] as number));
}

function fromBounds(histogram: NumericHistogram, bins: number): readonly number[] {
  const all = total(histogram);
  let below = 0;
  const cumulative = histogram.edges.map((_, i) => {
    below += histogram.counts[i] as number;
    return below / all;
  });
  return nearestPlaces(cumulative, wantedQuantiles(bins)).map((place) => histogram.edges[place] as number);
}

/**
 * Bins that hold equal shares of the reference.
 *
 * From samples: the quantiles k / bins, interpolated as NumPy does (Hyndman and Fan's type 7); equal ones once. From a
 * histogram: those of its own bounds whose cumulative shares come nearest, so that counts stay exact. Fewer bins than
 * wanted, where there are too few distinct values or bounds, are said. NaN and infinities are left out.
 * O(n log n) in samples, O(bins) in a histogram.
 *
 * @example
 * quantile({ strategy: 'quantile', bins: 4 }, [1, 2, 3, 4, 5]).value // => [2, 3, 4]
 */
export const quantile: Binning<'quantile'> = ({ bins }, source) => {
  const fault = faultOfBinNumber(bins) ?? (isHistogram(source) ? faultOfHistogram(source) : null);
  if (fault !== null) {
    return fault;
  }
  if (isHistogram(source)) {
    if (!(total(source) > 0)) {
      return noSamples();
    }
    const edges = fromBounds(source, bins);
    return answered(edges, fewerBins(bins, edges));
  }
  const sorted = finiteSorted(source);
  if (sorted.length === 0) {
    return noSamples();
  }
  const edges = fromSorted(sorted, bins);
  return answered(edges, fewerBins(bins, edges));
};
