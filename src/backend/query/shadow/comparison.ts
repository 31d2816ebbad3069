import type { AlignedPair, Answer, Assessment, Estimate, Recommended } from '../../../engine';
import type { ShadowBasis, ShadowCause, ShadowFinding, ShadowNumber, ShadowOutput } from '../../../model';
import type { Notice } from '../../frames/frame';
import type { FieldValue } from '../../upstream/events';
import type { Cell } from './tally';
import type { Task } from './study';

/** One number of a comparison, with its interval where it has one, or why there is none. */
export type Numbers = (name: ShadowNumber) => Answer<Estimate>;

/** A metric of both sides, with what lies between them. */
export interface MetricRow {
  readonly metric: string;
  readonly live: Answer<Estimate>;
  readonly shadow: Answer<Estimate>;
  /** Shadow minus live. */
  readonly difference: Answer<Estimate>;
  /** Null where no test belongs to it. */
  readonly pValue: number | null;
  readonly direction: 'higher_is_better' | 'lower_is_better' | 'neither';
  /** As Grafana names it; empty for a plain number. */
  readonly unit: string;
}

/** How far one output of the shadow has moved from that of live. */
export interface OutputDrift {
  readonly output: ShadowOutput;
  readonly pair: Answer<AlignedPair>;
  readonly assessment: Assessment<number>;
}

export interface ComparedSegment {
  readonly group: Readonly<Record<string, string>>;
  readonly numbers: Numbers;
  readonly finding: ShadowFinding;
  /** Of who is right, corrected over all segments; null where nobody knows. */
  readonly pAdjusted: number | null;
}

/** One request on which the two disagree. */
export interface DisagreementRow {
  readonly time: number;
  readonly requestId: string;
  readonly live: string | number;
  readonly shadow: string | number;
  readonly difference: number | null;
  readonly liveConfidence: number | null;
  readonly shadowConfidence: number | null;
  readonly label: string | number | null;
  readonly right: 'live' | 'shadow' | 'both' | 'neither' | null;
  readonly livePredictionId: string | null;
  readonly shadowPredictionId: string | null;
  readonly liveVersion: string;
  readonly shadowVersion: string;
  readonly liveLatencyMs: number | null;
  readonly shadowLatencyMs: number | null;
  readonly group: Readonly<Record<string, string>>;
  readonly features: Readonly<Record<string, FieldValue>>;
}

/** What became of the lines, where they were paired. */
export interface Bookkeeping {
  readonly latePairs: number;
  readonly duplicates: number;
  readonly withoutId: number;
  readonly sampledFraction: number;
}

/** The answer to a `shadow` query, before it is put into frames. What was not asked for is not there. */
export interface ShadowComparison {
  readonly basis: ShadowBasis;
  readonly task: Task;
  /** Whether anything at all was seen. */
  readonly saw: boolean;
  readonly versions: { readonly live: readonly string[]; readonly shadow: readonly string[] };
  readonly overall: Numbers;
  readonly recommended: Answer<Recommended>;
  /** In words, of a recommendation: why, and since when as far as that is known. */
  readonly cause: (of: ShadowCause) => Readonly<Record<string, string>>;
  /** Null where nothing was paired. */
  readonly bookkeeping: Bookkeeping | null;
  readonly metrics: readonly MetricRow[];
  readonly flips: readonly Cell[];
  readonly outputs: readonly OutputDrift[];
  readonly segments: readonly ComparedSegment[];
  readonly windows: ReadonlyArray<{ readonly time: number; readonly numbers: Numbers }>;
  readonly rows: readonly DisagreementRow[];
  readonly notices: readonly Notice[];
  readonly executed: string;
}
