import { TELEMETRY, type FeaturePattern, type Settings } from '../../model';
import { closest, listed } from '../closest';
import { TidemarkError } from '../errors';
import { seriesSelector } from '../upstream/promql';
import type { CallContext, DistributionQuestion, TimeRange, Upstream } from '../upstream/upstream';
import type { ResolvedReference } from './resolveReference';
import { shadowHint } from './usualTraffic';

/** To the millisecond, so that the very question can be asked again. */
export function describeRange({ from, to }: TimeRange): string {
  return `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
}

/** To the second, for a person to read. */
function instant(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function stretch({ from, to }: TimeRange): string {
  return `${instant(from)} to ${instant(to)}`;
}

function describeSeries(questions: readonly DistributionQuestion[]): string {
  return questions
    .flatMap(({ source: { kind, metric, matchers, orNative } }) => [
      kind === 'log'
        ? seriesSelector(undefined, matchers)
        : seriesSelector(kind === 'histogram' ? `${metric}_bucket` : metric, matchers),
      ...(orNative === true ? [seriesSelector(metric, matchers)] : []),
    ])
    .join(' or ');
}

/** What is needed to find out why an answer is empty. */
export interface Inquiry {
  readonly upstream: Upstream;
  readonly questions: readonly DistributionQuestion[];
  readonly range: TimeRange;
  readonly context: CallContext;
}

async function valuesOf(
  label: (question: DistributionQuestion) => string | undefined,
  matchers: (question: DistributionQuestion) => DistributionQuestion['source']['matchers'],
  { upstream, questions, range, context }: Inquiry
): Promise<readonly string[]> {
  const answers = await Promise.all(
    questions.map(async (question) => {
      const name = label(question);
      return name === undefined
        ? []
        : upstream.labelValues(name, question.source.metric, matchers(question), range, context);
    })
  );
  return [...new Set(answers.flat())].filter((value) => value !== '');
}

/** The exactly named features that are not among those seen. */
export function missingNames(patterns: readonly FeaturePattern[], seen: ReadonlySet<string>): readonly string[] {
  return patterns.flatMap((pattern) => (pattern.kind === 'exact' && !seen.has(pattern.name) ? [pattern.name] : []));
}

/**
 * Why neither side saw anything: a model that is not there, a feature that is not there, or just no data. It asks the
 * upstream for what there is; that question is put only on the way to an error.
 */
export async function explainNothing(
  inquiry: Inquiry,
  { model, patterns, settings }: { model: string | undefined; patterns: readonly FeaturePattern[]; settings: Settings }
): Promise<TidemarkError> {
  const names = missingNames(patterns, new Set());
  if (patterns.length > 0) {
    const there = await valuesOf(
      ({ source }) => source.featureLabel,
      ({ source }) => source.matchers,
      inquiry
    );
    const unknown = names.filter((name) => !there.includes(name));
    const [first] = unknown;
    if (there.length > 0 && first !== undefined) {
      return new TidemarkError(
        'unknown_feature',
        `No feature ${unknown.map((name) => JSON.stringify(name)).join(', ')}: there is ${listed(closest(first, there))}.`
      );
    }
    if (there.length > 0 && names.length === 0) {
      return new TidemarkError('unknown_feature', `No feature matches: there is ${listed([...there].sort())}.`);
    }
  }
  if (model !== undefined && (settings.models ?? []).length === 0) {
    const there = await valuesOf(
      () => TELEMETRY.modelLabel,
      () => [],
      inquiry
    );
    if (there.length > 0 && !there.includes(model)) {
      return new TidemarkError(
        'unknown_model',
        `No model ${JSON.stringify(model)}: the upstream shows ${listed(closest(model, there))}.`
      );
    }
  }
  return noCurrentData(inquiry);
}

export function noCurrentData({ questions, range }: Pick<Inquiry, 'questions' | 'range'>): TidemarkError {
  return new TidemarkError(
    'no_current_data',
    `Nothing was observed from ${stretch(range)} by ${describeSeries(questions)}: widen the time range, or change the model's selector or the filters.${shadowHint(questions.flatMap(({ source }) => source.matchers))}`
  );
}

/** The reference is empty: because the upstream does not keep data that long, or for another reason. */
export async function noReferenceData(
  reference: ResolvedReference,
  range: TimeRange,
  inquiry: Inquiry
): Promise<TidemarkError> {
  if (reference.kind === 'profile') {
    return new TidemarkError(
      'no_reference_data',
      `The reference, ${reference.text}, holds none of these features: choose another profile, or add them to it.`
    );
  }
  const oldest = await inquiry.upstream.oldest(inquiry.context).catch(() => undefined);
  if (oldest !== undefined && range.from < oldest) {
    return new TidemarkError(
      'no_reference_data',
      `The reference (${reference.text}: ${stretch(range)}) is outside retention: the oldest data of the upstream is of ${instant(oldest)}. Choose a later reference.`
    );
  }
  return new TidemarkError(
    'no_reference_data',
    `The reference (${reference.text}: ${stretch(range)}) holds no observation of ${describeSeries(inquiry.questions)}: choose another reference.`
  );
}
