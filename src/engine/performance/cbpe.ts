import { type Answer, answered, noAnswer } from '../answer';
import { finiteEstimate } from '../finiteEstimate';
import { confidenceOf } from '../metric';
import { calibrate, calibrated } from '../output/calibration';
import { type CalibrationBucket, meanConfidence } from '../output/calibrationBuckets';
import { faultOfNamedCounts } from '../proportion/counts';
import { normalQuantile } from '../special/normalQuantile';
import { type Belief, beliefOf, ENOUGH_LABELS } from './belief';
import { businessValue, type ValueMatrix } from './businessValue';
import { performanceMetrics } from './catalogue';
import { binaryConfusion, type ConfusionMatrix } from './confusion';
import type {
  PerformanceEstimate,
  PerformanceMetricDefinition,
  PerformanceMetricId,
  PerformanceOptions,
} from './definition';
import { scoredBuckets, type ScoredPoint } from './scored';

/** Predictions without labels whose score of the positive class lies in `(lower, upper]`. */
export interface ScoreBucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** Sum of the scores; absent: the middle stands for each. */
  readonly scoreSum?: number;
  /** What the model said of them, where it is known; absent: the threshold tells. */
  readonly predictedPositive?: boolean;
}

/** What can be estimated without labels. */
export const CBPE_METRIC_IDS = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'specificity',
  'balanced_accuracy',
  'mcc',
  'kappa',
  'roc_auc',
  'pr_auc',
  'brier',
  'log_loss',
] as const satisfies readonly PerformanceMetricId[];

export type CbpeMetricId = (typeof CBPE_METRIC_IDS)[number];

export interface CbpeOptions extends PerformanceOptions {
  /**
   * Scores at or above it are predicted positive; by default 0.5. A bucket's middle, or mean, decides, where the bucket
   * does not know what was predicted.
   */
  readonly threshold?: number;
  readonly metrics?: readonly CbpeMetricId[];
  /** What hits and misses are worth, of the classes `1` (positive) and `0`: the business value is then estimated, too. */
  readonly worth?: ValueMatrix;
}

export interface CbpeEstimate extends Belief {
  readonly rows: number;
  /** Each is an answer of its own: where there is nothing predicted positive there is no precision. */
  readonly metrics: ReadonlyArray<{ readonly id: CbpeMetricId; readonly estimate: Answer<PerformanceEstimate> }>;
  /** Business value a prediction, where `worth` is given. */
  readonly businessValue?: Answer<PerformanceEstimate>;
}

/** One score, or bucket of scores, of the window. */
interface Group {
  readonly at: number;
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** The chance of the positive class, after calibration on the reference. */
  readonly p: number;
  readonly flagged: boolean;
  /** Which block of the calibration it rests on, and how many labels that has. */
  readonly block: number;
  readonly labels: number;
}

/** The metrics that read the four expected counts, and not the scores. */
const FROM_CELLS: ReadonlySet<CbpeMetricId> = new Set([
  'accuracy',
  'precision',
  'recall',
  'f1',
  'specificity',
  'balanced_accuracy',
  'mcc',
  'kappa',
]);

interface Cells {
  readonly flagged: number;
  readonly rest: number;
  /** Expected positives among them. */
  readonly truePositive: number;
  readonly falseNegative: number;
}

/** A metric of the expected counts, with the range that its interval keeps to. */
interface OfCells {
  readonly compute: (matrix: ConfusionMatrix) => Answer<PerformanceEstimate>;
  readonly range?: PerformanceMetricDefinition['range'];
}

function valueAt(
  { compute }: OfCells,
  { flagged, rest, truePositive, falseNegative }: Cells
): Answer<PerformanceEstimate> {
  const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  const tp = within(truePositive, flagged);
  const fn = within(falseNegative, rest);
  const matrix = binaryConfusion({
    truePositive: tp,
    falsePositive: flagged - tp,
    falseNegative: fn,
    trueNegative: rest - fn,
  });
  return matrix.ok ? compute(matrix.value) : matrix;
}

/**
 * The variance of the expected positives among flagged and other rows: of the outcomes themselves (each a coin of its
 * own), and of the calibration, which is known from so many labels a block.
 */
