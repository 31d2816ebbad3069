import { escapeRegex, formatDuration, parseDuration, type HttpUpstream } from '../../../model';
import { TidemarkError } from '../../errors';
import { throughGrafana } from '../advice';
import { connectionOf, type Connection } from '../connection';
import type { UpstreamDeps } from '../deps';
import { HttpClient, type HttpLimits } from '../http';
import { compileFeaturePatterns } from '../matching';
import { behindGrafana, PROMETHEUS_NAMES } from '../names';
import { countsQuery, increaseQuery, rangeSelector, seriesSelector, sourceQuery } from '../promql';
import { alignedSteps, checkQuestion, wrongKind } from '../question';
import type {
  Answered,
  CallContext,
  CounterQuestion,
  DistributionQuestion,
  FeatureSource,
  Increase,
  IncreaseOverTime,
  Matcher,
  ObservedFeature,
  ObservedFeatureOverTime,
  TimeRange,
  Upstream,
} from '../upstream';
import { cutWindows, type Samples } from '../windows';
import { PrometheusApi, promNumber, type PromAnswer, type PromSeries } from './api';
import { encodeLabelName } from './labelName';
import { countsOverTime, instantCounts, isNative, observedCounts, rowsOf, summed, type SeriesRow } from './rows';

/** Labels that no editor should offer: the metric has a field of its own, and `le` holds the bins. */
const HIDDEN_LABELS = new Set(['__name__', 'le']);

/** As far back as Prometheus itself looks for the last value of a series. */
const LOOKBACK_MS = 300_000;

function rawSamples({ series }: SeriesRow): readonly Samples[] {
  return series.map(({ values = [] }) => ({
    times: values.map(([time]) => Math.round(time * 1000)),
    values: values.map(([, text]) => promNumber(text)),
  }));
}

/** Whatever speaks Prometheus' HTTP API: Prometheus, Mimir, Thanos, Cortex, VictoriaMetrics. */
class PrometheusUpstream implements Upstream {
  readonly product = PROMETHEUS_NAMES.product;

  constructor(
    private readonly api: PrometheusApi,
    private readonly now: () => number
  ) {}

  async distributions(
    question: DistributionQuestion,
    range: TimeRange,
    { signal }: CallContext
  ): Promise<Answered<readonly ObservedFeature[]>> {
    checkQuestion(question, range);
    const { source, features, groupBy } = question;
    const executed = sourceQuery(source, features, groupBy, range.to - range.from);
    const answer = await this.ask(question, range, () => this.api.query(executed, range.to, signal), signal);
    const value = answer.rows.map((row): ObservedFeature => {
      const { feature, group } = row;
      return source.kind === 'gauge'
        ? { feature, group, observation: { kind: 'samples', values: rawSamples(row).flatMap(({ values }) => values) } }
        : { feature, group, observation: observedCounts(source, instantCounts(row.series)) };
    });
    return { value, executed, notices: answer.notices };
  }

  async distributionsOverTime(
    question: DistributionQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    { signal }: CallContext
  ): Promise<Answered<readonly ObservedFeatureOverTime[]>> {
    const all = { from: range.from - windowMs, to: range.to };
    checkQuestion(question, all);
    const { source, features, groupBy } = question;
    const { first, count } = alignedSteps(range, stepMs);
    if (count === 0) {
      return { value: [], executed: sourceQuery(source, features, groupBy, windowMs), notices: [] };
    }
    if (source.kind === 'gauge') {
      // A range selector cannot be asked over time: the raw values of the whole range come once, and are cut here.
      const executed = rangeSelector(source, features, all.to - all.from);
      const answer = await this.ask(question, all, () => this.api.query(executed, all.to, signal), signal);
      const value = answer.rows.map((row) => ({
        feature: row.feature,
        group: row.group,
        points: cutWindows(rawSamples(row), range, windowMs, stepMs).map(({ time, values }) => ({
          time,
          observation: { kind: 'samples' as const, values },
        })),
      }));
      return { value, executed, notices: answer.notices };
    }
    const executed = countsQuery(source, features, groupBy, windowMs);
    const last = first + (count - 1) * stepMs;
    const answer = await this.ask(
      question,
      all,
      () => this.api.queryRange(executed, first, last, stepMs, signal),
      signal
    );
    const value = answer.rows.map(({ feature, group, series }) => ({
      feature,
      group,
      points: Array.from(countsOverTime(series), ({ time, counts }) => ({
        time,
        observation: observedCounts(source, counts),
      })),
    }));
    return { value, executed, notices: answer.notices };
  }

