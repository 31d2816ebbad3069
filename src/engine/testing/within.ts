/** Holds a number to a relative distance from what is expected; `absolute` is for what may be 0. */
export function expectWithin(actual: number | undefined, expected: number, relative = 1e-9, absolute = 0): void {
  const off = Math.abs((actual ?? NaN) - expected);
  const allowed = relative * Math.abs(expected) + absolute;
  if (!(off <= allowed)) {
    throw new Error(`${actual} is not ${expected}: off by ${off}, allowed ${allowed}`);
  }
}

/** Every number anywhere inside a value. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') {
    return [value];
  }
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}

/** Numbers that have broken statistics before. */
export const HOSTILE_NUMBERS = [0, -0, 5e-324, 1e-12, 0.5, 1, 3.7, 1e15, 1e300, 1e308, Infinity, -Infinity, -5, NaN];

/** Holds an answer to be a finite value, or a reason with a sentence. */
export function expectHonest(answer: { ok: true; value: unknown } | { ok: false; detail: string }): void {
  if (answer.ok) {
    const odd = numbersIn(answer.value).filter((one) => !Number.isFinite(one));
    if (odd.length > 0) {
      throw new Error(
        `not finite: ${JSON.stringify(answer.value, (_, one: unknown) => (typeof one === 'number' ? String(one) : one))}`
      );
    }
  } else if (answer.detail === '') {
    throw new Error('no answer, and no word why');
  }
}
