import type { FeatureInfo, LogParser } from '../../../model';
import { TidemarkError } from '../../errors';
import type { EventSource } from '../eventSource';
import { dotted, parseFieldPath, type FieldPath } from '../fieldPath';
import { streamSelector } from '../logql';
import type { CallContext, TimeRange } from '../upstream';
import type { DetectedField, LokiApi } from './api';
import { Kept } from './kept';
import { limitOf, type ServerLimits } from './limits';
import { privacy } from './privacy';

/** A field that was seen in some of the lines. */
export interface SeenField {
  readonly path: FieldPath;
  readonly type: 'number' | 'boolean' | 'text';
  /** Different values among the lines that were looked at. */
  readonly values: number;
}

/** What the streams of a source look like, as far as Loki tells without being asked for every line. */
export interface StreamSchema {
  readonly labels: ReadonlySet<string>;
  /** Structured metadata: labels that belong to a line, not to its stream. */
  readonly metadata: ReadonlySet<string>;
  /** Of the lines; those of personal data are not among them. */
  readonly fields: readonly SeenField[];
  /** Whether Loki told anything: of streams that are not there it does not, and an older one tells no fields. */
  readonly told: boolean;
  /** Whether it told that no stream matches in the range: then there is no line to look for. */
  readonly none?: boolean;
}

/** Of a stream of which nothing has been seen. */
export const NOTHING_KNOWN: StreamSchema = { labels: new Set(), metadata: new Set(), fields: [], told: false };

const NO_STREAM: StreamSchema = { ...NOTHING_KNOWN, none: true };

/** Labels that Loki gives to streams and lines for its own purposes. */
const OWN_LABELS = /^__|^(?:detected_level|service_name)$/;

/** What is known of a source is asked for again after so long: a field that is new must not stay unknown. */
const FRESH_MS = 60_000;
/** Where nothing is yet, something may be in a moment: no longer than a request takes. */
const NONE_MS = 2_000;
const MOST_KEPT = 200;

/** Among so many lines fields are looked for. */
const LOOKED_AT = 1_000;

/** Ranges that differ by less than this ask the same. */
const GRAIN_MS = 600_000;
const grain = ({ from, to }: TimeRange): readonly number[] => [from, to].map((time) => Math.round(time / GRAIN_MS));

const isNone = ({ names, whole }: StreamLabels): boolean => whole && names.length === 0;

const TYPES: Readonly<Record<string, SeenField['type']>> = { int: 'number', float: 'number', boolean: 'boolean' };

/** Where a field stands, as far as Loki told: in logfmt, and in its older versions, keys are run together. */
function pathOf({ label, jsonPath }: DetectedField, { fields }: Pick<EventSource, 'fields'>): FieldPath {
  if (jsonPath.length > 0) {
    return jsonPath;
  }
  const features = parseFieldPath(fields.features);
  const prefix = `${features.join('_')}_`;
  return label.startsWith(prefix) ? [...features, label.slice(prefix.length)] : [label];
}

/** The labels of streams, and whether Loki has looked for them in the whole range. */
interface StreamLabels {
  readonly names: readonly string[];
  readonly whole: boolean;
}

export class Schemas {
  private readonly known: Kept<StreamSchema>;
  private readonly labelled: Kept<StreamLabels>;

  constructor(
    private readonly api: LokiApi,
    private readonly limits: ServerLimits,
    now: () => number
  ) {
    this.known = new Kept(now, MOST_KEPT);
    this.labelled = new Kept(now, MOST_KEPT);
  }

