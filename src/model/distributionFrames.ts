/** The frames of `distribution`. */
export const DISTRIBUTION_FRAMES = ['distribution', 'over_time'] as const;
export type DistributionFrame = (typeof DISTRIBUTION_FRAMES)[number];

/** What it answers where a query names none: windows cost a question over time. */
export const DISTRIBUTION_USUAL_FRAMES: readonly DistributionFrame[] = ['distribution'];
