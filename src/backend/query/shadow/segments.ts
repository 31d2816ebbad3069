import { benjaminiHochberg, type Answer, type Estimate } from '../../../engine';
import { SHADOW_FINDINGS, type ShadowFinding } from '../../../model';
import type { ComparedSegment, Numbers } from './comparison';
import type { Task } from './study';

export const valueOf = (answer: Answer<Estimate>): number | null => (answer.ok ? answer.value.value : null);

function findingOf(numbers: Numbers, task: Task, pAdjusted: number | null, alpha: number): ShadowFinding {
  const difference = valueOf(numbers(task === 'classification' ? 'accuracy_difference' : 'mae_difference'));
  if (difference === null || pAdjusted === null) {
    return 'no_labels';
  }
  if (pAdjusted > alpha || difference === 0) {
    return 'no_difference';
  }
  // More accuracy is better, more error is worse.
  return difference > 0 === (task === 'classification') ? 'shadow_better' : 'shadow_worse';
}

/** A segment before it is known what is shown of it. */
export interface CountedSegment {
  readonly group: Readonly<Record<string, string>>;
  readonly numbers: Numbers;
  /** Of who is right; null where nobody knows. */
  readonly pValue: number | null;
}

/** Segments, those first in which the shadow is shown to be worse, then by how many requests they have. */
export function comparedSegments(
  segments: readonly CountedSegment[],
  task: Task,
  alpha: number
): readonly ComparedSegment[] {
  const adjusted = benjaminiHochberg(segments.map(({ pValue }) => pValue));
  const size = ({ numbers }: ComparedSegment): number =>
    (valueOf(numbers('live_predictions')) ?? 0) + (valueOf(numbers('shadow_predictions')) ?? 0);
  return segments
    .map(({ group, numbers }, i): ComparedSegment => {
      const pAdjusted = adjusted[i] ?? null;
      return { group, numbers, pAdjusted, finding: findingOf(numbers, task, pAdjusted, alpha) };
    })
    .sort(
      (a, b) =>
        SHADOW_FINDINGS.indexOf(a.finding) - SHADOW_FINDINGS.indexOf(b.finding) ||
        size(b) - size(a) ||
        (JSON.stringify(Object.values(a.group)) < JSON.stringify(Object.values(b.group)) ? -1 : 1)
    );
}
