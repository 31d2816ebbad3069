import type { Answer } from './answer';
import type { AlignedPair } from './distribution/pair';
import type { Repair } from './repair';
import type { ScoreId, ScoreValue, Thresholds } from './score/definition';
import type { Smoothing } from './score/smoothing';
import type { Contribution } from './verdict/contributions';
import type { PsiSignificance } from './verdict/psiSignificance';
import type { Verdict } from './verdict/verdict';

/** Thresholds in place of the usual ones. A level left out keeps the usual one; a warning above drift is taken as drift. */
export type ThresholdOverrides = { readonly [Id in ScoreId]?: Partial<Thresholds> };

/** One comparison: a feature, or a feature in a segment. */
export interface AssessmentItem<Key = string> {
  readonly key: Key;
  /** As `align` answered: a pair that could not be made gets an assessment too, with its reason. */
  readonly pair: Answer<AlignedPair>;
  /** Go before those of the options. */
  readonly thresholds?: ThresholdOverrides;
  /** Goes before that of the options. */
  readonly fixedReference?: boolean;
}

export interface AssessOptions {
  /** Computed for each item. The first that has thresholds and an answer decides the verdict; else PSI does. */
  readonly scores: readonly ScoreId[];
  readonly thresholds?: ThresholdOverrides;
  /** Share of false alarms among alarms that is put up with; by default 0.05. */
  readonly alpha?: number;
  readonly smoothing?: Smoothing;
  readonly fixedReference?: boolean;
}

export interface Assessment<Key = string> {
  readonly key: Key;
  /** One answer for each score asked for. */
  readonly scores: { readonly [Id in ScoreId]?: Answer<ScoreValue> };
  /** PSI and its significance, asked for or not. */
  readonly psi: Answer<PsiSignificance>;
  /** Which score the verdict, `pValue` and `pAdjusted` are of. */
  readonly decidedBy: ScoreId;
  readonly verdict: Verdict;
  /** A sentence with the numbers behind the verdict. */
  readonly reason: string;
  /** Null where there is no answer. */
  readonly pValue: number | null;
  /** Benjamini-Hochberg over all items asked for together. */
  readonly pAdjusted: number | null;
  readonly referenceCount: number;
  readonly currentCount: number;
  /** Of PSI, one a bin; empty where PSI has no answer. */
  readonly contributions: readonly Contribution[];
  /** Each once: those of the pair, then those of the scores. */
  readonly repairs: readonly Repair[];
}

/** Scores, significance and verdicts of many comparisons asked for together, in their order. */
export function assess<Key>(
  items: ReadonlyArray<AssessmentItem<Key>>,
  options: AssessOptions
): ReadonlyArray<Assessment<Key>> {
  throw new Error(`not built yet: ${items.length} ${options.scores.length}`);
}
