import { escapeRegex, formatDuration } from '../../../model';
import { TidemarkError } from '../../errors';
import { compileFeaturePatterns } from '../matching';
import { seriesSelector } from '../promql';
import { wrongKind } from '../question';
import type { Answered, DistributionQuestion, TimeRange } from '../upstream';
import type { PrometheusApi, PromSeries } from './api';

/** As far back as Prometheus itself looks for the last value of a series. */
const LOOKBACK_MS = 300_000;

/** Where features have a label, Prometheus has picked them; without one, the metric is the only feature there is. */
export function isWanted({ source, features }: DistributionQuestion): boolean {
  return source.featureLabel !== undefined || compileFeaturePatterns(features)(source.metric);
}

/** Nothing came back: nothing is there, or it is of another kind than was asked for. Only then is it worth asking. */
export async function explainIfNothing(
  api: PrometheusApi,
  question: DistributionQuestion,
  { value }: Answered<readonly unknown[]>,
  range: TimeRange,
  signal: AbortSignal
): Promise<void> {
  if (value.length > 0 || !isWanted(question)) {
    return;
  }
  const { source } = question;
  const { metric, matchers } = source;
  const both = [metric, `${metric}_bucket`].map(escapeRegex).join('|');
  const selector = seriesSelector(undefined, [{ label: '__name__', op: '=~', value: both }, ...matchers]);
  const window = formatDuration(Math.max(range.to - range.from, LOOKBACK_MS));
  const query = `count by (__name__) (last_over_time(${selector}[${window}]))`;
  const found = new Set((await tryQuery(api, query, range, signal)).map((series) => series.metric['__name__']));
  if (source.kind !== 'histogram' && !found.has(metric) && found.has(`${metric}_bucket`)) {
    throw wrongKind(source, 'histogram');
  }
  if (found.has(metric) && !found.has(`${metric}_bucket`) && source.kind !== 'category' && source.kind !== 'gauge') {
    // Not last_over_time, which older servers know of plain numbers alone.
    const native = `count(histogram_count(rate(${seriesSelector(metric, matchers)}[${window}])))`;
    const isNativeThere = (await tryQuery(api, native, range, signal)).length > 0;
    const readsNative = source.kind === 'native_histogram' || source.orNative === true;
    if (!isNativeThere) {
      throw wrongKind(source, source.kind === 'histogram' ? 'plain' : 'not_native');
    }
    if (!readsNative) {
      throw wrongKind(source, 'native');
    }
  }
}

/**
 * A question whose answer only serves a better message: a server that refuses it (by a limit of its own, or because
 * it knows no native histograms) has answered nothing.
 */
async function tryQuery(
  api: PrometheusApi,
  query: string,
  range: TimeRange,
  signal: AbortSignal
): Promise<readonly PromSeries[]> {
  try {
    return (await api.query(query, range.to, signal)).data;
  } catch (thrown) {
    if (TidemarkError.from(thrown).code !== 'upstream_rejected_query') {
      throw thrown;
    }
    return [];
  }
}
