import type { SourceKind } from '../../../model';
import { seriesSelector } from '../promql';
import type { Matcher, TimeRange } from '../upstream';
import type { PrometheusApi } from './api';
import { encodeLabelName } from './labelName';

/** Labels that no editor should offer: the metric has a field of its own, and `le` holds the bins. */
const HIDDEN_LABELS = new Set(['__name__', 'le']);

/** The types that exporters declare; none where the server keeps no metadata. */
async function typesOf(
  api: PrometheusApi,
  signal: AbortSignal
): Promise<ReadonlyMap<string, 'counter' | 'gauge' | 'histogram'>> {
  try {
    const metadata = await api.object('metadata', 'metadata', signal);
    return new Map(
      Object.entries(metadata).flatMap(([name, declared]) => {
        const first: unknown = Array.isArray(declared) ? declared[0] : undefined;
        const type = typeof first === 'object' && first !== null && 'type' in first ? first.type : undefined;
        return type === 'counter' || type === 'gauge' || type === 'histogram' ? [[name, type] as const] : [];
      })
    );
  } catch (thrown) {
    if (signal.aborted) {
      throw thrown;
    }
    return new Map();
  }
}

/** Of a classic histogram, the buckets carry the labels; of anything else, the metric itself. */
function selectors(metric: string | undefined, matchers: readonly Matcher[]): readonly string[] {
  if (metric === undefined) {
    return matchers.length === 0 ? [] : [seriesSelector(undefined, matchers)];
  }
  return [metric, `${metric}_bucket`].map((name) => seriesSelector(name, matchers));
}

/** The metrics that can be read as a source of that kind, sorted. */
export async function metricsOf(
  api: PrometheusApi,
  kind: SourceKind,
  range: TimeRange,
  signal: AbortSignal
): Promise<readonly string[]> {
  const path = 'label/__name__/values';
  if (kind === 'histogram') {
    const buckets = seriesSelector(undefined, [{ label: '__name__', op: '=~', value: '.+_bucket' }]);
    const names = await api.names(path, 'GET', [buckets], range, signal);
    return names.map((name) => name.slice(0, -'_bucket'.length)).sort();
  }
  const [names, types] = await Promise.all([api.names(path, 'GET', [], range, signal), typesOf(api, signal)]);
  const classic = new Set(names.filter((name) => name.endsWith('_bucket')).map((name) => name.slice(0, -7)));
  const wanted = ({ native_histogram: 'histogram', category: 'counter', gauge: 'gauge' } as const)[kind];
  // A histogram that has series of its own name is a native one, whether it has classic buckets as well or not.
  return names
    .filter((name) => types.get(name) === 'histogram' || !classic.has(name.replace(/_(?:bucket|sum|count)$/, '')))
    .filter((name) => (types.get(name) ?? (name.endsWith('_total') ? 'counter' : 'gauge')) === wanted)
    .sort();
}

export async function labelNamesOf(
  api: PrometheusApi,
  metric: string | undefined,
  matchers: readonly Matcher[],
  range: TimeRange,
  signal: AbortSignal
): Promise<readonly string[]> {
  const names = await api.names('labels', 'POST', selectors(metric, matchers), range, signal);
  return names.filter((name) => !HIDDEN_LABELS.has(name)).sort();
}

export async function labelValuesOf(
  api: PrometheusApi,
  label: string,
  metric: string | undefined,
  matchers: readonly Matcher[],
  range: TimeRange,
  signal: AbortSignal
): Promise<readonly string[]> {
  const path = `label/${encodeURIComponent(encodeLabelName(label))}/values`;
  return [...(await api.names(path, 'GET', selectors(metric, matchers), range, signal))].sort();
}
