/** Yates' correction: half an observation nearer to what is expected, never past it. */
function corrected(difference: number, yates: boolean): number {
  return yates ? Math.max(0, Math.abs(difference) - 0.5) : difference;
}

/**
 * Pearson's statistic for two rows of counts over the same columns: sum (O - E)^2 / E, with Yates' correction on 2 x 2
 * unless it is turned off. Columns that are empty in both rows are left out. O(columns).
 *
 * @example
 * homogeneity([8, 2], [1, 5], { yates: false }) // => 6.112169312169312
 */
export function homogeneity(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  { yates = true }: { readonly yates?: boolean } = {}
): number {
  let n = 0;
  let m = 0;
  let columns = 0;
  for (let i = 0; i < reference.length; i++) {
    n += reference[i] as number;
    m += current[i] as number;
    columns += (reference[i] as number) > 0 || (current[i] as number) > 0 ? 1 : 0;
  }
  const before = n / (n + m);
  const now = m / (n + m);
  const correct = yates && columns === 2;
  let statistic = 0;
  for (let i = 0; i < reference.length; i++) {
    const column = (reference[i] as number) + (current[i] as number);
    if (column > 0) {
      // The two rows of a column differ from what is expected by the same amount.
      const difference = corrected((reference[i] as number) - column * before, correct);
      statistic += difference * (difference / (column * before)) + difference * (difference / (column * now));
    }
  }
  return statistic;
}

/**
 * Pearson's statistic against given shares, as counts of another size, with the scale between the two: sum (O - E)^2 / E.
 * Columns that expect nothing are left out. O(columns).
 *
 * @example
 * goodnessOfFit([20, 30, 50], [12, 14, 24], 0.5) // => 0.4 + 1 / 15 + 0.04
 */
export function goodnessOfFit(expected: ArrayLike<number>, current: ArrayLike<number>, scale: number): number {
  let statistic = 0;
  for (let i = 0; i < expected.length; i++) {
    const wanted = (expected[i] as number) * scale;
    if (wanted > 0) {
      const difference = (current[i] as number) - wanted;
      statistic += difference * (difference / wanted);
    }
  }
  return statistic;
}
