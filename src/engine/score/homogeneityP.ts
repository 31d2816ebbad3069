import { answered, type Answer, noAnswer } from '../answer';
import { type Repair } from '../repair';
import { type AlignedPair } from '../distribution/pair';
import { chiSquaredSurvival } from '../special/chiSquared';
import { oneShareP, twoSharesP } from '../special/twoShares';
import { columnsOf } from './columns';
import { type ScoreOptions } from './definition';
import { goodnessOfFit, homogeneity } from './pearson';
import { sharesOf } from './shares';

/** Lets a chance out only if it is one: counts near the largest double have no digits left for it. */
function chance(p: number, repairs: readonly Repair[] = []): Answer<number> {
  return p >= 0 && p <= 1
    ? answered(p, repairs)
    : noAnswer('overflow', 'The numbers are too large to compute with: look for a wrong unit or a broken exporter.');
}

/** One bin against all others: as two shares, or as one share against a known one. */
function binAlone(bin: number, pair: Pick<AlignedPair, 'reference' | 'current'>, fixed: boolean): number {
  const total = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
  const [n, m] = [total(pair.reference), total(pair.current)];
  const [before, now] = [pair.reference[bin] as number, pair.current[bin] as number];
  // A share of 0 or 1 that was only sampled is no certainty, not even of a fixed reference.
  return fixed && before > 0 && before < n ? oneShareP(now, m, before / n) : twoSharesP(before, n, now, m);
}

/**
 * The chance of counts as far apart without drift, for verdicts: of all scores that are no test themselves, and of those
 * whose own law is too eager, or too slow, on few observations.
 *
 * That of chi-square over its merged bins, but where two are left: there Yates' correction makes a test that fires in
 * 3.4 % of cases for 5 %, and the two shares are compared instead (pooled z, or by mid-p where few are expected). Where no
 * two bins expect five, the fullest bin is compared with all others. What was merged is said. An empty side, or a single
 * numeric bin, gives no answer. O(bins).
 *
 * @example
 * homogeneityP(pair([50, 50], [50, 50])).value // => 1
 */
export function homogeneityP(pair: AlignedPair, options: ScoreOptions = {}): Answer<number> {
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const fixed = options.fixedReference === true;
  const { n, m, p, q } = shares.value;
  const columns = columnsOf(pair, options);
  if (!columns.ok) {
    const both = p.map((share, i) => share * n + (q[i] as number) * m);
    const fullest = both.reduce((best, count, i) => (count > (both[best] as number) ? i : best), 0);
    return chance(binAlone(fullest, pair, fixed));
  }
  const { reference, current } = columns.value;
  switch (reference.length) {
    case 1:
      return answered(1);
    case 2:
      return chance(binAlone(0, columns.value, fixed), columns.repairs);
    default: {
      const statistic = fixed ? goodnessOfFit(reference, current, m / n) : homogeneity(reference, current);
      return chance(chiSquaredSurvival(statistic, reference.length - 1), columns.repairs);
    }
  }
}
