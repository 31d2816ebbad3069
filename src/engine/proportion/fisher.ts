import { type Answer, answered, noAnswer } from '../answer';
import { hypergeometricTwoSided, hypergeometricUpperTail } from '../special/hypergeometric';
import { faultOfNamedCounts } from './counts';

export interface FisherTest {
  /** Chance of a table as unlikely as this, if the rows were alike. */
  readonly pValue: number;
  /** Chance of as many hits or more in the first row, if the rows were alike. */
  readonly pMore: number;
}

/** Beyond it the exact sum has too many terms to be worth it. */
const MOST = 10_000_000;

/**
 * Fisher's exact test: do two groups have the same share of hits?
 *
 * The hypergeometric tail of the 2 x 2 table [[hits, misses], [otherHits, otherMisses]] with its margins fixed (Fisher
 * 1934), two-sided by likelihood as in SciPy and R. Real counts are rounded to whole ones, for the law is of whole
 * ones. An empty row, or no hit at all, gives p = 1. O(smaller margin), with a limit of ten million observations.
 *
 * @example
 * fisher([2, 0], [0, 2]).value // => { pValue: 1 / 3, pMore: 1 / 6 }
 */
export function fisher(row: readonly [number, number], other: readonly [number, number]): Answer<FisherTest> {
  const fault = faultOfNamedCounts({ hits: row[0], misses: row[1], 'other hits': other[0], 'other misses': other[1] });
  if (fault !== null) {
    return fault;
  }
  const [hits, misses, otherHits, otherMisses] = [...row, ...other].map(Math.round) as [number, number, number, number];
  const all = hits + misses + otherHits + otherMisses;
  if (all > MOST) {
    return noAnswer('overflow', `${all} observations are too many for an exact test: narrow the window.`);
  }
  const group = hits + misses;
  const allHits = hits + otherHits;
  return answered({
    pValue: hypergeometricTwoSided(hits, group, allHits, all),
    pMore: hypergeometricUpperTail(hits, group, allHits, all),
  });
}
