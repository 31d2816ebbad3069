import { type Answered, type NoAnswer, answered, noAnswer } from '../answer';
import type { AlignedPair } from '../distribution/pair';

/** Less than a billionth of an observation is none: what is left of a sum of rates after rounding. */
const EMPTY_BELOW = 1e-9;

/** A pair as the shares of its bins, with what was counted. */
export interface Shares {
  /** Of the reference. */
  readonly p: readonly number[];
  /** Of the current side. */
  readonly q: readonly number[];
  readonly n: number;
  readonly m: number;
  /** Bins that either side fills. */
  readonly filled: number;
  /** Bins that just one side fills. */
  readonly oneSided: number;
}

function emptySide(side: 'reference' | 'current'): NoAnswer {
  return side === 'reference'
    ? noAnswer('empty_reference', 'The reference holds no observations: choose another time, labels or profile.')
    : noAnswer('empty_current', 'The window holds no observations: widen it, or check that the feature is still sent.');
}

/** All scores of a feature start from the same shares, one after the other: the last ones are kept. */
let last: { readonly pair: AlignedPair; readonly answer: Answered<Shares> | NoAnswer } | null = null;

/**
 * The shares that every score starts from, or why there are none: a side is empty, a count is no count, or a numeric
 * pair is a single bin, which hides every change. A single category is no such case: that it stayed is an answer.
 * O(bins). A pair whose lists differ in length is a programmer's error, and throws.
 */
export function sharesOf(pair: AlignedPair): Answered<Shares> | NoAnswer {
  if (last?.pair !== pair) {
    last = { pair, answer: computeShares(pair) };
  }
  return last.answer;
}

function computeShares(pair: AlignedPair): Answered<Shares> | NoAnswer {
  const { reference, current, bins } = pair;
  const size = bins.length;
  if (reference.length !== size || current.length !== size) {
    throw new RangeError(`a pair of ${size} bins with ${reference.length} and ${current.length} counts`);
  }
  let n = 0;
  let m = 0;
  let filled = 0;
  let oneSided = 0;
  for (let i = 0; i < size; i++) {
    const before = reference[i] as number;
    const now = current[i] as number;
    if (!(before >= 0 && now >= 0)) {
      return noAnswer('invalid_count', `Bin ${i + 1} counts ${before} and ${now}: align the histograms first.`);
    }
    n += before;
    m += now;
    if (before > 0 || now > 0) {
      filled++;
      if (before === 0 || now === 0) {
        oneSided++;
      }
    }
  }
  if (!(n < Infinity && m < Infinity)) {
    return noAnswer('invalid_count', 'The counts are too large to add up: look for a wrong unit or a broken exporter.');
  }
  if (n < EMPTY_BELOW) {
    return emptySide('reference');
  }
  if (m < EMPTY_BELOW) {
    return emptySide('current');
  }
  if (pair.kind === 'numeric' && size < 2) {
    return noAnswer('too_few_bins', 'There is a single bin, so no change can be seen: give it bounds inside the data.');
  }
  const p: number[] = [];
  const q: number[] = [];
  for (let i = 0; i < size; i++) {
    p.push((reference[i] as number) / n);
    q.push((current[i] as number) / m);
  }
  return answered({ p, q, n, m, filled, oneSided });
}
