import type {
  Answer,
  CalibrationBucket,
  ConfusionMatrix,
  RegressionRows,
  ScoreBucket,
  ScoredPoints,
} from '../../../engine';

interface EvidenceBase {
  /** Predictions, whether or not the truth is known. */
  readonly rows: number;
  /** Those whose label is known by now. */
  readonly labelled: number;
  /** Of each labelled one, the seconds from prediction to label; empty where only counts are at hand. */
  delays(): Float64Array;
  /** The same, with those predictions alone whose label is known: what an estimate is held to. */
  labelledOnly(): Evidence;
}

/** What is at hand of a classifier's predictions in one stretch of time: as lazy as what is computed from it. */
export interface ClassEvidence extends EvidenceBase {
  readonly kind: 'classes';
  confusion(): Answer<ConfusionMatrix>;
  /** Right against wrong, for where it is not known which label a wrong prediction should have had. */
  correctness(): Answer<ConfusionMatrix>;
  /** Scores of the positive class with outcomes. */
  scored(): Answer<ScoredPoints>;
  /** Confidence in what was predicted against whether it was right, in few buckets. */
  claims(): Answer<readonly CalibrationBucket[]>;
  /** Scores of the positive class of all predictions, and, of the labelled ones, buckets to learn from. */
  scores(): readonly ScoreBucket[];
  lessons(): Answer<readonly CalibrationBucket[]>;
  /** The same of the confidence in what was predicted, by predicted class. */
  scoresByClass(): ReadonlyMap<string, readonly ScoreBucket[]>;
  lessonsByClass(): ReadonlyMap<string, readonly CalibrationBucket[]>;
}

/** What is at hand of a regression's predictions. */
export interface NumberEvidence extends EvidenceBase {
  readonly kind: 'numbers';
  pairs(): Answer<RegressionRows>;
  /** All of them. */
  predictions(): Float64Array;
}

export type Evidence = ClassEvidence | NumberEvidence;

/** What the model is, as far as its numbers depend on it. */
export type Subject =
  | { readonly task: 'regression' }
  | { readonly task: 'multiclass'; readonly classes: readonly string[] }
  | { readonly task: 'binary'; readonly classes: readonly string[]; readonly positive: string };

/** Computes at the first call, and remembers: several metrics read the same matrix. */
export function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
