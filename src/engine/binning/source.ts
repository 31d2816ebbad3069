import { type NoAnswer, noAnswer } from '../answer';
import type { NumericHistogram } from '../distribution/histogram';
import type { Repair } from '../repair';
import type { BinningSource } from './strategy';

export function isHistogram(source: BinningSource): source is NumericHistogram {
  return 'kind' in source;
}

/** The finite samples, in rising order, as a copy. */
export function finiteSorted(samples: Float64Array | readonly number[]): Float64Array {
  return Float64Array.from(samples as ArrayLike<number>)
    .filter(Number.isFinite)
    .sort();
}

/** More bins than anybody can look at, and few enough that a mistyped number costs nothing. */
const MOST_BINS = 1000;

/** The fault of a number of bins, or null. */
export function faultOfBinNumber(bins: number): NoAnswer | null {
  return Number.isInteger(bins) && bins >= 2 && bins <= MOST_BINS
    ? null
    : noAnswer('invalid_bin_number', `${bins} bins were asked for: ask for a whole number from 2 to ${MOST_BINS}.`);
}

export function noSamples(): NoAnswer {
  return noAnswer('no_samples', 'There is no finite value to choose bins on: widen the reference.');
}

/** Says so where there are fewer bins than wanted. */
export function fewerBins(wanted: number, edges: readonly number[]): readonly Repair[] {
  const got = edges.length + 1;
  return got < wanted ? [{ kind: 'fewer_bins', wanted, got }] : [];
}
