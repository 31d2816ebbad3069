import {
  isSampleScore,
  scores as catalogue,
  type AssessmentItem,
  type AssessOptions,
  type ScoreDefinition,
  type DriftScoreId,
  type SampleScoreId,
} from '../../engine';
import { DEFAULT_QUERY, type DriftQuery } from '../../model';

/** The scores a query asks for, each once; those of the default query where it names none. */
export function scoresOf({ scores }: Pick<DriftQuery, 'scores'>): readonly DriftScoreId[] {
  return scores === undefined || scores.length === 0 ? DEFAULT_QUERY.scores : [...new Set(scores)];
}

/** Those of them that are of raw values. */
export function sampleScoresOf(query: Pick<DriftQuery, 'scores'>): readonly SampleScoreId[] {
  return scoresOf(query).filter(isSampleScore);
}

/** How the engine is to judge, as the query says. */
export function assessOptions(query: DriftQuery): AssessOptions {
  return {
    scores: scoresOf(query),
    ...(query.alpha === undefined ? {} : { alpha: query.alpha }),
    ...(query.smoothing === 'always' ? { smoothing: { kind: 'jeffreys', when: 'always' } as const } : {}),
  };
}

/** Whether a score is asked for that needs counts of missing values: only then are they worth a question of their own. */
export function needsMissing(query: DriftQuery): boolean {
  return scoresOf(query).some(
    (id) => !isSampleScore(id) && (catalogue[id] as ScoreDefinition).needs === 'missing_counts'
  );
}

/** What the settings know of each feature and the engine needs to judge it. */
export interface Known {
  readonly thresholds: (feature: string) => NonNullable<AssessmentItem['thresholds']>;
  readonly range: (feature: string) => AssessmentItem['range'];
}

export function knownOf({ thresholds, range }: Known, feature: string): Pick<AssessmentItem, 'thresholds' | 'range'> {
  const known = range(feature);
  return { thresholds: thresholds(feature), ...(known === undefined ? {} : { range: known }) };
}
