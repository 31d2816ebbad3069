import type { ThresholdOverrides } from '../../engine';
import {
  DISTRIBUTION_FIELDS,
  DRIFT_OVER_TIME_TABLE_FIELDS,
  DRIFT_TABLE_FIELDS,
  parseFeaturePattern,
  SCORE_CHANGES_FIELDS,
  SERIES_LABELS,
  selectionMatchers,
  testFields,
  type DriftQuery,
  type FeaturePattern,
  type FeatureSettings,
  type MetricSource,
  type Settings,
} from '../../model';
import { TidemarkError } from '../errors';
import { compileFeaturePatterns } from '../upstream/matching';
import type { LoggedSubject } from '../upstream/logged/subject';
import type { CounterSource, DistributionQuestion, FeatureSource, Matcher, Question } from '../upstream/upstream';
import { needsMissing, sampleScoresOf, scoresOf } from './assessOptions';
import { featureUpstream, loggedFields, loggedModel, logSource } from './resolveLogged';
import { findModel, modelMissing, modelRanges, modelSources, modelThresholds } from './resolveModel';
import { resolveReference, type ResolvedReference } from './resolveReference';
import { parseSelector } from './selector';
import { inPlaceOf, usualTraffic, withUsual } from './usualTraffic';

/** A query with every name of the settings looked up: what to ask, and how to judge the answer. */
export interface ResolvedQuery {
  /** Absent for an ad-hoc source. */
  readonly model?: string;
  readonly patterns: readonly FeaturePattern[];
  readonly sources: readonly FeatureSource[];
  readonly filters: readonly Matcher[];
  /** What is meant where neither the source nor the filters name a side: not the shadow. */
  readonly usual: readonly Matcher[];
  readonly groupBy: readonly string[];
  readonly reference: ResolvedReference;
  readonly thresholds: (feature: string) => ThresholdOverrides;
  readonly range: (feature: string) => FeatureSettings['range'];
  /** The counter of missing values, where a score asked for needs it; an ad-hoc source has none. */
  readonly missing?: CounterSource;
  /** What is read of the log, where that is where the features are. */
  readonly logged?: LoggedSubject;
}

/** Names that a column or a series label of the answer has already. */
function takenNames(query: DriftQuery): readonly string[] {
  const fields =
    query.queryType === 'distribution'
      ? DISTRIBUTION_FIELDS
      : {
          ...DRIFT_TABLE_FIELDS,
          // What only some answers have keeps no label from being grouped by in the others.
          ...(query.calibrate !== undefined || query.hysteresis !== undefined ? DRIFT_OVER_TIME_TABLE_FIELDS : {}),
          ...(query.detector === undefined ? {} : SCORE_CHANGES_FIELDS),
        };
  const tests = sampleScoresOf(query).flatMap((id) => Object.values(testFields(id)));
  const labels = Object.values(SERIES_LABELS).filter((label) => label !== SERIES_LABELS.model);
  return [...Object.values(fields), ...tests, ...labels, ...scoresOf(query), 'time'];
}

function checkGroupBy(query: DriftQuery): readonly string[] {
  const { groupBy = [] } = query;
  const names = takenNames(query);
  const taken = groupBy.find((label) => names.includes(label));
  if (taken !== undefined) {
    throw new TidemarkError(
      'bad_query',
      `groupBy: ${JSON.stringify(taken)} is the name of a column of the answer itself; group by another label.`
    );
  }
  return [...new Set(groupBy)];
}

function readPatterns(features: readonly string[]): readonly FeaturePattern[] {
  const patterns = [...new Set(features)].map(parseFeaturePattern);
  // Compiled here only to refuse a broken expression before anything is asked.
  compileFeaturePatterns(patterns);
  return patterns;
}

/** Without a label that names features there is one, the metric itself; another name is a mistake, and said. */
function checkUnlabelled({ metric, featureLabel }: FeatureSource, patterns: readonly FeaturePattern[]): void {
  if (featureLabel === undefined && !compileFeaturePatterns(patterns)(metric)) {
    throw new TidemarkError(
      'unknown_feature',
      `No such feature: without a "featureLabel" the source has one feature, ${JSON.stringify(metric)}. Name the label that holds the features, or leave "features" empty.`
    );
  }
}

