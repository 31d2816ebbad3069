/** In which range an estimate without labels can be believed. */
export interface Belief {
  /** The share of the window that lies where the reference has labels enough. */
  readonly covered: number;
  readonly believed: boolean;
  /** What it rests on, in words. */
  readonly reason: string;
}

/** Fewer labels than this in a bucket of the reference say too little about it. */
export const ENOUGH_LABELS = 20;
/** More of the window outside what the reference knows, and the estimate is a guess. */
const LEAST_COVERED = 0.95;

/**
 * Whether to believe an estimate, given how much of the window the reference knows. O(1).
 *
 * @example
 * beliefOf(0.5).believed // => false
 */
export function beliefOf(covered: number): Belief {
  const share = `${Number((100 * covered).toPrecision(3))} %`;
  return covered >= LEAST_COVERED
    ? {
        covered,
        believed: true,
        reason: `${share} of the window lies where the reference has at least ${ENOUGH_LABELS} labels a bucket; it holds as long as what a prediction is worth has not changed (it cannot see concept drift).`,
      }
    : {
        covered,
        believed: false,
        reason: `Only ${share} of the window lies where the reference has at least ${ENOUGH_LABELS} labels a bucket: the rest is a guess, wait for labels.`,
      };
}
