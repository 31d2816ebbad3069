/**
 * What a verdict on a feature rests on: PSI and its p-value, observations of each side, bins, thresholds, importance.
 * Of a share of the rows, such as those without a value: its rise, and its p-value corrected over all of them. In a
 * course, the label says which of them a series is.
 */
export const EVIDENCE_NUMBERS = [
  'psi',
  'p',
  'reference',
  'current',
  'bins',
  'warning',
  'drift',
  'importance',
  'rise',
] as const;
export type EvidenceNumber = (typeof EVIDENCE_NUMBERS)[number];
export const EVIDENCE_LABEL = 'number';

/**
 * Rows are no independent draws: the same user comes again, a batch is of one source. So many count as one in the numbers
 * that rules get, or every quiet night of a small model would hold a drift that is none.
 */
export const BUNCH = 3;

/** How far a share has risen, 0 where chance explains it, null where nobody can tell. */
export function riseBeyondChance(
  { rise, p }: { readonly rise: number; readonly p: number | null },
  alpha: number
): number | null {
  return p === null ? null : p > alpha ? 0 : Math.max(0, rise);
}