  async increases(
    question: CounterQuestion,
    range: TimeRange,
    { signal }: CallContext
  ): Promise<Answered<readonly Increase[]>> {
    const executed = increaseQuery(question, range.to - range.from);
    const { data, notices } = await this.api.query(executed, range.to, signal);
    const value = rowsOf(data, question).map(({ feature, group, series }) => ({
      feature,
      group,
      count: summed(instantCounts(series)),
    }));
    return { value, executed, notices };
  }

  async increasesOverTime(
    question: CounterQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    { signal }: CallContext
  ): Promise<Answered<readonly IncreaseOverTime[]>> {
    const executed = increaseQuery(question, windowMs);
    const { first, count } = alignedSteps(range, stepMs);
    if (count === 0) {
      return { value: [], executed, notices: [] };
    }
    const last = first + (count - 1) * stepMs;
    const { data, notices } = await this.api.queryRange(executed, first, last, stepMs, signal);
    const value = rowsOf(data, question).map(({ feature, group, series }) => ({
      feature,
      group,
      points: Array.from(countsOverTime(series), ({ time, counts }) => ({ time, count: summed(counts) })),
    }));
    return { value, executed, notices };
  }

  async health({ signal }: CallContext): Promise<{ readonly product: string; readonly version: string }> {
    try {
      const build = await this.api.object('status/buildinfo', 'buildinfo', signal);
      const { version, application } = build;
      if (typeof version === 'string') {
        return { product: typeof application === 'string' ? application : this.product, version };
      }
    } catch (thrown) {
      if (TidemarkError.from(thrown).code !== 'upstream_not_understood') {
        throw thrown;
      }
    }
    // Not every server that speaks the API tells what it is; that it answers a query is what counts.
    await this.api.query('vector(1)', this.now(), signal);
    return { product: 'A server that speaks the Prometheus API', version: 'unknown' };
  }

  async metrics(kind: FeatureSource['kind'], range: TimeRange, { signal }: CallContext): Promise<readonly string[]> {
    const path = 'label/__name__/values';
    if (kind === 'histogram') {
      const buckets = seriesSelector(undefined, [{ label: '__name__', op: '=~', value: '.+_bucket' }]);
      const names = await this.api.names(path, 'GET', [buckets], range, signal);
      return names.map((name) => name.slice(0, -'_bucket'.length)).sort();
    }
    const [names, types] = await Promise.all([this.api.names(path, 'GET', [], range, signal), this.types(signal)]);
    const histograms = new Set(names.filter((name) => name.endsWith('_bucket')).map((name) => name.slice(0, -7)));
    return names
      .filter((name) => !histograms.has(name.replace(/_(?:bucket|sum|count)$/, '')))
      .filter(
        (name) =>
          (types.get(name) ?? (name.endsWith('_total') ? 'counter' : 'gauge')) ===
          (kind === 'category' ? 'counter' : 'gauge')
      )
      .sort();
  }

  async labelNames(
    metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange,
    { signal }: CallContext
  ): Promise<readonly string[]> {
    const names = await this.api.names('labels', 'POST', selectors(metric, matchers), range, signal);
    return names.filter((name) => !HIDDEN_LABELS.has(name)).sort();
  }

  async labelValues(
    label: string,
    metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange,
    { signal }: CallContext
  ): Promise<readonly string[]> {
    const path = `label/${encodeURIComponent(encodeLabelName(label))}/values`;
    return [...(await this.api.names(path, 'GET', selectors(metric, matchers), range, signal))].sort();
  }

  async oldest({ signal }: CallContext): Promise<number | undefined> {
    try {
      const { storageRetention } = await this.api.object('status/runtimeinfo', 'runtimeinfo', signal);
      // `15d`, `15d or 10GiB`, or a size alone, which tells nothing of time.
      const duration =
        typeof storageRetention === 'string' ? parseDuration(storageRetention.split(' ')[0] ?? '') : undefined;
      return duration === undefined ? undefined : this.now() - duration;
    } catch (thrown) {
      if (signal.aborted) {
        throw thrown;
      }
      // Only Prometheus itself offers this, and it serves nothing but a better message.
      return undefined;
    }
  }

