import type { EventKind, FeatureInfo, HttpUpstream } from '../../../model';
import { TidemarkError } from '../../errors';
import { throughGrafana } from '../advice';
import { connectionOf, type Connection } from '../connection';
import type { UpstreamDeps } from '../deps';
import type { EventByKind, EventQuestion, EventReading, EventUpstream, ReadOptions } from '../events';
import type { EventSource } from '../eventSource';
import { HttpClient, type HttpLimits } from '../http';
import type { FeatureLog } from '../logged/subject';
import { countQuery, DROP_ERRORS, firstOf, logqlText, streamSelector } from '../logql';
import { behindGrafana, LOKI_NAMES } from '../names';
import { alignedSteps } from '../question';
import type { Answered, CallContext, Matcher, TimeRange } from '../upstream';
import { whyNothing } from '../whyNothing';
import { LokiApi, type Labels, type LokiAnswer, type LokiSeries } from './api';
import type { Counter } from './features/countSide';
import { openFeatures } from './features/open';
import { ServerLimits } from './limits';
import { placesOf } from './names';
import { Aliases, filtered, labelOf, pipelineText } from './pipeline';
import { checkRange, Reading } from './reading';
import { fieldsOf, NOTHING_KNOWN, Schemas, within, type StreamSchema } from './schema';

/** What Loki, as Prometheus, answers a series at most. */
const MOST_POINTS = 11_000;

/** Whatever speaks Loki's HTTP API, version 3. */
class LokiUpstream implements EventUpstream {
  readonly product = LOKI_NAMES.product;
  private readonly schemas: Schemas;
  readonly features: FeatureLog;
  private readonly limits = new ServerLimits();

  constructor(
    private readonly api: LokiApi,
    private readonly now: () => number
  ) {
    this.schemas = new Schemas(api, this.limits, now);
    const counter: Counter = {
      instant: (query, timeMs, signal) => api.instant(query, timeMs, signal),
      overTime: (query, steps, signal) => this.overTime(query, steps, signal),
    };
    const opening = { api, limits: this.limits, schemas: this.schemas, counter, events: this };
    this.features = { open: (comparison, context) => openFeatures(opening, comparison, context) };
  }

  read<K extends EventKind>(
    question: EventQuestion<K>,
    range: TimeRange,
    context: CallContext,
    options: ReadOptions = {}
  ): EventReading<EventByKind[K]> {
    return new Reading(question, range, context, options, this.api, this.schemas, this.limits);
  }

  async count(question: EventQuestion, range: TimeRange, context: CallContext): Promise<Answered<number>> {
    checkRange(range);
    const { pipeline } = await this.pipeline({ ...question, groupBy: [] }, range, context);
    const executed = countQuery(`${pipeline}${DROP_ERRORS}`, [], range.to - range.from);
    if (await this.schemas.isEmpty(question.source, range, context.signal)) {
      return { value: 0, executed, notices: [] };
    }
    const { data, notices } = await this.api.instant(executed, range.to, context.signal);
    return { value: total(data), executed, notices };
  }

  async countOverTime(
    question: EventQuestion,
    range: TimeRange,
    windowMs: number,
    stepMs: number,
    context: CallContext
  ): ReturnType<EventUpstream['countOverTime']> {
    const all = { from: range.from - windowMs, to: range.to };
    checkRange(all);
    const { pipeline, groups } = await this.pipeline(question, all, context);
    const executed = countQuery(
      `${pipeline}${DROP_ERRORS}`,
      groups.map(({ label }) => label),
      windowMs
    );
    const { first, count } = alignedSteps(range, stepMs);
    if (count === 0 || (await this.schemas.isEmpty(question.source, all, context.signal))) {
      return { value: [], executed, notices: [] };
    }
    const { data, notices } = await this.overTime(executed, { first, count, stepMs }, context.signal);
    return { value: groupedOverTime(data, groups), executed, notices };
  }

  explain(question: EventQuestion, range: TimeRange, context: CallContext): Promise<string | undefined> {
    return whyNothing(question, {
      labelValues: (label, matchers) => this.labelValues(label, matchers, range, context),
      labelNames: () => this.labelNames([], range, context),
      schema: () => this.schemas.of(question.source, range, context),
    });
  }

  async health({ signal }: CallContext): Promise<{ readonly product: string; readonly version: string }> {
    const now = this.now();
    // Who it is, anybody may ask; that we may read, with our tenant, is what counts.
    const [version] = await Promise.all([
      this.version(signal),
      this.api.labelNames(undefined, { from: now - 3_600_000, to: now }, signal),
    ]);
    return { product: this.product, version: version ?? 'unknown' };
  }

  async labelNames(
    matchers: readonly Matcher[],
    range: TimeRange,
    { signal }: CallContext
  ): Promise<readonly string[]> {
    const names = await within(this.limits, range, (shorter) =>
      this.api.labelNames(selectorOf(matchers), shorter, signal)
    );
    return names.filter((name) => !name.startsWith('__')).sort();
  }

  async labelValues(
    label: string,
    matchers: readonly Matcher[],
    range: TimeRange,
    { signal }: CallContext
  ): Promise<readonly string[]> {
    const values = await within(this.limits, range, (shorter) =>
      this.api.labelValues(label, selectorOf(matchers), shorter, signal)
    );
    return [...values].sort();
  }

