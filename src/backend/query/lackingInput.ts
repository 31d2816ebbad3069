import { driftScore, isSampleScore, type Assessment, type DriftScoreId, type NoAnswerReason } from '../../engine';

const LACKING: ReadonlySet<NoAnswerReason> = new Set(['needs_missing', 'needs_range']);

/** What the verdict's reason tells already, or the kind of the feature. */
const TOLD: ReadonlySet<NoAnswerReason> = new Set(['needs_order', 'empty_reference', 'empty_current']);

/**
 * Which scores have no answer for want of more than bins (a range, counts of missing values, single values), and what to
 * give them. Of all that may leave a score without an answer, only this never shows in the verdict's reason.
 */
export function lackingInput({ scores }: Pick<Assessment<unknown>, 'scores'>): readonly string[] {
  const byDetail = new Map<string, string[]>();
  for (const [name, answer] of Object.entries(scores)) {
    const id = name as DriftScoreId;
    if (!answer.ok && (LACKING.has(answer.reason) || (isSampleScore(id) && !TOLD.has(answer.reason)))) {
      byDetail.set(answer.detail, [...(byDetail.get(answer.detail) ?? []), driftScore(id).label]);
    }
  }
  return [...byDetail].map(([detail, labels]) => `${labels.join('; ')}: ${detail}`);
}
