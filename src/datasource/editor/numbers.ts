/** A number as it is written; what cannot be read stays NaN, so that the check of the query can point at it. */
export function readNumber(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text.trim().replace(',', '.'));
}

export function shownNumber(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? '' : String(value);
}
