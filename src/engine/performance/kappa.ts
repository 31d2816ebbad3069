import type { Answer } from '../answer';
import { kappa } from '../paired/kappa';
import type {
  PerformanceData,
  PerformanceEstimate,
  PerformanceMetricDefinition,
  PerformanceOptions,
} from './definition';
import { wrongKind } from './wrongKind';

/**
 * Cohen's kappa of predictions against labels: agreement beyond what chance gives. See `kappa`. O(classes^2).
 *
 * @example
 * labelKappa(binaryConfusion({ truePositive: 20, falsePositive: 5, falseNegative: 10, trueNegative: 15 }).value).value.value // => 0.4
 */
export function labelKappa(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  return data.kind === 'confusion'
    ? kappa({ classes: data.classes, counts: data.counts, pairs: data.n }, options)
    : wrongKind('Kappa', 'confusion', data.kind);
}

export const labelKappaDefinition: PerformanceMetricDefinition<'kappa'> = {
  id: 'kappa',
  label: "Cohen's kappa",
  explanation: 'How far predictions and labels agree beyond what chance gives.',
  direction: 'higher_is_better',
  range: { min: -1, max: 1 },
  unit: null,
  kinds: ['confusion'],
  formula: '(po - pe) / (1 - pe)',
  citation: 'Cohen, 1960; Fleiss, Cohen & Everitt, Psychological Bulletin 72, 1969 (standard error)',
  needs: 'Labels with predictions, or their counts.',
  limits: 'Its size depends on how common the classes are; the interval is for large samples.',
  compute: labelKappa,
};
