/**
 * From when on somebody has to act on a performance that got worse: by how much a score between 0 and 1 may fall, and by
 * which share of itself an error may grow. The alert pack fires beyond `alert` and rests below `recover`, and the pages
 * call worse what would fire: the two never contradict one another.
 */
export const PERFORMANCE_LEVELS = {
  score: { alert: 0.02, recover: 0.01 },
  error: { alert: 0.15, recover: 0.1 },
} as const;
