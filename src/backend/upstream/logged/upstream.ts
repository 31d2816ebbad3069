import { compileFeaturePatterns } from '../matching';
import type {
  Answered,
  CallContext,
  DistributionQuestion,
  Matcher,
  ObservedFeature,
  ObservedFeatureOverTime,
  TimeRange,
  Upstream,
} from '../upstream';
import type { RowQuestion } from './byReading';
import type { LoggedFeature, LoggedSubject } from './subject';

/** How the features of a log are answered, whoever counts. */
export interface LoggedAnswers {
  readonly distributions: (
    question: RowQuestion,
    range: TimeRange,
    context: CallContext
  ) => Promise<Answered<readonly ObservedFeature[]>>;
  readonly distributionsOverTime: (
    question: RowQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    context: CallContext
  ) => Promise<Answered<readonly ObservedFeatureOverTime[]>>;
}

interface Named {
  readonly product: string;
  labelNames(matchers: readonly Matcher[], range: TimeRange, context: CallContext): Promise<readonly string[]>;
  labelValues(
    label: string,
    matchers: readonly Matcher[],
    range: TimeRange,
    context: CallContext
  ): Promise<readonly string[]>;
  health(context: CallContext): Promise<{ readonly product: string; readonly version: string }>;
}

/** Matchers of the streams stay with the source; what else a person gives is a filter by name. */
export function splitMatchers(
  { source }: LoggedSubject,
  matchers: readonly Matcher[]
): { readonly source: LoggedSubject['source']; readonly filters: readonly Matcher[] } {
  const ofStreams = new Set(source.matchers.map(({ label }) => label));
  return {
    source: { ...source, matchers: matchers.filter(({ label }) => ofStreams.has(label)) },
    filters: matchers.filter(({ label }) => !ofStreams.has(label)),
  };
}

/** A log as an upstream of distributions: what compares them need not know where they come from. */
export class LoggedUpstream implements Upstream {
  readonly product: string;

  constructor(
    private readonly log: Named,
    private readonly subject: LoggedSubject,
    private readonly features: readonly LoggedFeature[],
    /** Names that a feature could have had, for who has mistyped one. */
    private readonly known: readonly string[],
    private readonly answers: LoggedAnswers
  ) {
    this.product = log.product;
  }

  distributions(
    question: DistributionQuestion,
    range: TimeRange,
    context: CallContext
  ): Promise<Answered<readonly ObservedFeature[]>> {
    return this.answers.distributions(this.rows(question), range, context);
  }

  distributionsOverTime(
    question: DistributionQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    context: CallContext
  ): Promise<Answered<readonly ObservedFeatureOverTime[]>> {
    return this.answers.distributionsOverTime(this.rows(question), range, windowMs, stepMs, context);
  }

  /** Values that are missing are counted beside the others: nothing counts them apart. */
  async increases(): ReturnType<Upstream['increases']> {
    return { value: [], executed: '', notices: [] };
  }

  async increasesOverTime(): ReturnType<Upstream['increasesOverTime']> {
    return { value: [], executed: '', notices: [] };
  }

  health(context: CallContext): ReturnType<Upstream['health']> {
    return this.log.health(context);
  }

  async metrics(): Promise<readonly string[]> {
    return [];
  }

  labelNames(
    _metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange,
    context: CallContext
  ): Promise<readonly string[]> {
    return this.log.labelNames(matchers, range, context);
  }

  /** Of the label that stands for the name of a feature, the features there are. */
  async labelValues(
    label: string,
    _metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange,
    context: CallContext
  ): Promise<readonly string[]> {
    return label === FEATURE_LABEL ? this.known : this.log.labelValues(label, matchers, range, context);
  }

  async oldest(): Promise<number | undefined> {
    return undefined;
  }

  private rows({ source: { matchers }, features, groupBy }: DistributionQuestion): RowQuestion {
    const passes = compileFeaturePatterns(features);
    return {
      ...splitMatchers(this.subject, matchers),
      groupBy,
      features: this.features.filter(({ feature }) => passes(feature)),
    };
  }
}

/** Stands for the name of a feature, which no label of a log holds. */
export const FEATURE_LABEL = 'feature';
