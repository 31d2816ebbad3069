import { TidemarkError } from '../../errors';
import type { Connection } from '../connection';
import { relayed, whereOf } from '../failure';
import type { HttpClient, HttpQuestion } from '../http';
import type { TimeRange } from '../upstream';
import { withAdvice } from './limits';

export type Labels = Readonly<Record<string, string>>;

/** A line: its instant in nanoseconds, its text, and what belongs to it alone. */
export type LokiValue = readonly [
  nanoseconds: string,
  line: string,
  own?: { readonly structuredMetadata?: Labels; readonly parsed?: Labels },
];

export interface LokiStream {
  readonly stream: Labels;
  readonly values: readonly LokiValue[];
}

/** A value and its instant in seconds, the value as text. */
export type LokiSample = readonly [number, string];

export interface LokiSeries {
  readonly metric: Labels;
  /** Of an instant query. */
  readonly value?: LokiSample;
  /** Of a range query. */
  readonly values?: readonly LokiSample[];
}

export interface LokiAnswer<T> {
  readonly data: T;
  /** Loki's own warnings. */
  readonly notices: readonly string[];
}

/** A stretch of the log in nanoseconds: `from` included, `to` excluded, as Loki reads lines. */
export interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

export type Direction = 'forward' | 'backward';

/** What Loki found in a few lines: the label it would give to a field, and where the field stands. */
export interface DetectedField {
  readonly label: string;
  readonly type: string;
  readonly cardinality: number;
  /** Empty for structured metadata, which no parser has to find. */
  readonly parsers: readonly string[];
  /** Keys of a JSON field from the outside in; empty where Loki does not tell. */
  readonly jsonPath: readonly string[];
}

/** What the index alone tells, without reading a line; chunks that overlap the range are counted in part. */
export interface StreamStats {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * Without it Loki makes a stream of every set of metadata; where each line has an id, a stream a line. The header only
 * changes where the metadata stands: a proxy that loses it leaves the answer right.
 */
const CATEGORIZE = { 'x-loki-response-encoding-flags': 'categorize-labels' };

/** It answers a volume for each set of the labels that the selector names. */
const MOST_VOLUMES = 1_000;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isStream(item: unknown): item is LokiStream {
  return isRecord(item) && isRecord(item['stream']) && Array.isArray(item['values']);
}

function isSeries(item: unknown): item is LokiSeries {
  if (!isRecord(item) || !isRecord(item['metric'])) {
    return false;
  }
  const { value, values } = item;
  return Array.isArray(value) || Array.isArray(values);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** Milliseconds as the nanoseconds in which Loki counts. */
export function nanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms)) * 1_000_000n;
}

/** Lines of `range` as Loki is asked for them: a range here excludes its start and includes its end. */
export function spanOf({ from, to }: TimeRange): Span {
  return { from: nanoseconds(from) + 1n, to: nanoseconds(to) + 1n };
}

function rangeParams({ from, to }: TimeRange): HttpQuestion['params'] {
  return [
    ['start', String(nanoseconds(from))],
    ['end', String(nanoseconds(to))],
  ];
}

/**
 * Loki's HTTP API, as far as we ask it: the envelope is opened, and each answer checked as far as it is used. What is
 * not there (an older version, or a server that only resembles it) is an `upstream_not_understood`.
 */
export class LokiApi {
  constructor(
    private readonly http: HttpClient,
    private readonly connection: Connection
  ) {}

  /** Up to `limit` lines, the first ones of the direction. */
  async lines(
    query: string,
    { from, to }: Span,
    { limit, direction }: { readonly limit: number; readonly direction: Direction },
    signal: AbortSignal
  ): Promise<LokiAnswer<readonly LokiStream[]>> {
    const params = [
      ['query', query],
      ['start', String(from)],
      ['end', String(to)],
      ['limit', String(limit)],
      ['direction', direction],
    ] as const;
    const answer = await this.result('query_range', 'lines', params, signal);
    if (!answer.data.every(isStream)) {
      throw this.notUnderstood('a stream without labels or lines');
    }
    return { ...answer, data: answer.data };
  }

  /** An instant query: one value a series. */
  instant(query: string, timeMs: number, signal: AbortSignal): Promise<LokiAnswer<readonly LokiSeries[]>> {
    return this.series(
      'query',
      [
        ['query', query],
        ['time', String(nanoseconds(timeMs))],
      ],
      signal
    );
  }

  /** One value a series and step, from `range.from` to `range.to`. */
  overTime(
    query: string,
    range: TimeRange,
    stepMs: number,
    signal: AbortSignal
  ): Promise<LokiAnswer<readonly LokiSeries[]>> {
    return this.series(
      'query_range',
      [['query', query], ...rangeParams(range), ['step', String(stepMs / 1000)]],
      signal
    );
  }

  /** Names of stream labels; with a selector, of the streams that match. */
  async labelNames(selector: string | undefined, range: TimeRange, signal: AbortSignal): Promise<readonly string[]> {
    return texts((await this.envelope('GET', 'labels', 'labels', selected(selector, range), signal)).data ?? []);
  }

