/**
 * What a verdict on a feature rests on: PSI and its p-value, observations of each side, bins, thresholds, importance.
 * In a course, the label says which of them a series is.
 */
export const EVIDENCE_NUMBERS = ['psi', 'p', 'reference', 'current', 'bins', 'warning', 'drift', 'importance'] as const;
export type EvidenceNumber = (typeof EVIDENCE_NUMBERS)[number];
export const EVIDENCE_LABEL = 'number';
