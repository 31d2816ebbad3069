/**
 * A p-value as a person reads it. Beyond some point only its order of magnitude is evidence, and a computer's smallest
 * number is reached: "p 0" would be a lie.
 */
export function pInWords(p: number): string {
  return p < 0.0001 ? 'p below 0.0001' : `p ${Number(p.toPrecision(3))}`;
}
