import type { SampleScoreId } from '../sample/definition';
import type { ScoreDefinition, ScoreId, Thresholds } from '../score/definition';

/** Thresholds in place of the usual ones. A level left out keeps the usual one; a warning beyond drift is taken as drift. */
export type ThresholdOverrides = { readonly [Id in ScoreId | SampleScoreId]?: Partial<Thresholds> };

function check(id: keyof ThresholdOverrides, level: number | undefined): void {
  if (level !== undefined && !(level >= 0)) {
    throw new RangeError(`a threshold of ${level} for ${id}: it must be 0 or more`);
  }
}

/**
 * The thresholds of a score: each level from the first override that has it, else the usual one. Null where nobody
 * gives any. A drift level alone is also the warning level where there is no other; a warning level alone never says
 * drift. O(overrides).
 *
 * @example
 * resolveThresholds({ id: 'psi', thresholds: { warning: 0.1, drift: 0.25, source: '' } }, [{ psi: { drift: 0.2 } }])
 * // => { warning: 0.1, drift: 0.2 }
 */
export function resolveThresholds(
  score: Pick<ScoreDefinition, 'thresholds'> & {
    readonly id: keyof ThresholdOverrides;
    readonly direction?: ScoreDefinition['direction'];
  },
  overrides: ReadonlyArray<ThresholdOverrides | undefined>
): Thresholds | null {
  let warning: number | undefined;
  let drift: number | undefined;
  for (const override of overrides) {
    const own = override?.[score.id];
    check(score.id, own?.warning);
    check(score.id, own?.drift);
    warning ??= own?.warning;
    drift ??= own?.drift;
  }
  drift ??= score.thresholds?.drift;
  warning ??= score.thresholds?.warning ?? drift;
  if (warning === undefined) {
    return null;
  }
  // Without a drift level nothing is ever beyond it.
  if (score.direction === 'lower_is_more_drift') {
    const below = drift ?? -Infinity;
    return { warning: Math.max(warning, below), drift: below };
  }
  const above = drift ?? Infinity;
  return { warning: Math.min(warning, above), drift: above };
}
