import type { Histogram, NativeHistogram, Repair } from '../../engine';
import type { FeaturePattern, SourceKind, Usage } from '../../model';

/** Milliseconds since the epoch; `from` excluded, `to` included, as a PromQL range selector reads it. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** One label matcher. Values are data: the upstream escapes them, nobody pastes them. */
export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** Where the distributions of features are read, with every name resolved: of a model, or ad hoc. */
export interface FeatureSource {
  /**
   * `histogram`: classic buckets; `native_histogram`: one series a histogram; `category`: a counter a category; `gauge`:
   * raw samples; `log`: fields of lines, which a log that was opened for the comparison knows.
   */
  readonly kind: SourceKind | 'log';
  /** For a classic histogram, without `_bucket`; a log has none. */
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** The label that names the feature; without one, the metric is the feature. */
  readonly featureLabel?: string;
  /** The label that names the category; always there for `category`. */
  readonly categoryLabel?: string;
  /** Of a classic histogram: services may expose it as a native one instead, or as both, and either is read. */
  readonly orNative?: boolean;
}

/** A counter of something that happens to features, such as coming without a value. */
export type CounterSource = Required<Pick<FeatureSource, 'metric' | 'matchers' | 'featureLabel'>>;

/** What is asked of one source. */
export interface Question<Source> {
  readonly source: Source;
  /** Empty: all features. */
  readonly features: readonly FeaturePattern[];
  /** Further labels by which the answer is kept apart. */
  readonly groupBy: readonly string[];
}
export type DistributionQuestion = Question<FeatureSource>;
export type CounterQuestion = Question<CounterSource>;

/** Values as they were observed, in order of time; many windows may share one store. */
export type RawValues = readonly number[] | Float64Array;

/** What an upstream saw of one feature and group: counted already, or its raw values (gauges). */
export type Observation =
  | { readonly kind: 'histogram'; readonly histogram: Histogram; readonly repairs: readonly Repair[] }
  /** A native histogram as it came: on which bins it is compared depends on the other side. */
  | {
      readonly kind: 'native';
      readonly native: NativeHistogram;
      /** It is made of raw values that were too many to be held: how far each of them may be off. */
      readonly sketched?: Extract<Repair, { readonly kind: 'sketched' }>;
    }
  | { readonly kind: 'samples'; readonly values: RawValues }
  /** The series is there, but cannot be used: why, and what to change. Its neighbours are not touched. */
  | { readonly kind: 'unusable'; readonly message: string };

export interface ObservedFeature {
  readonly feature: string;
  /** The values of `groupBy`, in full: a series without the label has an empty string. */
  readonly group: Readonly<Record<string, string>>;
  readonly observation: Observation;
}

export interface ObservedFeatureOverTime {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  /** One entry for each instant at which something was seen; `time` is the end of its window, in milliseconds. */
  readonly points: ReadonlyArray<{ readonly time: number; readonly observation: Observation }>;
}

/** How much a counter grew, by feature and group; a counter that is not there has no entry. */
export interface Increase {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  readonly count: number;
}

export interface IncreaseOverTime {
  readonly feature: string;
  readonly group: Readonly<Record<string, string>>;
  /** As those of a distribution over time. */
  readonly points: ReadonlyArray<{ readonly time: number; readonly count: number }>;
}

/** What runs a model, told by the series that it exposes: whatever shares their pod, their instance or their host. */
export interface UsageQuestion {
  readonly usage: Usage;
  /** Any of these metrics, with these labels, marks where the model runs. */
  readonly metrics: readonly string[];
  readonly matchers: readonly Matcher[];
}

/** How much of something one pod, instance or host uses: cores, bytes, or a share of the whole. */
export interface UsageSeries {
  /** The pod, the instance or the host, and of a GPU which one. */
  readonly where: string;
  readonly exporter: string;
  readonly points: ReadonlyArray<{ readonly time: number; readonly value: number }>;
}

export interface Answered<T> {
  readonly value: T;
  /** What was asked, as text a person can paste into Explore: `executedQueryString`. */
  readonly executed: string;
  /** What the upstream said beside its answer: Prometheus' own warnings and infos, sampling, cuts. */
  readonly notices: readonly string[];
}

/** The life of a call: cancelled with its request, and never beyond its deadline. */
export interface CallContext {
  readonly signal: AbortSignal;
}

/** A place where distributions can be asked for. Prometheus and the built-in sample implement it. */
export interface Upstream {
  readonly product: string;

  /** One question for all features of the source, over one stretch of time. */
  distributions(
    question: DistributionQuestion,
    range: TimeRange,
    context: CallContext
  ): Promise<Answered<readonly ObservedFeature[]>>;

  /**
   * One question for all features, a window of `windowMs` ending at each step from `range.from` to `range.to`.
   * Steps are aligned to multiples of `stepMs`.
   */
  distributionsOverTime(
    question: DistributionQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    context: CallContext
  ): Promise<Answered<readonly ObservedFeatureOverTime[]>>;

  /** How much a counter of each feature grew in one stretch of time. */
  increases(question: CounterQuestion, range: TimeRange, context: CallContext): Promise<Answered<readonly Increase[]>>;

  /** The same in windows, on the steps of `distributionsOverTime`. */
  increasesOverTime(
    question: CounterQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    context: CallContext
  ): Promise<Answered<readonly IncreaseOverTime[]>>;

  /**
   * How much of the hardware is used where the model runs, a value at each step; none where nothing is exported. An
   * upstream that knows of no hardware, as a log, has no answer at all.
   */
  usage?(
    question: UsageQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    context: CallContext
  ): Promise<Answered<readonly UsageSeries[]>>;

  /** Asks who answers: product and version, for "Save & test". */
  health(context: CallContext): Promise<{ readonly product: string; readonly version: string }>;

  /** Names of metrics that can serve as a source of the kind, for the editor; a histogram's without `_bucket`. */
  metrics(kind: SourceKind, range: TimeRange, context: CallContext): Promise<readonly string[]>;

  /** Names of labels on the series that match. */
  labelNames(
    metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange,
    context: CallContext
  ): Promise<readonly string[]>;

  /** Values of a label on the series that match. */
  labelValues(
    label: string,
    metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange,
    context: CallContext
  ): Promise<readonly string[]>;

  /** The oldest instant for which the upstream can still have data, where it tells; for a better error. */
  oldest(context: CallContext): Promise<number | undefined>;
}
