import type { BinningStrategy } from '../../../engine';
import type { FeaturePattern, FeatureSettings } from '../../../model';
import type { EventSource } from '../eventSource';
import type { CallContext, Matcher, TimeRange, Upstream } from '../upstream';

export type FeatureKind = FeatureSettings['kind'];

/** One field of the lines that is to be compared. */
export interface LoggedFeature {
  /** What it is called in the answer. */
  readonly feature: string;
  /** Where it stands in a line. */
  readonly path: string;
  /** Undefined: as the values are. */
  readonly kind?: FeatureKind | undefined;
}

/** Which fields of which lines are looked at. */
export interface LoggedSubject {
  readonly source: EventSource;
  /** Those that are named, or known beforehand. */
  readonly features: readonly LoggedFeature[];
  /** Further ones: whatever stands below `source.fields.features` and passes; undefined is none. */
  readonly discover: readonly FeaturePattern[] | undefined;
  /** What is known of features that are still to be discovered. */
  readonly kinds: (feature: string) => FeatureKind | undefined;
}

/**
 * A comparison as a whole: what has to be known before either side can be counted in the same bins. Ranges are those of
 * the lines that are needed: over time, windows that end early reach further back.
 */
export interface LoggedComparison {
  readonly subject: LoggedSubject;
  readonly current: { readonly range: TimeRange; readonly matchers: readonly Matcher[] };
  /** Undefined where a stored profile is the reference. */
  readonly reference: { readonly range: TimeRange; readonly matchers: readonly Matcher[] } | undefined;
  /** Bounds of bins that are known before a line is read, by feature: those of a profile. */
  readonly edges: ReadonlyMap<string, readonly number[]>;
  readonly binning: BinningStrategy | undefined;
  /** Single values are asked for, which nobody who counts can give. */
  readonly values: boolean;
  /** Windows over time: each value has to be kept with its instant. */
  readonly overTime: boolean;
}

/** A log, opened for one comparison. */
export interface OpenedLog {
  /** Answers both sides, as any upstream of distributions. */
  readonly upstream: Upstream;
  /** Whether both sides are counted in bins already, so that no others can be laid. */
  readonly binned: boolean;
  /** Why there are no single values, though they were asked for, and what to change; undefined where there are. */
  readonly noValues?: string;
  /** Why it holds nothing of what was asked; undefined where nothing is wrong with the question. */
  readonly why: (context: CallContext) => Promise<string | undefined>;
}

/** What a log offers that can count for itself. */
export interface FeatureLog {
  open(comparison: LoggedComparison, context: CallContext): Promise<OpenedLog>;
}
