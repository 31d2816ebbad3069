import type { AlertThresholds } from './alerting';

/** Beyond `alert` a rule fires; once it has, only beyond `recover` it is quiet again. */
export interface Level {
  readonly alert: number;
  readonly recover: number;
}

/**
 * From when on somebody has to act on a performance that got worse: by how much a score between 0 and 1 may fall, and by
 * which share of itself an error may grow. The alert pack fires beyond `alert` and rests below `recover`, and the pages
 * call worse what would fire: the two never contradict one another.
 */
export const PERFORMANCE_LEVELS = {
  score: { alert: 0.02, recover: 0.01 },
  error: { alert: 0.15, recover: 0.1 },
} as const satisfies Readonly<Record<string, Level>>;

export type PerformanceLevels = Readonly<Record<keyof typeof PERFORMANCE_LEVELS, Level>>;

/** A level as the settings give it, else the usual one; without `recover`, as far from `alert` as the usual two are. */
export function levelOf(given: AlertThresholds[keyof AlertThresholds], usual: Level): Level {
  return given === undefined
    ? usual
    : { alert: given.alert, recover: given.recover ?? given.alert * (usual.recover / usual.alert) };
}

/** The levels of a data source whose settings may name their own, in `alerting.thresholds.performance`. */
export const performanceLevels = (given: AlertThresholds['performance']): PerformanceLevels => ({
  score: levelOf(given, PERFORMANCE_LEVELS.score),
  error: levelOf(given, PERFORMANCE_LEVELS.error),
});