function variances(groups: readonly Group[]): { flagged: number; rest: number; both: number } {
  const blocks = new Map<number, { p: number; labels: number; flagged: number; rest: number }>();
  let [flagged, rest, both] = [0, 0, 0];
  for (const group of groups) {
    const own = group.count * group.p * (1 - group.p);
    flagged += group.flagged ? own : 0;
    rest += group.flagged ? 0 : own;
    const block = blocks.get(group.block) ?? { p: group.p, labels: group.labels, flagged: 0, rest: 0 };
    block[group.flagged ? 'flagged' : 'rest'] += group.count;
    blocks.set(group.block, block);
  }
  for (const { p, labels, flagged: ofFlagged, rest: ofRest } of blocks.values()) {
    // One more of each outcome, so that a block that never erred is not taken as certain (Agresti & Coull 1998).
    const likely = (p * labels + 1) / (labels + 2);
    const error = (likely * (1 - likely)) / labels;
    flagged += ofFlagged * ofFlagged * error;
    rest += ofRest * ofRest * error;
    both += ofFlagged * ofRest * error;
  }
  return { flagged, rest, both };
}

function fromCells(metric: OfCells, groups: readonly Group[], confidence: number): Answer<PerformanceEstimate> {
  const sum = (of: (group: Group) => number): number => groups.reduce((all, group) => all + of(group), 0);
  const cells: Cells = {
    flagged: sum((group) => (group.flagged ? group.count : 0)),
    rest: sum((group) => (group.flagged ? 0 : group.count)),
    truePositive: sum((group) => (group.flagged ? group.count * group.p : 0)),
    falseNegative: sum((group) => (group.flagged ? 0 : group.count * group.p)),
  };
  const centre = valueAt(metric, cells);
  if (!centre.ok) {
    return centre;
  }
  const slope = (of: 'truePositive' | 'falseNegative', most: number): number => {
    const step = Math.min(1e-4 * most, most - cells[of], cells[of]);
    if (!(step > 0)) {
      return 0;
    }
    const more = valueAt(metric, { ...cells, [of]: cells[of] + step });
    const less = valueAt(metric, { ...cells, [of]: cells[of] - step });
    return more.ok && less.ok ? (more.value.value - less.value.value) / (2 * step) : 0;
  };
  const [a, b] = [slope('truePositive', cells.flagged), slope('falseNegative', cells.rest)];
  const { flagged, rest, both } = variances(groups);
  const variance = a * a * flagged + b * b * rest + 2 * a * b * both;
  const half = normalQuantile(1 - (1 - confidence) / 2) * Math.sqrt(Math.max(0, variance));
  const { value } = centre.value;
  const n = cells.flagged + cells.rest;
  return finiteEstimate({ value, lower: value - half, upper: value + half, n }, metric.range);
}

function fromScores(
  id: CbpeMetricId,
  groups: readonly Group[],
  options: PerformanceOptions
): Answer<PerformanceEstimate> {
  // What was flagged and what was not may come in the same buckets: to the order of scores they are one.
  const points = new Map<string, ScoredPoint>();
  for (const { lower, upper, count, p } of groups) {
    const key = `${lower} ${upper}`;
    const { positive = 0, negative = 0 } = points.get(key) ?? {};
    points.set(key, { lower, upper, positive: positive + count * p, negative: negative + count * (1 - p) });
  }
  const scored = scoredBuckets([...points.values()]);
  return scored.ok ? performanceMetrics[id].compute(scored.value, options) : scored;
}

function estimate(groups: readonly Group[], covered: number, options: CbpeOptions): Answer<CbpeEstimate> {
  const confidence = confidenceOf(options);
  const rows = groups.reduce((all, { count }) => all + count, 0);
  const metrics = (options.metrics ?? CBPE_METRIC_IDS).map((id) => ({
    id,
    estimate: FROM_CELLS.has(id)
      ? fromCells(performanceMetrics[id], groups, confidence)
      : fromScores(id, groups, options),
  }));
  const { worth } = options;
  const value =
    worth === undefined
      ? {}
      : { businessValue: fromCells({ compute: (matrix) => businessValue(matrix, worth) }, groups, confidence) };
  return answered({ rows, metrics, ...value, ...beliefOf(covered / rows) });
}

