import type { AssessOptions, ScoreId } from '../../engine';
import { DEFAULT_QUERY, type DriftQuery } from '../../model';

/** The scores a query asks for, each once; those of the default query where it names none. */
export function scoresOf({ scores }: DriftQuery): readonly ScoreId[] {
  return scores === undefined || scores.length === 0 ? DEFAULT_QUERY.scores : [...new Set(scores)];
}

/** How the engine is to judge, as the query says. */
export function assessOptions(query: DriftQuery): AssessOptions {
  return {
    scores: scoresOf(query),
    ...(query.alpha === undefined ? {} : { alpha: query.alpha }),
    ...(query.smoothing === 'always' ? { smoothing: { kind: 'jeffreys', when: 'always' } as const } : {}),
  };
}
