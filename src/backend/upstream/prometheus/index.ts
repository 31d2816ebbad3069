import { escapeRegex, formatDuration, parseDuration, type HttpUpstream, type SourceKind } from '../../../model';
import { TidemarkError } from '../../errors';
import { throughGrafana } from '../advice';
import { connectionOf, type Connection } from '../connection';
import type { UpstreamDeps } from '../deps';
import { HttpClient, type HttpLimits } from '../http';
import { compileFeaturePatterns } from '../matching';
import { behindGrafana, PROMETHEUS_NAMES } from '../names';
import { nativeResolution } from '../observation';
import { countsQuery, increaseQuery, rangeSelector, seriesSelector, sourceQuery } from '../promql';
import { alignedSteps, checkQuestion, wrongKind } from '../question';
import type {
  Answered,
  CallContext,
  CounterQuestion,
  DistributionQuestion,
  Increase,
  IncreaseOverTime,
  Matcher,
  Observation,
  ObservedFeature,
  ObservedFeatureOverTime,
  TimeRange,
  Upstream,
  UsageQuestion,
  UsageSeries,
} from '../upstream';
import { usagePlans } from '../usagePlans';
import { cutWindows, type Samples } from '../windows';
import { PrometheusApi, promNumber, type PromAnswer, type PromSeries } from './api';
import { encodeLabelName } from './labelName';
import { readingsOf, unite, uniteOverTime } from './readings';
import {
  countsOverTime,
  instantCounts,
  instantNative,
  isNative,
  nativeOverTime,
  observedCounts,
  rowsOf,
  summed,
  type SeriesRow,
} from './rows';
import { usageSeries } from './usage';

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
    const answer = unite(
      await Promise.all(readingsOf(question).map((reading) => this.readInstant(reading, range, signal)))
    );
    await this.explainIfNothing(question, answer, range, signal);
    return answer;
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
    if (alignedSteps(range, stepMs).count === 0) {
      return { value: [], executed: sourceQuery(source, features, groupBy, windowMs), notices: [] };
    }
    const answer = uniteOverTime(
      await Promise.all(
        readingsOf(question).map((reading) => this.readOverTime(reading, range, windowMs, stepMs, signal))
      )
    );
    await this.explainIfNothing(question, answer, all, signal);
    return answer;
  }

  private async readInstant(
    question: DistributionQuestion,
    range: TimeRange,
    signal: AbortSignal
  ): Promise<Answered<readonly ObservedFeature[]>> {
    const { source, features, groupBy } = question;
    const executed = sourceQuery(source, features, groupBy, range.to - range.from);
    const answer = await this.ask(question, () => this.api.query(executed, range.to, signal));
    const observe = (row: SeriesRow): Observation | undefined => {
      switch (source.kind) {
        case 'gauge':
          return { kind: 'samples', values: rawSamples(row).flatMap(({ values }) => values) };
        case 'native_histogram':
          return instantNative(row.series);
        default:
          return observedCounts(source, instantCounts(row.series));
      }
    };
    const value = answer.rows.flatMap((row): ObservedFeature[] => {
      const observation = observe(row);
      return observation === undefined ? [] : [{ feature: row.feature, group: row.group, observation }];
    });
    const said = nativeResolution(value.map(({ observation }) => observation));
    return { value, executed, notices: said === undefined ? answer.notices : [...answer.notices, said] };
  }

  private async readOverTime(
    question: DistributionQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    signal: AbortSignal
  ): Promise<Answered<readonly ObservedFeatureOverTime[]>> {
    const { source, features, groupBy } = question;
    const { first, count } = alignedSteps(range, stepMs);
    if (source.kind === 'gauge') {
      const all = { from: range.from - windowMs, to: range.to };
      // A range selector cannot be asked over time: the raw values of the whole range come once, and are cut here.
      const executed = rangeSelector(source, features, all.to - all.from);
      const answer = await this.ask(question, () => this.api.query(executed, all.to, signal));
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
    const answer = await this.ask(question, () => this.api.queryRange(executed, first, last, stepMs, signal));
    const value = answer.rows.map(({ feature, group, series }) => ({
      feature,
      group,
      points:
        source.kind === 'native_histogram'
          ? nativeOverTime(series)
          : Array.from(countsOverTime(series), ({ time, counts }) => ({
              time,
              observation: observedCounts(source, counts),
            })),
    }));
    const said = nativeResolution(value.flatMap(({ points }) => points.map(({ observation }) => observation)));
    return {
      value: source.kind === 'native_histogram' ? value.filter(({ points }) => points.length > 0) : value,
      executed,
      notices: said === undefined ? answer.notices : [...answer.notices, said],
    };
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

  async usage(
    question: UsageQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    { signal }: CallContext
  ): Promise<Answered<readonly UsageSeries[]>> {
    const plans = usagePlans(question, windowMs);
    const { first, count } = alignedSteps(range, stepMs);
    const last = first + (count - 1) * stepMs;
    const asked: string[] = [];
    // One after the other: what is closer to the model is the better answer, and most setups have but one.
    for (const plan of count === 0 ? [] : plans) {
      asked.push(plan.query);
      const { data, notices } = await this.api.queryRange(plan.query, first, last, stepMs, signal);
      const value = usageSeries(data, plan);
      if (value.length > 0) {
        return { value, executed: plan.query, notices };
      }
    }
    return { value: [], executed: asked.join('\n'), notices: [] };
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

  async metrics(kind: SourceKind, range: TimeRange, { signal }: CallContext): Promise<readonly string[]> {
    const path = 'label/__name__/values';
    if (kind === 'histogram') {
      const buckets = seriesSelector(undefined, [{ label: '__name__', op: '=~', value: '.+_bucket' }]);
      const names = await this.api.names(path, 'GET', [buckets], range, signal);
      return names.map((name) => name.slice(0, -'_bucket'.length)).sort();
    }
    const [names, types] = await Promise.all([this.api.names(path, 'GET', [], range, signal), this.types(signal)]);
    const classic = new Set(names.filter((name) => name.endsWith('_bucket')).map((name) => name.slice(0, -7)));
    const wanted = ({ native_histogram: 'histogram', category: 'counter', gauge: 'gauge' } as const)[kind];
    // A histogram that has series of its own name is a native one, whether it has classic buckets as well or not.
    return names
      .filter((name) => types.get(name) === 'histogram' || !classic.has(name.replace(/_(?:bucket|sum|count)$/, '')))
      .filter((name) => (types.get(name) ?? (name.endsWith('_total') ? 'counter' : 'gauge')) === wanted)
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

  /** Asks, and sorts the answer into rows. */
  private async ask(
    question: DistributionQuestion,
    query: () => Promise<PromAnswer<readonly PromSeries[]>>
  ): Promise<{ readonly rows: readonly SeriesRow[]; readonly notices: readonly string[] }> {
    const { source } = question;
    if (!isWanted(question)) {
      return { rows: [], notices: [] };
    }
    const { data, notices } = await query();
    if (source.kind !== 'native_histogram' && data.some(isNative)) {
      throw wrongKind(source, 'native');
    }
    return { rows: rowsOf(data, question), notices };
  }

  /** Nothing came back: nothing is there, or it is of another kind than was asked for. Only then is it worth asking. */
  private async explainIfNothing(
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
    const found = new Set((await this.tryQuery(query, range, signal)).map((series) => series.metric['__name__']));
    if (source.kind !== 'histogram' && !found.has(metric) && found.has(`${metric}_bucket`)) {
      throw wrongKind(source, 'histogram');
    }
    if (found.has(metric) && !found.has(`${metric}_bucket`) && source.kind !== 'category' && source.kind !== 'gauge') {
      // Not last_over_time, which older servers know of plain numbers alone.
      const native = `count(histogram_count(rate(${seriesSelector(metric, matchers)}[${window}])))`;
      const isNativeThere = (await this.tryQuery(native, range, signal)).length > 0;
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
  private async types(signal: AbortSignal): Promise<ReadonlyMap<string, 'counter' | 'gauge' | 'histogram'>> {
    try {
      const metadata = await this.api.object('metadata', 'metadata', signal);
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
}

/** Where features have a label, Prometheus has picked them; without one, the metric is the only feature there is. */
function isWanted({ source, features }: DistributionQuestion): boolean {
  return source.featureLabel !== undefined || compileFeaturePatterns(features)(source.metric);
}

/** Of a classic histogram, the buckets carry the labels; of anything else, the metric itself. */
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
