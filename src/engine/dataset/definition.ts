import type { ScoreDefinition, UsualThresholds } from '../score/definition';

/** Every number about a whole model, in the order in which the documentation tells of them. */
export const DATASET_SCORE_IDS = [
  'drifted_share',
  'weighted_share',
  'model_psi',
  'correlation_change',
  'reconstruction_error',
] as const;

export type DatasetScoreId = (typeof DATASET_SCORE_IDS)[number];

/** What the documentation and a legend need to know of a number about a whole model. */
export interface DatasetScoreDefinition<Id extends DatasetScoreId = DatasetScoreId> extends Pick<
  ScoreDefinition,
  'label' | 'explanation' | 'direction' | 'range' | 'formula' | 'notWhen' | 'citation'
> {
  readonly id: Id;
  readonly thresholds: UsualThresholds;
  /** What it is computed from. */
  readonly needs: string;
  /** The function of the engine that computes it. */
  readonly by: string;
}
