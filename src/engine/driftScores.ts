import { sampleScores } from './sample/catalogue';
import { type SampleScoreDefinition, type SampleScoreId, SAMPLE_SCORE_IDS } from './sample/definition';
import { scores } from './score/catalogue';
import { type ScoreDefinition, type ScoreId, SCORE_IDS } from './score/definition';

/** Every score of a feature that a query can name: of its histogram first, then of its raw values. */
export type DriftScoreId = ScoreId | SampleScoreId;

export const DRIFT_SCORE_IDS: readonly DriftScoreId[] = [...SCORE_IDS, ...SAMPLE_SCORE_IDS];

/** What the two catalogues tell alike. */
export interface DriftScoreDefinition extends Pick<
  ScoreDefinition,
  'label' | 'explanation' | 'direction' | 'thresholds' | 'formula' | 'notWhen' | 'citation'
> {
  readonly id: DriftScoreId;
  readonly range: { readonly min: number | null; readonly max: number | null };
  readonly unit: string | null;
}

const OF_VALUES: ReadonlySet<string> = new Set(SAMPLE_SCORE_IDS);

/**
 * Whether a score is of raw values, which bins cannot give. O(1).
 *
 * @example
 * isSampleScore('ks_exact') // => true
 */
export function isSampleScore(id: DriftScoreId): id is SampleScoreId {
  return OF_VALUES.has(id);
}

/**
 * The definition of a score, whichever of the two catalogues it is of. O(1).
 *
 * @example
 * driftScore('psi').label // => 'PSI'
 */
export function driftScore(id: DriftScoreId): DriftScoreDefinition {
  const definition: ScoreDefinition | SampleScoreDefinition = isSampleScore(id) ? sampleScores[id] : scores[id];
  return definition;
}
