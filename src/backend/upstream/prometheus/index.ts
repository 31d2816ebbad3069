import { parseDuration, type HttpUpstream, type SourceKind } from '../../../model';
import { TidemarkError } from '../../errors';
import { throughGrafana } from '../advice';
import { connectionOf, type Connection } from '../connection';
import type { UpstreamDeps } from '../deps';
import { HttpClient, type HttpLimits } from '../http';
import { behindGrafana, PROMETHEUS_NAMES } from '../names';
import { nativeResolution } from '../observation';
import { countsQuery, increaseQuery, rangeSelector, sourceQuery } from '../promql';
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
import { labelNamesOf, labelValuesOf, metricsOf } from './catalogue';
import { explainIfNothing, isWanted } from './explainNothing';
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
    await explainIfNothing(this.api, question, answer, range, signal);
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
    await explainIfNothing(this.api, question, answer, all, signal);
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

  metrics(kind: SourceKind, range: TimeRange, { signal }: CallContext): Promise<readonly string[]> {
    return metricsOf(this.api, kind, range, signal);
  }

  labelNames(
    metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange,
    { signal }: CallContext
  ): Promise<readonly string[]> {
    return labelNamesOf(this.api, metric, matchers, range, signal);
  }

  labelValues(
    label: string,
    metric: string | undefined,
    matchers: readonly Matcher[],
    range: TimeRange,
    { signal }: CallContext
  ): Promise<readonly string[]> {
    return labelValuesOf(this.api, label, metric, matchers, range, signal);
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
