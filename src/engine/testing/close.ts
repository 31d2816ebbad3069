/** Holds a number to a multiple of the distance between neighbouring doubles, relative to what is expected. */
export function expectClose(actual: number, expected: number, epsilons = 64): void {
  const allowed = epsilons * Number.EPSILON * Math.abs(expected);
  if (!(Math.abs(actual - expected) <= allowed)) {
    throw new Error(`${actual} is not ${expected}: off by ${Math.abs(actual - expected)}, allowed ${allowed}`);
  }
}
