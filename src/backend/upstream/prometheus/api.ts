import type { PrometheusNativeHistogram } from '../../../engine';
import { TidemarkError } from '../../errors';
import { relayed, whereOf } from '../failure';
import type { Connection } from '../connection';
import type { HttpClient, HttpQuestion } from '../http';

export type Labels = Readonly<Record<string, string>>;

/** A value and its instant in seconds, the value as text because JSON has no infinities. */
export type PromSample = readonly [number, string];

/** A native histogram and its instant in seconds. */
export type PromHistogramSample = readonly [number, PrometheusNativeHistogram];

/** One series of an answer: `value` of an instant query, `values` of a range; native histograms come apart. */
export interface PromSeries {
  readonly metric: Labels;
  readonly value?: PromSample;
  readonly values?: readonly PromSample[];
  readonly histogram?: PromHistogramSample;
  readonly histograms?: readonly PromHistogramSample[];
}

export interface PromAnswer<T> {
  readonly data: T;
  /** Prometheus' own warnings and infos. */
  readonly notices: readonly string[];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isNumeral(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** Native histograms are few, and the engine takes them apart: all of one is checked. */
function isHistogramSample(item: unknown): item is PromHistogramSample {
  const histogram: unknown = Array.isArray(item) && typeof item[0] === 'number' ? item[1] : undefined;
  if (!isRecord(histogram) || !isNumeral(histogram['count'])) {
    return false;
  }
  const { buckets } = histogram;
  return (
    buckets === undefined ||
    (Array.isArray(buckets) &&
      buckets.every((bucket) => Array.isArray(bucket) && bucket.length === 4 && bucket.every(isNumeral)))
  );
}

/** Answers hold thousands of series: what is checked of each is what a wrong server would show first. */
function isSeries(item: unknown): item is PromSeries {
  if (!isRecord(item) || !isRecord(item['metric'])) {
    return false;
  }
  const { value, values, histogram, histograms } = item;
  return (
    (value === undefined || Array.isArray(value)) &&
    (values === undefined || Array.isArray(values)) &&
    (histogram === undefined || isHistogramSample(histogram)) &&
    (histograms === undefined || (Array.isArray(histograms) && histograms.every(isHistogramSample)))
  );
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Prometheus' spelling of numbers. */
export function promNumber(text: string): number {
  return text === '+Inf' || text === 'Inf' ? Infinity : text === '-Inf' ? -Infinity : text === '' ? NaN : Number(text);
}

/**
 * Prometheus' HTTP API, as far as we ask it: the envelope is opened, and each answer checked as far as it is used.
 * What is not there (an older version, or a server that only resembles it) is an `upstream_not_understood`.
 */
export class PrometheusApi {
  constructor(
    private readonly http: HttpClient,
    private readonly connection: Connection
  ) {}

  /** An instant query: one value a series; a range selector answers the raw samples. */
  query(query: string, timeMs: number, signal: AbortSignal): Promise<PromAnswer<readonly PromSeries[]>> {
    return this.series('query', [['query', query], ['time', seconds(timeMs)], this.timeout()], signal);
  }

  queryRange(
    query: string,
    fromMs: number,
    toMs: number,
    stepMs: number,
    signal: AbortSignal
  ): Promise<PromAnswer<readonly PromSeries[]>> {
    return this.series(
      'query_range',
      [['query', query], ['start', seconds(fromMs)], ['end', seconds(toMs)], ['step', seconds(stepMs)], this.timeout()],
      signal
    );
  }

  /** A list of names or values: of labels, or of one label. */
  async names(
    path: string,
    method: HttpQuestion['method'],
    selectors: readonly string[],
    range: { readonly from: number; readonly to: number },
    signal: AbortSignal
  ): Promise<readonly string[]> {
    const params = [
      ...selectors.map((selector) => ['match[]', selector] as const),
      ['start', seconds(range.from)] as const,
      ['end', seconds(range.to)] as const,
    ];
    const operation = path.startsWith('label/') ? 'label_values' : 'labels';
    const { data } = await this.ask({ method, path: `/api/v1/${path}`, params, operation }, signal);
    // VictoriaMetrics answers null for none.
    return texts(data ?? []);
  }

  /** An object of which any field may be missing. */
  async object(path: string, operation: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const { data } = await this.ask({ method: 'GET', path: `/api/v1/${path}`, params: [], operation }, signal);
    return isRecord(data) ? data : {};
  }

  private timeout(): readonly [string, string] {
    return ['timeout', `${Math.ceil(this.connection.timeoutMs)}ms`];
  }

  private async series(
    operation: string,
    params: HttpQuestion['params'],
    signal: AbortSignal
  ): Promise<PromAnswer<readonly PromSeries[]>> {
    const { data, notices } = await this.ask(
      { method: 'POST', path: `/api/v1/${operation}`, params, operation },
      signal
    );
    if (!isRecord(data) || !Array.isArray(data['result'])) {
      throw this.notUnderstood('an answer to a query without its "data.result"');
    }
    const result: readonly unknown[] = data['result'];
    if (!result.every(isSeries)) {
      throw this.notUnderstood('a series without labels or values');
    }
    return { data: result, notices };
  }

  private async ask(question: HttpQuestion, signal: AbortSignal): Promise<PromAnswer<unknown>> {
    const envelope = await this.http.json(question, signal);
    if (!isRecord(envelope)) {
      throw this.notUnderstood('JSON that is no object');
    }
    if (envelope['status'] === 'error') {
      const said = relayed(String(envelope['error'] ?? 'it does not say why'), this.connection);
      throw new TidemarkError('upstream_rejected_query', `${this.connection.names.product} rejects the query: ${said}`);
    }
    if (envelope['status'] !== 'success') {
      throw this.notUnderstood('JSON without Prometheus\' "status"');
    }
    const notices = [...texts(envelope['warnings']), ...texts(envelope['infos'])];
    return { data: envelope['data'], notices: notices.map((notice) => relayed(notice, this.connection)) };
  }

  private notUnderstood(what: string): TidemarkError {
    return new TidemarkError(
      'upstream_not_understood',
      `${whereOf(this.connection)} answers ${what}: ${this.connection.advice.notApi}.`
    );
  }
}

function seconds(ms: number): string {
  return String(ms / 1000);
}
