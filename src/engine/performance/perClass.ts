import { type Answer, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf } from '../metric';
import { wilson, wilsonBounds } from '../proportion/wilson';
import { binaryCounts, type ConfusionMatrix } from './confusion';
import type {
  PerformanceData,
  PerformanceEstimate,
  PerformanceMetricDefinition,
  PerformanceOptions,
} from './definition';
import { deltaHalfWidth } from './deltaInterval';
import { type Margins, marginsOf } from './margins';
import { wrongKind } from './wrongKind';

const UNIT = { min: 0, max: 1 } as const;

/** A share of one class: hits over what it is taken of, where `of` adds the label's and the prediction's sum. */
interface ClassShare {
  readonly name: string;
  /** How often the sum of its labels, and of its predictions, stands below the line. */
  readonly labels: number;
  readonly predictions: number;
}

const PRECISION: ClassShare = { name: 'Precision', labels: 0, predictions: 1 };
const RECALL: ClassShare = { name: 'Recall', labels: 1, predictions: 0 };
/** F1 = n_kk / (labels / 2 + predictions / 2). */
const F1: ClassShare = { name: 'F1', labels: 0.5, predictions: 0.5 };

/**
 * The mean over the classes, with the delta method's interval. A class that is never predicted has precision 0, as in
 * scikit-learn; one that is neither label nor prediction takes no part.
 */
function averaged(
  matrix: ConfusionMatrix,
  share: ClassShare,
  options: PerformanceOptions
): Answer<PerformanceEstimate> {
  const confidence = confidenceOf(options);
  const weighted = options.average === 'weighted';
  const margins: Margins = marginsOf(matrix);
  const known = matrix.classes.filter(
    (_, k) => (margins.labels[k] as number) + (margins.predictions[k] as number) > 0
  ).length;
  const below = matrix.classes.map(
    (_, k) => share.labels * (margins.labels[k] as number) + share.predictions * (margins.predictions[k] as number)
  );
  const values = below.map((all, k) => (all > 0 ? (matrix.counts[k]?.[k] ?? 0) / all : 0));
  const weights = matrix.classes.map((_, k) => (weighted ? (margins.labels[k] as number) / matrix.n : 1 / known));
  const value = values.reduce((all, one, k) => all + one * (weights[k] as number), 0);
  const own = (k: number, right: number, part: number): number => {
    const all = below[k] as number;
    return all > 0 ? ((weights[k] as number) * (right - part * (values[k] as number))) / all : 0;
  };
  const half = deltaHalfWidth(
    matrix,
    (i, j) => {
      // One more count moves the share of its label's class, of its prediction's class, and with weights the weights.
      const weight = weighted ? ((values[i] as number) - value) / matrix.n : 0;
      return own(i, i === j ? 1 : 0, share.labels) + own(j, 0, share.predictions) + weight;
    },
    confidence
  );
  return finiteEstimate({ value, lower: value - half, upper: value + half, n: matrix.n }, UNIT);
}

function nothingToTake(of: string): Answer<PerformanceEstimate> {
  return noAnswer('too_few_observations', `There is no ${of} of the class that is looked for: widen the window.`);
}

/**
 * Precision: of what is predicted to be the class that is looked for, how much is?
 *
 * tp / (tp + fp) with Wilson's interval where a positive class is named; else the mean over the classes (`average`).
 * Nothing predicted positive gives no answer. O(classes^2).
 *
 * @example
 * precision(binaryConfusion({ truePositive: 4, falsePositive: 1, falseNegative: 2, trueNegative: 3 }).value).value.value // => 0.8
 */
export function precision(data: PerformanceData, options: PerformanceOptions = {}): Answer<PerformanceEstimate> {
  if (data.kind !== 'confusion') {
    return wrongKind('Precision', 'confusion', data.kind);
  }
  const binary = binaryCounts(data);
  if (binary === null) {
    return averaged(data, PRECISION, options);
  }
  const all = binary.truePositive + binary.falsePositive;
  return all > 0 ? wilson(binary.truePositive, all, options) : nothingToTake('prediction');
}

/**
 * Recall: of the class that is looked for, how much is found?
 *
 * tp / (tp + fn) with Wilson's interval where a positive class is named; else the mean over the classes (`average`).
 * No positive label gives no answer. O(classes^2).
 *
 * @example
 * recall(binaryConfusion({ truePositive: 3, falsePositive: 1, falseNegative: 1, trueNegative: 5 }).value).value.value // => 0.75
 */
export function recall(data: PerformanceData, options: PerformanceOptions = {}): Answer<PerformanceEstimate> {
  if (data.kind !== 'confusion') {
    return wrongKind('Recall', 'confusion', data.kind);
  }
  const binary = binaryCounts(data);
  if (binary === null) {
    return averaged(data, RECALL, options);
  }
  const all = binary.truePositive + binary.falseNegative;
  return all > 0 ? wilson(binary.truePositive, all, options) : nothingToTake('label');
}

/**
 * F1: the harmonic mean of precision and recall.
 *
 * 2 tp / (2 tp + fp + fn). It rises with tp / (tp + fp + fn), which is a plain share: Wilson's interval of that, taken
 * over, is its interval where a positive class is named. Else the mean over the classes (`average`) with the delta
 * method's interval (Takahashi et al. 2022). Neither label nor prediction positive gives no answer. O(classes^2).
 *
 * @example
 * f1(binaryConfusion({ truePositive: 3, falsePositive: 1, falseNegative: 1, trueNegative: 5 }).value).value.value // => 0.75
 */
