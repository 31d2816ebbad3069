/**
 * What a verdict on a feature rests on: PSI and its p-value, observations of each side, bins, thresholds, importance.
 * In a course, the label says which of them a series is.
 */
export const EVIDENCE_NUMBERS = ['psi', 'p', 'reference', 'current', 'bins', 'warning', 'drift', 'importance'] as const;
export type EvidenceNumber = (typeof EVIDENCE_NUMBERS)[number];
export const EVIDENCE_LABEL = 'number';

/**
 * Rows are no independent draws: the same user comes again, a batch is of one source. So many count as one in the numbers
 * that rules get, or every quiet night of a small model would hold a drift that is none.
 */
export const BUNCH = 3;
