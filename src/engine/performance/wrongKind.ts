import { type NoAnswer, noAnswer } from '../answer';
import type { PerformanceData } from './definition';

const IN_WORDS: Record<PerformanceData['kind'], string> = {
  confusion: 'counts of labels and predictions',
  scored: 'probabilities with outcomes',
  regression: 'numeric predictions with labels',
  error_sums: 'sums of errors',
};

/** No answer: the metric is computed from another kind of data. */
export function wrongKind(metric: string, needs: PerformanceData['kind'], got: PerformanceData['kind']): NoAnswer {
  return noAnswer('kind_mismatch', `${metric} is computed from ${IN_WORDS[needs]}, not from ${IN_WORDS[got]}.`);
}