  /** Asks, sorts the answer into rows, and finds out why where there is none. */
  private async ask(
    question: DistributionQuestion,
    range: TimeRange,
    query: () => Promise<PromAnswer<readonly PromSeries[]>>,
    signal: AbortSignal
  ): Promise<{ readonly rows: readonly SeriesRow[]; readonly notices: readonly string[] }> {
    const { source, features } = question;
    const named = source.featureLabel === undefined;
    // Where features have a label, Prometheus has picked them already, by its own reading of regular expressions.
    const wanted = named ? compileFeaturePatterns(features) : () => true;
    if (named && !wanted(source.metric)) {
      return { rows: [], notices: [] };
    }
    const { data, notices } = await query();
    if (data.some(isNative)) {
      throw wrongKind(source, 'native');
    }
    if (data.length === 0) {
      await this.explainNothing(source, range, signal);
    }
    return { rows: rowsOf(data, question, wanted), notices };
  }

  /** Nothing came back: nothing is there, or it is of another kind than was asked for. Only then is it worth asking. */
  private async explainNothing(source: FeatureSource, range: TimeRange, signal: AbortSignal): Promise<void> {
    const { metric, matchers } = source;
    const both = [metric, `${metric}_bucket`].map(escapeRegex).join('|');
    const selector = seriesSelector(undefined, [{ label: '__name__', op: '=~', value: both }, ...matchers]);
    const window = formatDuration(Math.max(range.to - range.from, LOOKBACK_MS));
    const query = `count by (__name__) (last_over_time(${selector}[${window}]))`;
    const found = new Set((await this.tryQuery(query, range, signal)).map((series) => series.metric['__name__']));
    if (source.kind !== 'histogram' && !found.has(metric) && found.has(`${metric}_bucket`)) {
      throw wrongKind(source, 'histogram');
    }
    if (source.kind === 'histogram' && found.has(metric) && !found.has(`${metric}_bucket`)) {
      const native = `count(histogram_count(${seriesSelector(metric, matchers)}))`;
      throw wrongKind(source, (await this.tryQuery(native, range, signal)).length > 0 ? 'native' : 'plain');
    }
  }

  /**
   * A question whose answer only serves a better message: a server that refuses it (by a limit of its own, or because
   * it knows no native histograms) has answered nothing.
   */
  private async tryQuery(query: string, range: TimeRange, signal: AbortSignal): Promise<readonly PromSeries[]> {
    try {
      return (await this.api.query(query, range.to, signal)).data;
    } catch (thrown) {
      if (TidemarkError.from(thrown).code !== 'upstream_rejected_query') {
        throw thrown;
      }
      return [];
    }
  }

  /** The types that exporters declare; none where the server keeps no metadata. */
  private async types(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    try {
      const metadata = await this.api.object('metadata', 'metadata', signal);
      return new Map(
        Object.entries(metadata).flatMap(([name, declared]) => {
          const first: unknown = Array.isArray(declared) ? declared[0] : undefined;
          const type = typeof first === 'object' && first !== null && 'type' in first ? first.type : undefined;
          return type === 'counter' || type === 'gauge' ? [[name, type] as const] : [];
        })
      );
    } catch (thrown) {
      if (signal.aborted) {
        throw thrown;
      }
      return new Map();
    }
  }
}

/** Of a histogram, the buckets carry the labels; of anything else, the metric itself. */
function selectors(metric: string | undefined, matchers: readonly Matcher[]): readonly string[] {
  if (metric === undefined) {
    return matchers.length === 0 ? [] : [seriesSelector(undefined, matchers)];
  }
  return [metric, `${metric}_bucket`].map((name) => seriesSelector(name, matchers));
}

function create(connection: Connection, deps: UpstreamDeps, limits?: HttpLimits): Upstream {
  const http = new HttpClient(connection, deps, limits);
  return new PrometheusUpstream(new PrometheusApi(http, connection), deps.now);
}

/**
 * @param secrets `secureJsonData` of the data source, decrypted.
 * @throws TidemarkError `bad_settings`, naming the setting or secret to change.
 */
export function createPrometheusUpstream(
  settings: HttpUpstream,
  secrets: Readonly<Record<string, string>>,
  deps: UpstreamDeps,
  limits?: HttpLimits
): Upstream {
  return create(connectionOf(settings, secrets, PROMETHEUS_NAMES), deps, limits);
}

/** The same behind another data source of Grafana, read with the token of a service account. */
export function createPrometheusThroughGrafana(
  settings: Pick<HttpUpstream, 'url' | 'timeoutSeconds'>,
  token: string,
  deps: UpstreamDeps
): Upstream {
  const bearer = { ...settings, auth: 'bearer' } as const;
  const names = behindGrafana(PROMETHEUS_NAMES);
  const secrets = { [names.secrets.token]: token };
  return create(connectionOf(bearer, secrets, names, throughGrafana(names)), deps);
}