  async fields(source: EventSource, range: TimeRange, context: CallContext): Promise<readonly FeatureInfo[]> {
    return fieldsOf(await this.schemas.of(source, range, context));
  }

  /** A range query, in as many pieces as Loki wants. */
  private async overTime(
    query: string,
    { first, count, stepMs }: { readonly first: number; readonly count: number; readonly stepMs: number },
    signal: AbortSignal
  ): Promise<LokiAnswer<readonly LokiSeries[]>> {
    const most = Math.max(1, Math.min(MOST_POINTS, Math.floor(this.limits.longestMs / stepMs)));
    const pieces = Array.from({ length: Math.ceil(count / most) }, (_, i) => ({
      from: first + i * most * stepMs,
      to: first + (Math.min(count, (i + 1) * most) - 1) * stepMs,
    }));
    try {
      const answers = await Promise.all(pieces.map((piece) => this.api.overTime(query, piece, stepMs, signal)));
      return {
        data: answers.flatMap(({ data }) => data),
        notices: [...new Set(answers.flatMap(({ notices }) => notices))],
      };
    } catch (thrown) {
      if (!this.limits.learn(thrown, { ms: Math.min(count, most) * stepMs })) {
        throw thrown;
      }
      return this.overTime(query, { first, count, stepMs }, signal);
    }
  }

  private async version(signal: AbortSignal): Promise<string | undefined> {
    try {
      return await this.api.version(signal);
    } catch (thrown) {
      if (TidemarkError.from(thrown).code !== 'upstream_not_understood') {
        throw thrown;
      }
      return undefined;
    }
  }

  /** What is to be counted, with a label for each name by which it is kept apart. */
  private async pipeline(
    { source, filters, groupBy }: EventQuestion,
    range: TimeRange,
    context: CallContext
  ): Promise<{
    readonly pipeline: string;
    readonly groups: ReadonlyArray<{ readonly name: string; readonly label: string }>;
  }> {
    const schema: StreamSchema =
      filters.length === 0 && groupBy.length === 0 ? NOTHING_KNOWN : await this.schemas.of(source, range, context);
    const aliases = new Aliases();
    const passing = filtered(source, filters, schema, aliases);
    const coalesced: string[] = [];
    const groups = groupBy.map((name) => {
      const labels = placesOf(name, source, schema).map((place) => labelOf(place, aliases));
      const [only = ''] = labels;
      if (labels.length === 1) {
        return { name, label: only };
      }
      const label = aliases.fresh(`tm_group_${groupBy.indexOf(name)}`);
      coalesced.push(`${label}=${logqlText(firstOf(labels))}`);
      return { name, label };
    });
    const format = coalesced.length === 0 ? '' : ` | label_format ${coalesced.join(', ')}`;
    return { pipeline: `${pipelineText(passing, source, aliases)}${format}`, groups };
  }
}

function selectorOf(matchers: readonly Matcher[]): string | undefined {
  return matchers.length === 0 ? undefined : streamSelector(matchers);
}

function sampleOf([, text]: readonly [number, string]): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
}

function total(series: readonly LokiSeries[]): number {
  return series.reduce((sum, { value }) => sum + (value === undefined ? 0 : sampleOf(value)), 0);
}

type Groups = ReadonlyArray<{ readonly name: string; readonly label: string }>;

/** A label that is empty and one that is not there are the same group, but two series to Loki. */
function groupedOverTime(
  series: readonly LokiSeries[],
  groups: Groups
): Awaited<ReturnType<EventUpstream['countOverTime']>>['value'] {
  const byGroup = new Map<string, { readonly group: Labels; readonly counts: Map<number, number> }>();
  for (const { metric, values = [] } of series) {
    const group = Object.fromEntries(groups.map(({ name, label }) => [name, metric[label] ?? '']));
    const key = JSON.stringify(group);
    const entry = byGroup.get(key) ?? { group, counts: new Map<number, number>() };
    byGroup.set(key, entry);
    for (const sample of values) {
      const time = Math.round(sample[0] * 1000);
      entry.counts.set(time, (entry.counts.get(time) ?? 0) + sampleOf(sample));
    }
  }
  return [...byGroup.values()].map(({ group, counts }) => ({
    group,
    points: [...counts].sort(([a], [b]) => a - b).map(([time, count]) => ({ time, count })),
  }));
}

function create(connection: Connection, deps: UpstreamDeps, limits?: HttpLimits): EventUpstream {
  const http = new HttpClient(connection, deps, limits);
  return new LokiUpstream(new LokiApi(http, connection), deps.now);
}

/**
 * @param secrets `secureJsonData` of the data source, decrypted.
 * @throws TidemarkError `bad_settings`, naming the setting or secret to change.
 */
export function createLokiUpstream(
  settings: HttpUpstream,
  secrets: Readonly<Record<string, string>>,
  deps: UpstreamDeps,
  limits?: HttpLimits
): EventUpstream {
  return create(connectionOf(settings, secrets, LOKI_NAMES), deps, limits);
}

/** The same behind another data source of Grafana, read with the token of a service account. */
export function createLokiThroughGrafana(
  settings: Pick<HttpUpstream, 'url' | 'timeoutSeconds'>,
  token: string,
  deps: UpstreamDeps
): EventUpstream {
  const bearer = { ...settings, auth: 'bearer' } as const;
  const names = behindGrafana(LOKI_NAMES);
  return create(connectionOf(bearer, { [names.secrets.token]: token }, names, throughGrafana(names)), deps);
}
