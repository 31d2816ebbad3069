import { type Answer, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf } from '../metric';
import type {
  PerformanceData,
  PerformanceEstimate,
  PerformanceMetricDefinition,
  PerformanceOptions,
} from './definition';
import { deltaHalfWidth } from './deltaInterval';
import { marginsOf } from './margins';
import { wrongKind } from './wrongKind';

/**
 * Matthews' correlation coefficient: how far do predictions and labels go together, however rare a class is?
 *
 * (c n - sum p_k t_k) / sqrt((n^2 - sum p_k^2)(n^2 - sum t_k^2)), c right, t_k labels and p_k predictions of class k
 * (Matthews 1975; Gorodkin 2004), with the delta method's interval. From -1 to 1. Where all labels, or all predictions,
 * are of one class it has no meaning: no answer. O(classes^2).
 *
 * @example
 * mcc(binaryConfusion({ truePositive: 4, falsePositive: 1, falseNegative: 1, trueNegative: 4 }).value).value.value // => 0.6
 */
export function mcc(data: PerformanceData, options?: PerformanceOptions): Answer<PerformanceEstimate> {
  const confidence = confidenceOf(options);
  if (data.kind !== 'confusion') {
    return wrongKind('MCC', 'confusion', data.kind);
  }
  const margins = marginsOf(data);
  const share = (count: number): number => count / data.n;
  // In shares, so that large counts do not overflow when they are squared.
  const labels = margins.labels.map(share);
  const predictions = margins.predictions.map(share);
  const right = share(margins.right);
  const spread = (shares: readonly number[]): number => 1 - shares.reduce((all, one) => all + one * one, 0);
  const [ofLabels, ofPredictions] = [spread(labels), spread(predictions)];
  if (!(ofLabels > 1e-12 && ofPredictions > 1e-12)) {
    return noAnswer('no_variation', 'All labels, or all predictions, are of one class: MCC has no meaning then.');
  }
  const root = Math.sqrt(ofLabels * ofPredictions);
  const value = (right - labels.reduce((all, one, k) => all + one * (predictions[k] as number), 0)) / root;
  const half = deltaHalfWidth(
    data,
    (i, j) => {
      const top = (i === j ? 1 : 0) + right - (predictions[i] as number) - (labels[j] as number);
      const below = (1 - (predictions[j] as number)) / ofPredictions + (1 - (labels[i] as number)) / ofLabels;
      return (top / root - value * below) / data.n;
    },
    confidence
  );
  return finiteEstimate({ value, lower: value - half, upper: value + half, n: data.n }, { min: -1, max: 1 });
}

export const mccDefinition: PerformanceMetricDefinition<'mcc'> = {
  id: 'mcc',
  label: 'MCC',
  explanation: 'How far predictions and labels go together: 1 is perfect, 0 a coin, below 0 worse than that.',
  direction: 'higher_is_better',
  range: { min: -1, max: 1 },
  unit: null,
  kinds: ['confusion'],
  formula: '(c n - sum p_k t_k) / sqrt((n^2 - sum p_k^2)(n^2 - sum t_k^2))',
  citation: 'Matthews, BBA 405, 1975; Gorodkin, Computational Biology and Chemistry 28, 2004',
  needs: 'Labels with predictions, or their counts.',
  limits: 'The interval is for large samples, and too narrow near 1 and -1.',
  compute: mcc,
};