  async labelValues(
    label: string,
    selector: string | undefined,
    range: TimeRange,
    signal: AbortSignal
  ): Promise<readonly string[]> {
    const path = `label/${encodeURIComponent(label)}/values`;
    return texts((await this.envelope('GET', path, 'label_values', selected(selector, range), signal)).data ?? []);
  }

  /** How many streams have a line in the range, as the index knows it by its chunks. */
  async streams(selector: string, range: TimeRange, signal: AbortSignal): Promise<number> {
    const params = [['match[]', selector] as const, ...rangeParams(range)];
    const { data } = await this.envelope('GET', 'series', 'series', params, signal);
    return Array.isArray(data) ? data.length : 0;
  }

  /** Fields seen in so many of the latest lines. */
  async detectedFields(
    selector: string,
    range: TimeRange,
    lines: number,
    signal: AbortSignal
  ): Promise<readonly DetectedField[]> {
    const params = [...selected(selector, range), ['line_limit', String(lines)] as const];
    const answer = await this.bare('detected_fields', 'detected_fields', params, signal);
    const fields: readonly unknown[] = Array.isArray(answer['fields']) ? answer['fields'] : [];
    return fields.flatMap((field) =>
      isRecord(field) && typeof field['label'] === 'string'
        ? [
            {
              label: field['label'],
              type: typeof field['type'] === 'string' ? field['type'] : 'string',
              cardinality: count(field['cardinality']),
              parsers: texts(field['parsers']),
              jsonPath: texts(field['jsonPath']),
            },
          ]
        : []
    );
  }

  /** How much there is of the streams that match, as the index knows it. */
  async stats(selector: string, range: TimeRange, signal: AbortSignal): Promise<StreamStats> {
    const answer = await this.bare('index/stats', 'index_stats', selected(selector, range), signal);
    return { entries: count(answer['entries']), bytes: count(answer['bytes']) };
  }

  /** Bytes of the streams that match, as the index knows them. */
  async volume(selector: string, range: TimeRange, signal: AbortSignal): Promise<number> {
    const params = [...selected(selector, range), ['limit', String(MOST_VOLUMES)] as const];
    const { data } = await this.envelope('GET', 'index/volume', 'index_volume', params, signal);
    const result = isRecord(data) && Array.isArray(data['result']) ? data['result'] : [];
    return result.filter(isSeries).reduce((sum, { value }) => sum + count(Number(value?.[1])), 0);
  }

  async version(signal: AbortSignal): Promise<string | undefined> {
    const { version } = await this.bare('status/buildinfo', 'buildinfo', [], signal);
    return typeof version === 'string' && version !== '' ? version : undefined;
  }

  private async series(
    operation: string,
    params: HttpQuestion['params'],
    signal: AbortSignal
  ): Promise<LokiAnswer<readonly LokiSeries[]>> {
    const answer = await this.result(operation, operation, params, signal);
    if (!answer.data.every(isSeries)) {
      throw this.notUnderstood('a series without labels or values');
    }
    return { ...answer, data: answer.data };
  }

  /** A query: it goes as a form, because its text may be long. */
  private async result(
    path: string,
    operation: string,
    params: HttpQuestion['params'],
    signal: AbortSignal
  ): Promise<LokiAnswer<readonly unknown[]>> {
    const { data, notices } = await this.envelope('POST', path, operation, params, signal);
    if (!isRecord(data) || !Array.isArray(data['result'])) {
      throw this.notUnderstood('an answer to a query without its "data.result"');
    }
    return { data: data['result'], notices };
  }

  private async envelope(
    method: HttpQuestion['method'],
    path: string,
    operation: string,
    params: HttpQuestion['params'],
    signal: AbortSignal
  ): Promise<LokiAnswer<unknown>> {
    const answer = await this.json({ method, path: `/loki/api/v1/${path}`, params, operation }, signal);
    if (answer['status'] !== 'success') {
      throw this.notUnderstood('JSON without Loki\'s "status"');
    }
    return { data: answer['data'], notices: texts(answer['warnings']).map((text) => relayed(text, this.connection)) };
  }

  /** An answer without an envelope: an object of which any field may be missing. */
  private bare(
    path: string,
    operation: string,
    params: HttpQuestion['params'],
    signal: AbortSignal
  ): Promise<Readonly<Record<string, unknown>>> {
    return this.json({ method: 'GET', path: `/loki/api/v1/${path}`, params, operation }, signal);
  }

  private async json(question: HttpQuestion, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    try {
      const answer = await this.http.json({ ...question, headers: CATEGORIZE }, signal);
      if (!isRecord(answer)) {
        throw this.notUnderstood('JSON that is no object');
      }
      return answer;
    } catch (thrown) {
      throw withAdvice(thrown);
    }
  }

  private notUnderstood(what: string): TidemarkError {
    return new TidemarkError(
      'upstream_not_understood',
      `${whereOf(this.connection)} answers ${what}: ${this.connection.advice.notApi}.`
    );
  }
}

function selected(selector: string | undefined, range: TimeRange): ReadonlyArray<readonly [string, string]> {
  return [...(selector === undefined ? [] : [['query', selector] as const]), ...rangeParams(range)];
}
