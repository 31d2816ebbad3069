import { scores as catalogue, type Assessment, type NoAnswerReason, type ScoreId } from '../../engine';

const LACKING: ReadonlySet<NoAnswerReason> = new Set(['needs_missing', 'needs_range']);

/**
 * Which scores have no answer for want of more than bins (a range, counts of missing values), and what to give them.
 * Of all that may leave a score without an answer, only this never shows in the verdict's reason.
 */
export function lackingInput({ scores }: Pick<Assessment<unknown>, 'scores'>): readonly string[] {
  return Object.entries(scores).flatMap(([id, answer]) =>
    !answer.ok && LACKING.has(answer.reason) ? [`${catalogue[id as ScoreId].label}: ${answer.detail}`] : []
  );
}
