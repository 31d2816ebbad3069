import { TELEMETRY, type FeatureInfo, type ModelInfo, type ResourceParams, type ResourcePath } from '../../model';
import type { Instance } from '../instance/instance';
import { findModel, modelSources } from '../query/resolveModel';
import { parseSelector } from '../query/selector';
import type { Matcher, TimeRange } from '../upstream/upstream';
import { required } from './params';

export interface ResourceContext {
  readonly instance: Pick<Instance, 'settings' | 'upstream'>;
  readonly params: ResourceParams;
  readonly range: TimeRange;
  readonly signal: AbortSignal;
}

type Resource = (context: ResourceContext) => Promise<unknown>;

function sorted(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '').sort();
}

/** The series that the parameters mean: of a model, or of a metric and its selector. */
function seriesMeant({
  instance,
  params,
}: ResourceContext): ReadonlyArray<{ metric?: string; matchers: readonly Matcher[] }> {
  if (params.model !== undefined) {
    return modelSources(findModel(params.model, instance.settings), []);
  }
  const matchers = parseSelector(params.selector ?? '');
  return [params.metric === undefined ? { matchers } : { metric: params.metric, matchers }];
}

const models = async ({ instance, range, signal }: ResourceContext): Promise<readonly ModelInfo[]> => {
  const { settings, upstream } = instance;
  if (settings.models !== undefined && settings.models.length > 0) {
    return settings.models.map(({ id, title, owner }) => ({
      id,
      title: title ?? id,
      ...(owner === undefined ? {} : { owner }),
      origin: 'settings',
    }));
  }
  const found = await Promise.all(
    [TELEMETRY.feature, TELEMETRY.featureCategory].map((metric) =>
      upstream.labelValues(TELEMETRY.modelLabel, metric, [], range, { signal })
    )
  );
  return sorted(found.flat()).map((id) => ({ id, title: id, origin: 'discovered' }));
};

const features = async ({ instance, params, range, signal }: ResourceContext): Promise<readonly FeatureInfo[]> => {
  const model = findModel(required(params, 'model'), instance.settings);
  const found = await Promise.all(
    modelSources(model, []).map(async ({ kind, metric, matchers, featureLabel }) => {
      const names = await instance.upstream.labelValues(
        featureLabel ?? TELEMETRY.featureLabel,
        metric,
        matchers,
        range,
        {
          signal,
        }
      );
      return names.map((name): FeatureInfo => ({ name, kind: kind === 'category' ? 'categorical' : 'numeric' }));
    })
  );
  // What the settings say of a feature holds, whatever the upstream shows; they may name one that is yet to come.
  const byName = new Map<string, FeatureInfo>();
  for (const { name, kind } of [...(model.features ?? []), ...found.flat()]) {
    if (name !== '' && !byName.has(name)) {
      byName.set(name, { name, kind });
    }
  }
  return sorted(byName.keys()).flatMap((name) => byName.get(name) ?? []);
};

const profiles = async ({ instance, params }: ResourceContext): Promise<readonly string[]> => {
  const all = instance.settings.profiles ?? [];
  return all
    .filter(({ model }) => params.model === undefined || model === undefined || model === params.model)
    .map(({ name }) => name);
};

const metrics: Resource = ({ instance, params, range, signal }) =>
  instance.upstream.metrics(required(params, 'kind'), range, { signal });

const labelNames = async (context: ResourceContext): Promise<readonly string[]> => {
  const { instance, range, signal } = context;
  const found = await Promise.all(
    seriesMeant(context).map(({ metric, matchers }) =>
      instance.upstream.labelNames(metric, matchers, range, { signal })
    )
  );
  return sorted(found.flat());
};

const labelValues = async (context: ResourceContext): Promise<readonly string[]> => {
  const { instance, params, range, signal } = context;
  const label = required(params, 'label');
  const found = await Promise.all(
    seriesMeant(context).map(({ metric, matchers }) =>
      instance.upstream.labelValues(label, metric, matchers, range, { signal })
    )
  );
  return sorted(found.flat());
};

/** What the editors may ask. A path of the model's list without an answer here fails the type check. */
export const resources = {
  models,
  features,
  profiles,
  metrics,
  'label-names': labelNames,
  'label-values': labelValues,
} satisfies Record<ResourcePath, Resource>;
