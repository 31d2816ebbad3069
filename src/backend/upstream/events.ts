import type { EventKind, FeatureInfo, FeaturePattern } from '../../model';
import type { EventSource } from './eventSource';
import type { FeatureLog } from './logged/subject';
import type { Answered, CallContext, Matcher, TimeRange } from './upstream';

/** A value as a line of the log holds it. */
export type FieldValue = string | number | boolean | null | readonly unknown[] | { readonly [key: string]: unknown };

/** What is asked of the log. */
export interface EventQuestion<K extends EventKind = EventKind> {
  readonly event: K;
  readonly source: EventSource;
  /**
   * Further conditions on names that a person knows: `version`, `role`, `country`. A name means, in this order, a stream
   * label or structured metadata of that name, a field of the line, a feature.
   */
  readonly filters: readonly Matcher[];
  /** Names, as those of filters, whose values come with each event in `group`. */
  readonly groupBy: readonly string[];
  /** Which features come with a prediction; an empty list is none, because most questions need none. */
  readonly features: readonly FeaturePattern[] | 'all';
}

/** What every event has. */
interface EventBase {
  /** Milliseconds since the epoch, with a fraction where the log has finer stamps. */
  readonly time: number;
  /** The values of `groupBy`, in full: an event without one has an empty string. */
  readonly group: Readonly<Record<string, string>>;
}

/** One prediction, of the live model or of a shadow. What its line does not hold is undefined. */
export interface PredictionEvent extends EventBase {
  readonly event: 'prediction';
  readonly predictionId: string | undefined;
  /** The same for all versions that answered one request. */
  readonly requestId: string | undefined;
  readonly version: string;
  readonly role: string;
  /** A class as text (`true` and `false` for booleans), or a number. */
  readonly prediction: string | number | undefined;
  readonly confidence: number | undefined;
  readonly probabilities: Readonly<Record<string, number>> | undefined;
  readonly latencyMs: number | undefined;
  /** The request failed: there is no prediction, or it should not be believed. */
  readonly error: string | undefined;
  readonly features: Readonly<Record<string, FieldValue>>;
}

/** The truth about a prediction, often days late. */
export interface LabelEvent extends EventBase {
  readonly event: 'label';
  readonly predictionId: string | undefined;
  readonly label: string | number | undefined;
}

/** Something happened to a version: `deployed`, `rolled_back`, `retired`. */
export interface ModelEvent extends EventBase {
  readonly event: 'model';
  readonly version: string;
  readonly role: string;
  readonly stage: string | undefined;
  readonly hyperparameters: Readonly<Record<string, FieldValue>>;
  readonly trainingData: FieldValue | undefined;
  readonly runUrl: string | undefined;
}

/** A step in the life of one run of a job: `started`, `succeeded`, `failed`. */
export interface PipelineEvent extends EventBase {
  readonly event: 'pipeline';
  readonly job: string | undefined;
  readonly runId: string | undefined;
  readonly status: string | undefined;
  readonly durationS: number | undefined;
  readonly rows: number | undefined;
  readonly error: string | undefined;
}

export interface EventByKind {
  readonly prediction: PredictionEvent;
  readonly label: LabelEvent;
  readonly model: ModelEvent;
  readonly pipeline: PipelineEvent;
}

/** A share of the events, the same on every reading: an id is in it or not. */
export interface Sampling {
  /** Both partners of a request share `requestId`; a prediction and its label share `predictionId`. */
  readonly by: 'requestId' | 'predictionId';
  /** Above 0, at most 1. */
  readonly fraction: number;
}

export interface ReadOptions {
  readonly sampling?: Sampling;
  /** `forward`, the default: oldest first. `backward` where only the last few are wanted. */
  readonly direction?: 'forward' | 'backward';
  /** Stop after so many events; the report says that there are more. */
  readonly limit?: number;
}

/** What there is to tell of a reading once it has ended. */
export interface EventReport {
  /** LogQL that can be pasted into Explore. */
  readonly executed: readonly string[];
  readonly notices: readonly string[];
  /** Lines read, whether or not they could be used. */
  readonly lines: number;
  /** Lines that are no JSON (or logfmt). They are in no batch, and a notice says how many there were. */
  readonly unreadable: number;
  /** Whether a limit ended the reading before the range did. */
  readonly cut: boolean;
}

/**
 * Events in order of time, in batches, so that a million of them pass through without being held. Equal timestamps keep
 * the order in which the upstream has them; none is lost or repeated.
 */
export interface EventReading<E> extends AsyncIterable<readonly E[]> {
  /** Complete after the last batch; before, what is known so far. */
  report(): EventReport;
}

/** A log of predictions, labels, deployments and pipeline runs. Loki and the built-in sample implement it. */
export interface EventUpstream {
  readonly product: string;

  /** How features that are logged are counted, where the log can do more than be read. */
  readonly features?: FeatureLog;

  read<K extends EventKind>(
    question: EventQuestion<K>,
    range: TimeRange,
    context: CallContext,
    options?: ReadOptions
  ): EventReading<EventByKind[K]>;

  /** How many lines there are, counted by the upstream: cheap, and asked before lines are read. */
  count(question: EventQuestion, range: TimeRange, context: CallContext): Promise<Answered<number>>;

  /** The same in windows that end at each step, as `distributionsOverTime` has them. */
  countOverTime(
    question: EventQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    context: CallContext
  ): Promise<
    Answered<
      ReadonlyArray<{
        readonly group: Readonly<Record<string, string>>;
        readonly points: ReadonlyArray<{ readonly time: number; readonly count: number }>;
      }>
    >
  >;

  /**
   * Why a question found nothing, with the closest names there are; undefined where it might as well have found
   * something. To be asked only on the way to an error.
   */
  explain(question: EventQuestion, range: TimeRange, context: CallContext): Promise<string | undefined>;

  /** Asks who answers: product and version, for "Save & test". */
  health(context: CallContext): Promise<{ readonly product: string; readonly version: string }>;

  /** Names of stream labels on the lines that match. */
  labelNames(matchers: readonly Matcher[], range: TimeRange, context: CallContext): Promise<readonly string[]>;

  labelValues(
    label: string,
    matchers: readonly Matcher[],
    range: TimeRange,
    context: CallContext
  ): Promise<readonly string[]>;

  /**
   * Fields by their paths, seen in some of the latest lines that match, for the editors and where all features are
   * asked for. Private ones are not among them.
   */
  fields(source: EventSource, range: TimeRange, context: CallContext): Promise<readonly FeatureInfo[]>;
}
