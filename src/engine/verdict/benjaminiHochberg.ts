/**
 * Adjusted p-values: which of many tests may be believed, if a share alpha of the believed may be wrong?
 *
 * The step-up procedure of Benjamini & Hochberg (1995): in rising order, adjusted p = min over j >= k of M p_(j) / j.
 * Those at most alpha are the rejected ones. In the places of the given ones; a null (no test) stays null and does not
 * count in M. Throws on a p-value outside 0 to 1, NaN among them. O(M log M).
 *
 * @example
 * benjaminiHochberg([0.01, null, 0.04, 0.03]) // => [0.03, null, 0.04, 0.04]
 */
export function benjaminiHochberg<P extends number | null>(pValues: readonly P[]): P[] {
  const tests: Array<{ p: number; place: number }> = [];
  pValues.forEach((p, place) => {
    if (p !== null) {
      if (!(p >= 0 && p <= 1)) {
        throw new RangeError(`a p-value of ${p}: it must be from 0 to 1`);
      }
      tests.push({ p, place });
    }
  });
  tests.sort((a, b) => a.p - b.p);
  const adjusted = new Array<number | null>(pValues.length).fill(null);
  let smallest = 1;
  for (let k = tests.length; k > 0; k--) {
    const { p, place } = tests[k - 1] as { p: number; place: number };
    smallest = Math.min(smallest, (p * tests.length) / k);
    adjusted[place] = smallest;
  }
  return adjusted as P[];
}