/** @param usual what the query means without saying it; given where the query itself was taken apart. */
export function resolveQuery(query: DriftQuery, settings: Settings, usual = usualTraffic(query)): ResolvedQuery {
  const patterns = readPatterns(query.features ?? []);
  const shared = {
    patterns,
    filters: selectionMatchers(query.filters ?? {}),
    usual,
    groupBy: checkGroupBy(query),
  };
  if (query.model !== undefined) {
    const model = findModel(query.model, settings);
    const known = {
      model: model.id,
      reference: resolveReference(query.reference, model, settings),
      thresholds: modelThresholds(model),
      range: modelRanges(model),
    };
    if (featureUpstream(query, model, settings) === 'loki') {
      const logged = loggedModel(model, patterns, known.reference, settings);
      return { ...shared, ...known, sources: [logSource(logged)], logged };
    }
    return {
      ...shared,
      ...known,
      sources: modelSources(model, patterns),
      ...(needsMissing(query) ? { missing: modelMissing(model) } : {}),
    };
  }
  const source = query.source;
  if (source === undefined) {
    throw new TidemarkError('bad_query', 'model: name a model of the data source, or give an ad-hoc "source".');
  }
  const unknown = {
    reference: resolveReference(query.reference, undefined, settings),
    thresholds: () => ({}),
    range: () => undefined,
  };
  if (source.upstream === 'loki') {
    const logged = loggedFields(source, patterns, settings);
    return { ...shared, ...unknown, sources: [logSource(logged)], logged };
  }
  const adHoc = adHocSource(source);
  checkUnlabelled(adHoc, patterns);
  return { ...shared, ...unknown, sources: [adHoc] };
}

function adHocSource({ kind, metric, selector = '', featureLabel, categoryLabel }: MetricSource): FeatureSource {
  return {
    kind,
    metric,
    matchers: parseSelector(selector),
    ...(featureLabel === undefined ? {} : { featureLabel }),
    ...(categoryLabel === undefined ? {} : { categoryLabel }),
  };
}

/** What the current side is asked of one source. */
export function currentQuestion<Source extends Pick<FeatureSource, 'matchers'>>(
  { patterns, filters, usual, groupBy }: ResolvedQuery,
  source: Source
): Question<Source> {
  const matchers = withUsual([...source.matchers, ...filters], usual);
  return { source: { ...source, matchers }, features: patterns, groupBy };
}

/** The questions of the current side: one a source. */
export function currentQuestions(resolved: ResolvedQuery): readonly DistributionQuestion[] {
  return resolved.sources.map((source) => currentQuestion(resolved, source));
}

/** The labels by which a group of the current side finds its own in the reference. */
export function sharedGroupBy({ groupBy, reference }: ResolvedQuery): readonly string[] {
  switch (reference.kind) {
    case 'labels': {
      const replaced = new Set(reference.matchers.map(({ label }) => label));
      return groupBy.filter((label) => !replaced.has(label));
    }
    case 'profile':
      return [];
    default:
      return groupBy;
  }
}

/** What the reference is asked of one source: the same, but for the labels that it replaces. */
export function referenceQuestion<Source extends Pick<FeatureSource, 'matchers'>>(
  resolved: ResolvedQuery,
  source: Source
): Question<Source> {
  const { reference } = resolved;
  const question = currentQuestion(resolved, source);
  if (reference.kind !== 'labels') {
    return question;
  }
  return {
    ...question,
    groupBy: sharedGroupBy(resolved),
    source: { ...question.source, matchers: inPlaceOf(question.source.matchers, reference.matchers) },
  };
}

/** The questions of the reference: one a source. */
export function referenceQuestions(resolved: ResolvedQuery): readonly DistributionQuestion[] {
  return resolved.sources.map((source) => referenceQuestion(resolved, source));
}
