/** Every verdict there is, from the best to the worst known, then the unknown. */
export const VERDICTS = ['ok', 'warning', 'drift', 'insufficient'] as const;

/**
 * - `ok`: nothing beyond noise, or too small to matter
 * - `warning`: real, above the warning threshold
 * - `drift`: real, above the drift threshold
 * - `insufficient`: there is no answer, or too little data for one
 */
export type Verdict = (typeof VERDICTS)[number];