export function f1(data: PerformanceData, options: PerformanceOptions = {}): Answer<PerformanceEstimate> {
  if (data.kind !== 'confusion') {
    return wrongKind('F1', 'confusion', data.kind);
  }
  const binary = binaryCounts(data);
  if (binary === null) {
    return averaged(data, F1, options);
  }
  const { truePositive, falsePositive, falseNegative } = binary;
  const all = truePositive + falsePositive + falseNegative;
  if (!(all > 0)) {
    return nothingToTake('label and no prediction');
  }
  const { lower, upper } = wilsonBounds(truePositive, all, confidenceOf(options));
  const taken = (share: number): number => (2 * share) / (1 + share);
  return finiteEstimate(
    { value: taken(truePositive / all), lower: taken(lower), upper: taken(upper), n: data.n },
    UNIT
  );
}

/**
 * Specificity: of what is not the class that is looked for, how much is left alone?
 *
 * tn / (tn + fp) with Wilson's interval. It needs a positive class, and a negative label. O(classes^2).
 *
 * @example
 * specificity(binaryConfusion({ truePositive: 3, falsePositive: 1, falseNegative: 1, trueNegative: 4 }).value).value.value // => 0.8
 */
export function specificity(data: PerformanceData, options: PerformanceOptions = {}): Answer<PerformanceEstimate> {
  if (data.kind !== 'confusion') {
    return wrongKind('Specificity', 'confusion', data.kind);
  }
  const binary = binaryCounts(data);
  if (binary === null) {
    return noAnswer('needs_positive_class', 'Specificity is of one class: name the class that is looked for.');
  }
  const all = binary.trueNegative + binary.falsePositive;
  return all > 0
    ? wilson(binary.trueNegative, all, options)
    : noAnswer('too_few_observations', 'Every label is of the class that is looked for: widen the window.');
}

/**
 * Balanced accuracy: the mean of the classes' recalls, which a rare class counts in as much as a common one.
 *
 * For two classes with a positive one, Wilson's intervals of recall and specificity, joined by their variances
 * (Newcombe's MOVER, 1998); else the delta method. Where one of two classes has no label, no answer. O(classes^2).
 *
 * @example
 * balancedAccuracy(binaryConfusion({ truePositive: 3, falsePositive: 1, falseNegative: 1, trueNegative: 4 }).value).value.value // => 0.775
 */
export function balancedAccuracy(data: PerformanceData, options: PerformanceOptions = {}): Answer<PerformanceEstimate> {
  if (data.kind !== 'confusion') {
    return wrongKind('Balanced accuracy', 'confusion', data.kind);
  }
  if (binaryCounts(data) === null) {
    return averaged(data, RECALL, { ...options, average: 'macro' });
  }
  const found = recall(data, options);
  const left = specificity(data, options);
  if (!found.ok) {
    return found;
  }
  if (!left.ok) {
    return left;
  }
  const [a, b] = [found.value, left.value];
  const value = (a.value + b.value) / 2;
  const half = (of: 'lower' | 'upper'): number =>
    Math.hypot(a.value - (a[of] ?? a.value), b.value - (b[of] ?? b.value)) / 2;
  return finiteEstimate({ value, lower: value - half('lower'), upper: value + half('upper'), n: data.n }, UNIT);
}

const COMMON = {
  direction: 'higher_is_better',
  range: UNIT,
  unit: null,
  kinds: ['confusion'],
  needs: 'Labels with predictions, or their counts.',
} as const;

export const precisionDefinition: PerformanceMetricDefinition<'precision'> = {
  ...COMMON,
  id: 'precision',
  label: 'Precision',
  explanation: 'Of what the model flags, the share that is right; low means false alarms.',
  formula: 'tp / (tp + fp)',
  citation: 'Wilson, JASA 22, 1927 (interval)',
  limits: 'It moves with how common the class is, even if the model is the same.',
  compute: precision,
};

export const recallDefinition: PerformanceMetricDefinition<'recall'> = {
  ...COMMON,
  id: 'recall',
  label: 'Recall',
  explanation: 'Of what should be flagged, the share that is; low means misses.',
  formula: 'tp / (tp + fn)',
  citation: 'Wilson, JASA 22, 1927 (interval)',
  limits: 'Flagging everything makes it 1: read it with precision.',
  compute: recall,
};

export const f1Definition: PerformanceMetricDefinition<'f1'> = {
  ...COMMON,
  id: 'f1',
  label: 'F1',
  explanation: 'Precision and recall in one number, ruled by the smaller of them.',
  formula: '2 tp / (2 tp + fp + fn)',
  citation: 'van Rijsbergen 1979; Takahashi et al., Applied Intelligence 52, 2022 (interval)',
  limits: 'It ignores what is rightly left alone, and takes a miss to be as dear as a false alarm.',
  compute: f1,
};

export const specificityDefinition: PerformanceMetricDefinition<'specificity'> = {
  ...COMMON,
  id: 'specificity',
  label: 'Specificity',
  explanation: 'Of what should be left alone, the share that is; low means false alarms on good cases.',
  formula: 'tn / (tn + fp)',
  citation: 'Wilson, JASA 22, 1927 (interval)',
  limits: 'On a rare class even 99 % may be more false alarms than hits: read precision.',
  compute: specificity,
};

export const balancedAccuracyDefinition: PerformanceMetricDefinition<'balanced_accuracy'> = {
  ...COMMON,
  id: 'balanced_accuracy',
  label: 'Balanced accuracy',
  explanation: 'Accuracy as if all classes were equally common; 0.5 is a coin with two classes.',
  formula: 'mean over the classes of n_kk / n_k.',
  citation: 'Brodersen et al., ICPR 2010; Newcombe, Statistics in Medicine 17, 1998 (interval)',
  limits: 'A class with a handful of labels rules its interval.',
  compute: balancedAccuracy,
};
