/** Adjusted p-values, in the places of the given ones. A null (no test) stays null and does not count. */
export function benjaminiHochberg(pValues: readonly number[]): number[];
export function benjaminiHochberg(pValues: ReadonlyArray<number | null>): Array<number | null>;
export function benjaminiHochberg(pValues: ReadonlyArray<number | null>): Array<number | null> {
  throw new Error(`not built yet: ${pValues.length}`);
}
