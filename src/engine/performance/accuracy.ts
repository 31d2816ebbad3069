import type { Answer } from '../answer';
import { wilson } from '../proportion/wilson';
import type {
  PerformanceData,
  PerformanceEstimate,
  PerformanceMetricDefinition,
  PerformanceOptions,
} from './definition';
import { marginsOf } from './margins';
import { wrongKind } from './wrongKind';

/**
 * Accuracy: the share of labelled predictions that are right, with Wilson's interval. O(classes^2).
 *
 * @example
 * accuracy(binaryConfusion({ truePositive: 4, falsePositive: 1, falseNegative: 2, trueNegative: 3 }).value).value.value // => 0.7
 */
export function accuracy(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  return data.kind === 'confusion'
    ? wilson(Math.min(marginsOf(data).right, data.n), data.n, options)
    : wrongKind('Accuracy', 'confusion', data.kind);
}

export const accuracyDefinition: PerformanceMetricDefinition<'accuracy'> = {
  id: 'accuracy',
  label: 'Accuracy',
  explanation: 'The share of predictions that are right.',
  direction: 'higher_is_better',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['confusion'],
  formula: 'sum n_kk / n',
  citation: 'Wilson, JASA 22, 1927 (interval)',
  needs: 'Labels with predictions, or their counts.',
  limits: 'On a rare class always saying no is accurate: read balanced accuracy or MCC.',
  compute: accuracy,
};