  async of(
    source: Pick<EventSource, 'matchers' | 'parser' | 'fields' | 'privateFields'>,
    range: TimeRange,
    { signal }: CallContext
  ): Promise<StreamSchema> {
    const selector = streamSelector(source.matchers);
    const key = JSON.stringify([selector, source.parser, source.fields, source.privateFields, ...grain(range)]);
    const known = this.known.get(key);
    if (known !== undefined) {
      return known;
    }
    const labels = await this.labels(selector, range, signal);
    if (isNone(labels)) {
      return NO_STREAM;
    }
    const detected = await this.detected(selector, range, signal);
    const hidden = privacy(source);
    // Loki tells them in any order: what is asked of the same fields is always the same.
    const found = [...(detected ?? [])]
      .sort((a, b) => (a.label < b.label ? -1 : 1))
      .map((field) => ({ ...field, path: pathOf(field, source) }))
      // Loki's language of paths has no escape for these: such a key can be seen, and not be asked for.
      .filter(({ path }) => path.every((key) => !/["\]\0]/.test(key) || /^\[\d+\]$/.test(key)));
    const parsed = (parsers: readonly string[], parser: LogParser): boolean => parsers.includes(parser);
    const schema: StreamSchema = {
      labels: new Set(labels.names.filter((name) => !OWN_LABELS.test(name))),
      metadata: new Set(
        found.filter(({ parsers, label }) => parsers.length === 0 && !OWN_LABELS.test(label)).map(({ label }) => label)
      ),
      fields: found
        .filter(({ parsers, path }) => parsed(parsers, source.parser) && !hidden.covers(path))
        .map(({ path, type, cardinality }) => ({ path, type: TYPES[type] ?? 'text', values: cardinality })),
      told: detected !== undefined && labels.names.length > 0,
    };
    return schema.told ? this.known.keep(key, schema, FRESH_MS) : schema;
  }

  /**
   * Whether no stream matches in the range: the index tells it in some milliseconds, while to look for the lines or fields
   * of a stream that is not there takes Loki as long as for one that is.
   */
  async isEmpty(source: Pick<EventSource, 'matchers'>, range: TimeRange, signal: AbortSignal): Promise<boolean> {
    return isNone(await this.labels(streamSelector(source.matchers), range, signal));
  }

  private async labels(selector: string, range: TimeRange, signal: AbortSignal): Promise<StreamLabels> {
    // That something is there holds for a range nearby; that nothing is, for this one alone.
    const near = JSON.stringify([selector, ...grain(range)]);
    const exact = JSON.stringify([selector, range.from, range.to, 'exact']);
    const known = this.labelled.get(near) ?? this.labelled.get(exact);
    if (known !== undefined) {
      return known;
    }
    let whole = true;
    // Whether Loki takes the end of a range in, it need not say.
    const names = await within(this.limits, { from: range.from, to: range.to + 1 }, (shorter) => {
      whole = shorter.from === range.from;
      return this.api.labelNames(selector, shorter, signal);
    });
    return names.length > 0
      ? this.labelled.keep(near, { names, whole }, FRESH_MS)
      : // Where nothing is yet, something may be in a moment.
        this.labelled.keep(exact, { names, whole }, NONE_MS);
  }

  /** Undefined where this Loki does not offer it: then names are looked for in every place that they may mean. */
  private async detected(
    selector: string,
    range: TimeRange,
    signal: AbortSignal
  ): Promise<readonly DetectedField[] | undefined> {
    const ask = (): Promise<readonly DetectedField[]> => {
      const lines = Math.min(LOOKED_AT, this.limits.page);
      return within(this.limits, range, (shorter) => this.api.detectedFields(selector, shorter, lines, signal)).catch(
        (thrown: unknown) => {
          if (signal.aborted || limitOf(thrown)?.kind !== 'entries' || !this.limits.learn(thrown, { lines })) {
            throw thrown;
          }
          return ask();
        }
      );
    };
    try {
      return await ask();
    } catch (thrown) {
      const { code } = TidemarkError.from(thrown);
      if (signal.aborted || !['upstream_not_understood', 'upstream_rejected_query'].includes(code)) {
        throw thrown;
      }
      return undefined;
    }
  }
}

/** The fields by the names under which people know them, each once. */
export function fieldsOf({ fields }: Pick<StreamSchema, 'fields'>): readonly FeatureInfo[] {
  const byName = new Map(
    fields.map(({ path, type }): [string, FeatureInfo] => {
      const name = dotted(path);
      return [name, { name, kind: type === 'number' ? 'numeric' : 'categorical' }];
    })
  );
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The field of that name, whether its dots stand between keys or inside one. */
export function seenField({ fields }: StreamSchema, name: string): SeenField | undefined {
  return fields.find(({ path }) => dotted(path) === name);
}

/** Asks about the range, or about the end of it where Loki refuses one of that length. */
export async function within<T>(
  limits: ServerLimits,
  { from, to }: TimeRange,
  ask: (range: TimeRange) => Promise<T>
): Promise<T> {
  const range = { from: Math.max(from, to - limits.longestMs), to };
  try {
    return await ask(range);
  } catch (thrown) {
    if (!limits.learn(thrown, { ms: range.to - range.from })) {
      throw thrown;
    }
    return within(limits, range, ask);
  }
}
