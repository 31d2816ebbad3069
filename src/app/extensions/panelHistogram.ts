import type { DataSourceInstanceSettings, PluginExtensionPanelContext } from '@grafana/data';
import { getDataSourceSrv, getTemplateSrv } from '@grafana/runtime';
import type { DataSourceRef } from '@grafana/schema';
import { DATASOURCE_ID } from '../../model/ids';
import { member } from './member';

/** A query of a panel that shows a histogram, and the data source of ours that can compare it. */
export interface PanelHistogram {
  readonly expression: string;
  /** Whether the answer was seen to be a native histogram. */
  readonly native: boolean;
  readonly source: DataSourceInstanceSettings;
}

/** Prometheus itself, and the plugins of clouds that speak for theirs. */
const PROMETHEUS_TYPE = /prometheus/;
/** Before the language is read, which costs more code than a menu may: a word of it that only histograms have. */
const HISTOGRAM_WORD = /_bucket\b|\bhistogram_(?:avg|count|fraction|quantile|quantiles|stddev|stdvar|sum)\s*\(/;

const upstreamOf = ({ jsonData }: DataSourceInstanceSettings): Record<string, unknown> => {
  const prometheus: unknown = 'prometheus' in jsonData ? jsonData['prometheus'] : undefined;
  return typeof prometheus === 'object' && prometheus !== null ? (prometheus as Record<string, unknown>) : {};
};

const trimmed = (url: unknown): string => (typeof url === 'string' ? url.replace(/\/+$/, '') : '');

/**
 * The data source of ours that reads the same Prometheus; where none is known to, the first that reads any.
 * One on the built-in sample knows none of the histograms of a panel.
 */
export function sourceOn(
  prometheus: DataSourceInstanceSettings,
  ours: readonly DataSourceInstanceSettings[]
): DataSourceInstanceSettings | undefined {
  // Grafana tells browsers the address of a Prometheus under this name.
  const url = trimmed('directUrl' in prometheus.jsonData ? prometheus.jsonData['directUrl'] : undefined);
  const real = ours.filter((source) => upstreamOf(source)['sample'] !== true);
  return (
    real.find((source) => upstreamOf(source)['datasourceUid'] === prometheus.uid) ??
    real.find((source) => url !== '' && trimmed(upstreamOf(source)['url']) === url) ??
    real[0]
  );
}

const isReference = (value: unknown): value is DataSourceRef => typeof value === 'object' && value !== null;

/** Of the queries of a panel, the first that shows a histogram of a Prometheus. */
export function panelHistogram({ targets, data, scopedVars }: PluginExtensionPanelContext): PanelHistogram | undefined {
  const srv = getDataSourceSrv();
  const ours = srv.getList({ pluginId: DATASOURCE_ID });
  for (const target of ours.length === 0 ? [] : (targets ?? [])) {
    const native = (data?.series ?? []).some(
      ({ refId, meta }) => refId === target.refId && meta?.type === 'heatmap-cells'
    );
    const text = member(target, 'expr');
    const expression = typeof text === 'string' ? text : '';
    if (target.hide === true || !(HISTOGRAM_WORD.test(expression) || (native && expression !== ''))) {
      continue;
    }
    const reference = member(target, 'datasource');
    const prometheus = srv.getInstanceSettings(isReference(reference) ? reference : null, scopedVars);
    const source =
      prometheus !== undefined && PROMETHEUS_TYPE.test(prometheus.type) ? sourceOn(prometheus, ours) : undefined;
    if (source !== undefined) {
      return { expression: getTemplateSrv().replace(expression, scopedVars), native, source };
    }
  }
  return undefined;
}