/** Finds for a score the chance of the positive class, its block of the calibration, and whether the reference knows it. */
function reader(reference: readonly CalibrationBucket[]): Answer<{
  readonly p: (score: number) => number;
  readonly block: (score: number) => { readonly block: number; readonly labels: number };
  readonly knows: (score: number) => boolean;
}> {
  const learned = calibrate(reference);
  if (!learned.ok) {
    return learned;
  }
  const { confidence, accuracy, n } = learned.value;
  const filled = reference.filter(({ count }) => count > 0);
  const blockOfPoint: number[] = [];
  confidence.forEach((_, i) => {
    const before = blockOfPoint[i - 1];
    const same = i > 0 && accuracy[i] === accuracy[i - 1] && n[i] === n[i - 1];
    blockOfPoint.push(before === undefined ? 0 : same ? before : before + 1);
  });
  return answered({
    p: (score: number) => calibrated(learned.value, score),
    block: (score: number) => {
      let nearest = 0;
      confidence.forEach((at, i) => {
        nearest = Math.abs(at - score) < Math.abs((confidence[nearest] as number) - score) ? i : nearest;
      });
      return { block: blockOfPoint[nearest] as number, labels: n[nearest] as number };
    },
    knows: (score: number) =>
      filled.some(
        ({ lower, upper, count }) =>
          count >= ENOUGH_LABELS && score <= upper && (score > lower || (lower === 0 && score === 0) || lower === upper)
      ),
  });
}

/**
 * Performance of a binary classifier without labels, from score buckets: what would accuracy, recall, AUC ... be, if
 * scores still meant what they meant on the reference?
 *
 * Confidence-based performance estimation: scores are calibrated on the reference, where labels are known (isotonic);
 * the expected confusion cells are sums of calibrated scores over the window, and each metric is that of the expected
 * cells (the method of NannyML's CBPE; Bialek et al. 2024). The interval of the metrics of cells holds both what the
 * outcomes leave to chance and how well the calibration is known; that of AUC, Brier and log loss only the former.
 * `believed` says whether the reference has labels where the window's scores lie; concept drift it cannot see.
 * A window without predictions, or a reference without labels, gives no answer. O(buckets^2).
 *
 * @example
 * cbpeFromBuckets(
 *   [{ lower: 0, upper: 0.5, count: 100, hits: 10 }, { lower: 0.5, upper: 1, count: 100, hits: 80 }],
 *   [{ lower: 0, upper: 0.5, count: 50 }, { lower: 0.5, upper: 1, count: 50 }], { metrics: ['accuracy'] }
 * ).value.metrics[0].estimate.value.value // => 0.85
 */
export function cbpeFromBuckets(
  reference: readonly CalibrationBucket[],
  current: readonly ScoreBucket[],
  options: CbpeOptions = {}
): Answer<CbpeEstimate> {
  const read = reader(reference);
  if (!read.ok) {
    return read;
  }
  const { threshold = 0.5 } = options;
  const groups: Group[] = [];
  let covered = 0;
  for (const { lower, upper, count, scoreSum, predictedPositive } of current) {
    const fault = faultOfNamedCounts({ [`predictions with score ${lower} to ${upper}`]: count });
    if (fault !== null) {
      return fault;
    }
    if (!(lower >= 0 && upper <= 1 && lower <= upper) || (scoreSum !== undefined && !Number.isFinite(scoreSum))) {
      return noAnswer(
        'invalid_confidence',
        `A score bucket goes from ${lower} to ${upper}: it must lie within 0 to 1.`
      );
    }
    if (count > 0) {
      const at = meanConfidence({
        lower,
        upper,
        count,
        hits: 0,
        ...(scoreSum === undefined ? {} : { confidenceSum: scoreSum }),
      });
      const flagged = predictedPositive ?? at >= threshold;
      groups.push({ at, lower, upper, count, p: read.value.p(at), flagged, ...read.value.block(at) });
      covered += read.value.knows(at) ? count : 0;
    }
  }
  return groups.length > 0
    ? estimate(groups, covered, options)
    : noAnswer('empty_current', 'The window holds no prediction with a score: widen it.');
}

/**
 * The same from rows of scores. Scores that are no number from 0 to 1 are left out. O(rows (log rows + buckets)).
 *
 * @example
 * cbpeFromRows(
 *   [{ lower: 0, upper: 0.5, count: 100, hits: 10, confidenceSum: 25 }, { lower: 0.5, upper: 1, count: 100, hits: 80, confidenceSum: 75 }],
 *   Float64Array.of(0.25, 0.75), { metrics: ['accuracy'] }
 * ).value.metrics[0].estimate.value.value // => 0.85
 */
export function cbpeFromRows(
  reference: readonly CalibrationBucket[],
  scores: Float64Array,
  options: CbpeOptions = {}
): Answer<CbpeEstimate> {
  const sorted = scores.filter((score) => score >= 0 && score <= 1).sort();
  const buckets: ScoreBucket[] = [];
  for (let i = 0; i < sorted.length;) {
    const score = sorted[i] as number;
    let end = i + 1;
    while (sorted[end] === score) {
      end++;
    }
    buckets.push({ lower: score, upper: score, count: end - i });
    i = end;
  }
  return cbpeFromBuckets(reference, buckets, options);
}
