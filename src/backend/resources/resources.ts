import {
  TELEMETRY,
  type FeatureInfo,
  type ModelInfo,
  type ModelSettings,
  type ResourceParams,
  type ResourcePath,
} from '../../model';
import type { Instance } from '../instance/instance';
import { requireEvents, eventSource } from '../query/resolveEvents';
import { adHocSource, featureUpstream, OUTPUT_FEATURES, refusePrivateLabel } from '../query/resolveLogged';
import { findModel, modelSources } from '../query/resolveModel';
import { parseSelector } from '../query/selector';
import type { EventSource } from '../upstream/eventSource';
import { privacy } from '../upstream/loki/privacy';
import type { Matcher, TimeRange } from '../upstream/upstream';
import { required } from './params';

export interface ResourceContext {
  readonly instance: Pick<Instance, 'settings' | 'upstream' | 'events'>;
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

/** Whether the log is meant: because it is named, or because the features of the model are there. */
function isLogMeant({ instance, params }: ResourceContext): boolean {
  const { model, upstream } = params;
  return (
    (model === undefined
      ? upstream
      : featureUpstream({ ...(upstream && { upstream }) }, findModel(model, instance.settings), instance.settings)) ===
    'loki'
  );
}

/** The streams that the parameters mean: of the predictions of a model, or those that a selector picks. */
function streamsMeant({ instance, params }: ResourceContext): EventSource {
  const { settings } = instance;
  if (params.model !== undefined) {
    return eventSource(findModel(params.model, settings), 'prediction', settings);
  }
  return adHocSource({ selector: params.selector ?? '', ...(params.parser && { parser: params.parser }) }, settings);
}

const models = async ({ instance, range, signal }: ResourceContext): Promise<readonly ModelInfo[]> => {
  const { settings, upstream, events } = instance;
  if (settings.models !== undefined && settings.models.length > 0) {
    return settings.models.map(({ id, title, owner }) => ({
      id,
      title: title ?? id,
      ...(owner === undefined ? {} : { owner }),
      origin: 'settings',
    }));
  }
  // A data source that has nothing but a log is not shown the models of the built-in sample.
  const fromLog = events !== undefined && featureUpstream({}, { id: '' }, settings) === 'loki';
  const found = fromLog
    ? [await events.labelValues(TELEMETRY.modelLabel, [], range, { signal })]
    : await Promise.all(
        [TELEMETRY.feature, TELEMETRY.featureCategory].map((metric) =>
          upstream.labelValues(TELEMETRY.modelLabel, metric, [], range, { signal })
        )
      );
  return sorted(found.flat()).map((id) => ({ id, title: id, origin: 'discovered' }));
};

/** The features that the lines of a model hold, and what the model answered. */
async function loggedFeatures(context: ResourceContext): Promise<readonly FeatureInfo[]> {
  const source = streamsMeant(context);
  const { instance, range, signal } = context;
  const fields = await requireEvents(instance).fields(source, range, { signal });
  const prefix = `${source.fields.features}.`;
  const outputs = OUTPUT_FEATURES.flatMap((name) =>
    fields.filter((field) => field.name === source.fields[name]).map(({ kind }): FeatureInfo => ({ name, kind }))
  );
  return [
    ...fields
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ name, kind }) => ({ name: name.slice(prefix.length), kind })),
    ...outputs,
  ];
}

const features = async (context: ResourceContext): Promise<readonly FeatureInfo[]> => {
  const { instance, params, range, signal } = context;
  const model = findModel(required(params, 'model'), instance.settings);
  if (isLogMeant(context)) {
    return withKnown(model, await loggedFeatures(context));
  }
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
  return withKnown(model, found.flat());
};

/** What the settings say of a feature holds, whatever the upstream shows; they may name one that is yet to come. */
function withKnown({ features: known = [] }: ModelSettings, found: readonly FeatureInfo[]): readonly FeatureInfo[] {
  const byName = new Map<string, FeatureInfo>();
  for (const { name, kind } of [...known, ...found]) {
    if (name !== '' && !byName.has(name)) {
      byName.set(name, { name, kind });
    }
  }
  return sorted(byName.keys()).flatMap((name) => byName.get(name) ?? []);
}

const fields = async (context: ResourceContext): Promise<readonly FeatureInfo[]> => {
  const { instance, range, signal } = context;
  return requireEvents(instance).fields(streamsMeant(context), range, { signal });
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
  if (isLogMeant(context)) {
    const source = streamsMeant(context);
    const names = await requireEvents(instance).labelNames(source.matchers, range, { signal });
    return sorted(names.filter((name) => !privacy(source).covers([name])));
  }
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
  if (isLogMeant(context)) {
    const source = streamsMeant(context);
    refusePrivateLabel(label, source);
    return sorted(await requireEvents(instance).labelValues(label, source.matchers, range, { signal }));
  }
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
  fields,
  profiles,
  metrics,
  'label-names': labelNames,
  'label-values': labelValues,
} satisfies Record<ResourcePath, Resource>;
