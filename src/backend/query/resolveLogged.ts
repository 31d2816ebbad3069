import {
  LOG_FIELDS,
  type DriftQuery,
  type FeaturePattern,
  type LogSource,
  type ModelSettings,
  type Settings,
  type UpstreamKey,
} from '../../model';
import { TidemarkError } from '../errors';
import type { EventSource } from '../upstream/eventSource';
import { FEATURE_LABEL } from '../upstream/logged/upstream';
import type { FeatureKind, LoggedFeature, LoggedSubject } from '../upstream/logged/subject';
import { privacy } from '../upstream/loki/privacy';
import { compileFeaturePatterns } from '../upstream/matching';
import type { FeatureSource } from '../upstream/upstream';
import { pathOfFeature, privateFeatures } from './featurePath';
import { eventSource } from './resolveEvents';
import type { ResolvedReference } from './resolveReference';
import { parseSelector } from './selector';

/** What a model answers is compared as its features are, under these names. */
export const OUTPUT_FEATURES = ['prediction', 'confidence'] as const;

/**
 * Where the features of a model are read: where the query says, or the model. Where neither does, in Prometheus, as long
 * as the data source has one; a data source that has nothing but a log is not answered from the built-in sample.
 */
export function featureUpstream(
  { upstream }: Pick<DriftQuery, 'upstream'>,
  model: ModelSettings,
  { prometheus, loki }: Settings
): UpstreamKey {
  const logAlone = prometheus === undefined && loki !== undefined && !('sample' in loki);
  return upstream ?? model.upstream ?? (logAlone ? 'loki' : 'prometheus');
}

function kindOfPrediction({ task }: ModelSettings): FeatureKind | undefined {
  return task === undefined ? undefined : task === 'regression' ? 'numeric' : 'categorical';
}

/** The kinds that the settings, and a profile that is compared with, know of features. */
function knownKinds(model: ModelSettings, reference: ResolvedReference): ReadonlyMap<string, FeatureKind> {
  const ofProfile =
    reference.kind === 'profile'
      ? reference.profile.features.map((feature): [string, FeatureKind] => [
          feature.name,
          'edges' in feature ? 'numeric' : 'categorical',
        ])
      : [];
  return new Map([
    ...(model.features ?? []).map(({ name, kind }): [string, FeatureKind] => [name, kind]),
    ...ofProfile,
  ]);
}

/** The features of a model, and what it answered, as its log has them. */
export function loggedModel(
  model: ModelSettings,
  patterns: readonly FeaturePattern[],
  reference: ResolvedReference,
  settings: Settings
): LoggedSubject {
  const source = eventSource(model, 'prediction', settings);
  const kinds = knownKinds(model, reference);
  const passes = compileFeaturePatterns(patterns);
  const outputs: LoggedFeature[] = [
    { feature: 'prediction', path: source.fields.prediction, kind: kinds.get('prediction') ?? kindOfPrediction(model) },
    { feature: 'confidence', path: source.fields.confidence, kind: 'numeric' },
  ];
  const isOutput = (name: string): boolean => outputs.some(({ feature }) => feature === name);
  const exact = patterns.flatMap((pattern) => (pattern.kind === 'exact' ? [pattern.name] : []));
  // One that the query itself names is refused where it is read, and says why; the others need not stop at it.
  const isPrivate = privateFeatures(source);
  const known = (model.features ?? []).map(({ name }) => name).filter((name) => !isPrivate(name));
  const named = [...new Set([...known, ...exact])]
    .filter((name) => passes(name) && !isOutput(name))
    .map((name): LoggedFeature => ({ feature: name, path: pathOfFeature(name, source), kind: kinds.get(name) }));
  return {
    source,
    features: [...named, ...outputs.filter(({ feature }) => passes(feature))],
    discover: patterns,
    kinds: (feature) => kinds.get(feature),
  };
}

/**
 * The lines that a selector picks. They may be those of any model, so that what is private in one of them stays so: a
 * source beside the models is no way around their settings.
 *
 * @throws TidemarkError `bad_query` where the selector names personal data.
 */
export function adHocSource(
  { selector, parser = 'json' }: Pick<LogSource, 'selector' | 'parser'>,
  { privateFields = [], models = [] }: Settings
): EventSource {
  const matchers = parseSelector(selector);
  const all = [...new Set([...privateFields, ...models.flatMap((model) => model.privateFields ?? [])])];
  const source = { matchers, parser, fields: LOG_FIELDS, privateFields: all };
  matchers.forEach(({ label }) => refusePrivateLabel(label, source));
  return source;
}

/** @throws TidemarkError `bad_query` where a label of streams is personal data. */
export function refusePrivateLabel(label: string, source: Pick<EventSource, 'parser' | 'privateFields'>): void {
  if (privacy(source).covers([label])) {
    throw new TidemarkError(
      'bad_query',
      `${JSON.stringify(label)} is personal data by the settings (privateFields): it is not read, and picks no streams.`
    );
  }
}

/** The fields of an ad-hoc source. */
export function loggedFields(
  { fields = [], categoryFields = [], ...streams }: LogSource,
  patterns: readonly FeaturePattern[],
  settings: Settings
): LoggedSubject {
  const passes = compileFeaturePatterns(patterns);
  const named = [
    ...fields.map((path) => ({ feature: path, path, kind: 'numeric' as const })),
    ...categoryFields.map((path) => ({ feature: path, path, kind: 'categorical' as const })),
  ];
  return {
    source: adHocSource(streams, settings),
    features: named.filter(({ feature }) => passes(feature)),
    discover: undefined,
    kinds: () => undefined,
  };
}

/** A log stands among the sources as one: which of its features are meant, it knows itself. */
export function logSource({ source }: LoggedSubject): FeatureSource {
  return { kind: 'log', metric: '', matchers: source.matchers, featureLabel: FEATURE_LABEL };
}
