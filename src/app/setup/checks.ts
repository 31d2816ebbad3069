import type { DataSourceInstanceSettings } from '@grafana/data';
import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { RESOURCES, type FeatureInfo } from '../../model/resources';
import { TELEMETRY } from '../../model/telemetry';
import { errorText } from '../ask/errorText';
import { listModels, readResource } from '../ask/sources';
import { t } from '../t';

/** What a check found: fine, something that has to be done, or nothing that has to be there. */
export type Outcome =
  | { readonly is: 'fine'; readonly text: string; readonly found?: readonly string[] }
  | { readonly is: 'open'; readonly text: string }
  | { readonly is: 'failed'; readonly text: string };

export interface Check {
  readonly id: 'reachable' | 'metrics' | 'log' | 'models';
  readonly title: string;
  readonly run: (source: DataSourceInstanceSettings) => Promise<Outcome>;
}

interface Health {
  readonly message?: string;
}

async function reachable({ uid }: DataSourceInstanceSettings): Promise<Outcome> {
  const health = await getBackendSrv().get<Health>(`/api/datasources/uid/${uid}/health`, undefined, undefined, {
    showErrorAlert: false,
  });
  return { is: 'fine', text: health.message ?? '' };
}

/** The models that labels name, whether the settings define them or not. */
export function modelsInMetrics(uid: string): Promise<readonly string[]> {
  return readResource<string[]>(uid, RESOURCES.labelValues, {
    label: TELEMETRY.modelLabel,
    selector: `{${TELEMETRY.modelLabel}!=""}`,
  });
}

/**
 * The features of a model that labels name and the settings do not know: the backend reads those of models that it knows
 * alone, as soon as the settings define any.
 */
export async function featuresInMetrics(uid: string, model: string): Promise<readonly FeatureInfo[]> {
  const namesIn = (metric: string): Promise<readonly string[]> =>
    readResource<string[]>(uid, RESOURCES.labelValues, {
      label: TELEMETRY.featureLabel,
      metric,
      selector: `{${TELEMETRY.modelLabel}=${JSON.stringify(model)}}`,
    });
  const [numbers, categories] = await Promise.all([namesIn(TELEMETRY.feature), namesIn(TELEMETRY.featureCategory)]);
  return [
    ...numbers.map((name) => ({ name, kind: 'numeric' as const })),
    ...categories.map((name) => ({ name, kind: 'categorical' as const })),
  ];
}

async function metrics({ uid }: DataSourceInstanceSettings): Promise<Outcome> {
  const found = await readResource<string[]>(uid, RESOURCES.metrics, { kind: 'histogram' });
  return found.length === 0
    ? {
        is: 'open',
        text: t('check.no-metrics', 'No histogram was found. Instrument a service with the snippet below.'),
      }
    : { is: 'fine', text: t('check.metrics-found', '{{count}} histograms', { count: found.length }), found };
}

async function log({ uid }: DataSourceInstanceSettings): Promise<Outcome> {
  const found = await readResource<string[]>(uid, RESOURCES.labelValues, {
    label: TELEMETRY.modelLabel,
    selector: `{${TELEMETRY.modelLabel}!=""}`,
    upstream: 'loki',
  });
  return found.length === 0
    ? { is: 'open', text: t('check.no-lines', 'The log has no stream with the label "model" in the last day.') }
    : { is: 'fine', text: t('check.log-found', 'Lines of {{count}} models', { count: found.length }), found };
}

async function models(source: DataSourceInstanceSettings): Promise<Outcome> {
  const found = await listModels(source);
  return found.length === 0
    ? { is: 'open', text: t('check.no-models', 'No model is defined, and no label names one.') }
    : {
        is: 'fine',
        text: t('check.models-found', '{{count}} models', { count: found.length }),
        found: found.map(({ title }) => title),
      };
}

/** What has to be there before a model can be watched, in the order in which it is put right. */
export const checks = (): readonly Check[] => [
  { id: 'reachable', title: t('check.reachable', 'The upstreams answer'), run: reachable },
  { id: 'metrics', title: t('check.metrics', 'Histograms are found'), run: metrics },
  { id: 'log', title: t('check.log', 'A log is found'), run: log },
  { id: 'models', title: t('check.models', 'They show models'), run: models },
];

/** Runs a check; what is thrown is what failed, in the backend's own words. */
export async function runCheck(check: Check, source: DataSourceInstanceSettings): Promise<Outcome> {
  try {
    return await check.run(source);
  } catch (thrown) {
    const text = errorText(thrown);
    // Without a log much can be seen; that there is none is no failure. That nobody may look for one is.
    const optional = check.id === 'log' && isFetchError(thrown) && thrown.status < 500 && thrown.status !== 403;
    return { is: optional ? 'open' : 'failed', text };
  }
}
