import type { Verdict } from '../verdict/verdict';

/** How far one feature has drifted, beside its own threshold. */
export interface FeatureReach {
  readonly verdict: Verdict;
  /** What the verdict holds against the thresholds: of PSI what is left without its noise. */
  readonly effect: number;
  readonly drift: number;
}

/**
 * How far the feature has gone that has drifted the most, each measured in its own threshold of drift: above 1 one has
 * drifted, and well below 1 none is near. What chance explains has not gone anywhere. Null where no feature could be
 * judged. O(features).
 *
 * Beside `movedShare`, which alone would be true for weeks of a model whose features have all moved a little.
 *
 * @example
 * worstFeature([
 *   { verdict: 'drift', effect: 0.5, drift: 0.25 },
 *   { verdict: 'warning', effect: 0.2, drift: 0.25 },
 * ]) // => 2
 */
export function worstFeature(features: readonly FeatureReach[]): number | null {
  const judged = features.filter(({ verdict }) => verdict !== 'insufficient');
  return judged.length === 0
    ? null
    : Math.max(...judged.map(({ verdict, effect, drift }) => (verdict === 'ok' ? 0 : effect / drift)));
}
