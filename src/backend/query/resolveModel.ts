import type { ThresholdOverrides } from '../../engine';
import {
  selectionMatchers,
  TELEMETRY,
  type FeaturePattern,
  type FeatureSettings,
  type ModelSettings,
  type Settings,
} from '../../model';
import { TidemarkError } from '../errors';
import type { CounterSource, FeatureSource, Matcher } from '../upstream/upstream';

/**
 * The model of that id. Where the settings define none, any id is one that the upstream may show, picked by the label
 * `model`; where they do, another id is a mistake, and said.
 */
export function findModel(id: string, { models = [] }: Settings): ModelSettings {
  if (models.length === 0) {
    return { id };
  }
  const found = models.find((model) => model.id === id);
  if (found === undefined) {
    throw new TidemarkError(
      'unknown_model',
      `No model ${JSON.stringify(id)}: the data source defines ${models.map((model) => JSON.stringify(model.id)).join(', ')}.`
    );
  }
  return found;
}

/** The labels that pick the model's series. */
export function modelMatchers(model: ModelSettings): readonly Matcher[] {
  return selectionMatchers(model.selector ?? { [TELEMETRY.modelLabel]: model.id });
}

/** The kinds of the features asked for, where the settings know them all; undefined where they do not. */
function kindsAsked(
  model: ModelSettings,
  patterns: readonly FeaturePattern[]
): Set<FeatureSettings['kind']> | undefined {
  const known = new Map((model.features ?? []).map(({ name, kind }) => [name, kind]));
  const kinds = patterns.map((pattern) => (pattern.kind === 'exact' ? known.get(pattern.name) : undefined));
  return kinds.length === 0 || kinds.includes(undefined)
    ? undefined
    : new Set(kinds.filter((kind) => kind !== undefined));
}

/**
 * Where a model's features are read: its histogram, classic or native, for the numeric ones, its counter for the
 * categorical ones. Where
 * the settings tell that only one of the two can hold what is asked for, only that one is asked.
 */
export function modelSources(model: ModelSettings, patterns: readonly FeaturePattern[]): readonly FeatureSource[] {
  const matchers = modelMatchers(model);
  const featureLabel = model.metrics?.featureLabel ?? TELEMETRY.featureLabel;
  const sources = {
    numeric: {
      kind: 'histogram',
      metric: model.metrics?.feature ?? TELEMETRY.feature,
      matchers,
      featureLabel,
      orNative: true,
    },
    categorical: {
      kind: 'category',
      metric: model.metrics?.featureCategory ?? TELEMETRY.featureCategory,
      matchers,
      featureLabel,
      categoryLabel: model.metrics?.categoryLabel ?? TELEMETRY.categoryLabel,
    },
  } as const satisfies Record<FeatureSettings['kind'], FeatureSource>;
  const kinds = kindsAsked(model, patterns);
  return (['numeric', 'categorical'] as const).filter((kind) => kinds?.has(kind) ?? true).map((kind) => sources[kind]);
}

/** Where a model counts the values that are missing. */
export function modelMissing(model: ModelSettings): CounterSource {
  return {
    metric: model.metrics?.featureMissing ?? TELEMETRY.featureMissing,
    matchers: modelMatchers(model),
    featureLabel: model.metrics?.featureLabel ?? TELEMETRY.featureLabel,
  };
}

/** The range that each feature should keep to, where the settings give one. */
export function modelRanges(model: ModelSettings): (feature: string) => FeatureSettings['range'] {
  const ranges = new Map((model.features ?? []).map(({ name, range }) => [name, range]));
  return (feature) => ranges.get(feature);
}

function overrides(thresholds: ModelSettings['thresholds']): ThresholdOverrides {
  return Object.fromEntries(
    Object.entries(thresholds ?? {}).map(([score, level]) => [
      score,
      typeof level === 'number' ? { drift: level } : level,
    ])
  );
}

/** The thresholds of each feature: its own, else the model's; the engine adds the usual ones. */
export function modelThresholds(model: ModelSettings): (feature: string) => ThresholdOverrides {
  const general = overrides(model.thresholds);
  const own = new Map((model.features ?? []).map(({ name, thresholds }) => [name, overrides(thresholds)]));
  return (feature) => ({ ...general, ...own.get(feature) });
}
