import type { Answer, LabelDelays } from '../../../engine';
import type { Evidence, Subject } from './evidence';
import type { PerformanceReference } from './plan';

/** What is at hand of one stretch of time, `(start, end]`. */
export interface EvidenceWindow {
  /** Milliseconds since the epoch. */
  readonly end: number;
  /** Made anew at each call, so that what it has computed is let go with it: there may be very many windows. */
  readonly evidence: () => Evidence;
}

/** One group of the query (the only one, where it names none), current and reference. */
export interface MaterialGroup {
  readonly group: Readonly<Record<string, string>>;
  /** The time range cut into windows that do not overlap, the oldest first. */
  readonly blocks: readonly EvidenceWindow[];
  /** Several of them as one. */
  readonly together: (blocks: readonly EvidenceWindow[]) => Evidence;
  /** A window at each step, where the query asks for what happens over time. */
  readonly steps: readonly EvidenceWindow[];
  /** The same group of the reference. */
  readonly reference: Evidence | undefined;
}

/** Everything a `performance` query computes from, wherever it was read: a log, or histograms of confidence. */
export interface Material {
  readonly subject: Subject;
  readonly groups: readonly MaterialGroup[];
  /** Whether the query names groups. */
  readonly isGrouped: boolean;
  /** The whole reference, all groups together; undefined where nothing that is asked for needs one. */
  readonly reference: Evidence | undefined;
  /** What the reference is, as it was read. */
  readonly learnedFrom: PerformanceReference | undefined;
  /** How late labels are, measured on the reference: the answer, or why there is none. */
  readonly delays: Answer<LabelDelays> | undefined;
  /** Whether a label is there as soon as its prediction, as in counters with a label for it. */
  readonly labelsAtOnce: boolean;
  readonly notices: readonly string[];
  /** What was asked, as text to be pasted, under its titles. */
  readonly executed: ReadonlyArray<{ readonly title: string; readonly executed: readonly string[] }>;
}
