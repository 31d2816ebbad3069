import type { LogParser } from '../../../../model';
import { parseFieldPath } from '../../fieldPath';
import type { RowQuestion } from '../../logged/byReading';
import { MOST_CATEGORIES, observedWithMissing, tooManyCategories } from '../../logged/categories';
import type { LoggedFeature } from '../../logged/subject';
import { countQuery, DROP_ERRORS, firstOf, logqlText } from '../../logql';
import type { Observation } from '../../upstream';
import type { Labels, LokiSeries } from '../api';
import { limitOf } from '../limits';
import { placeOfPath, placesOf } from '../names';
import { Aliases, filtered, labelOf, pipelineText } from '../pipeline';
import type { StreamSchema } from '../schema';
import { binOfText, binTemplate, categoryOf, MISSING, ODD, UNREADABLE } from './template';

/** One feature as Loki is asked to count it. */
export interface CountPlan {
  readonly feature: LoggedFeature;
  /** LogQL, for a window of that length. */
  readonly query: (windowMs: number) => string;
  /**
   * The same of the lines that can be read, where the first leaves that open: it counts one that cannot be read among
   * those without the category, because that costs half of looking, and mostly there is neither.
   */
  readonly readableQuery: ((windowMs: number) => string) | undefined;
  readonly groups: ReadonlyArray<{ readonly name: string; readonly label: string }>;
  /** The label that holds the bin or the category. */
  readonly label: string;
  readonly edges: readonly number[] | undefined;
  readonly parser: LogParser;
}

/** What Loki counts of one feature: lines by bin, or by category where there are no edges. */
export function planCount(
  { source, filters, groupBy }: Omit<RowQuestion, 'features'>,
  feature: LoggedFeature,
  edges: readonly number[] | undefined,
  schema: StreamSchema
): CountPlan {
  const aliases = new Aliases();
  const passing = filtered(source, filters, schema, aliases);
  const value = labelOf(placeOfPath(feature.path, source, schema), aliases);
  const formats: string[] = [];
  const groups = groupBy.map((name) => {
    const labels = placesOf(name, source, schema).map((place) => labelOf(place, aliases));
    const [only = ''] = labels;
    if (labels.length === 1) {
      return { name, label: only };
    }
    const label = aliases.fresh(`tm_${name.replace(/[^A-Za-z0-9]+/g, '_')}`);
    formats.push(`${label}=${logqlText(firstOf(labels))}`);
    return { name, label };
  });
  const label = edges === undefined ? value : aliases.fresh('tm_bin');
  if (edges !== undefined) {
    formats.push(`${label}=${logqlText(binTemplate(value, edges))}`);
  }
  const format = formats.length === 0 ? '' : ` | label_format ${formats.join(', ')}`;
  const lines = pipelineText(passing, source, aliases);
  const by = [...new Set([label, ...groups.map((group) => group.label)])];
  return {
    feature,
    query: (windowMs) => countQuery(`${lines}${format}${DROP_ERRORS}`, by, windowMs),
    readableQuery:
      edges === undefined ? (windowMs) => countQuery(`${lines} | __error__=""${format}`, by, windowMs) : undefined,
    groups,
    label,
    edges,
    parser: source.parser,
  };
}

/** Lines in which any of the features cannot be read. */
export function unreadableQuery(
  { source, filters }: Omit<RowQuestion, 'features'>,
  features: readonly LoggedFeature[],
  schema: StreamSchema,
  windowMs: number
): string {
  const aliases = new Aliases();
  const passing = filtered(source, filters, schema, aliases);
  features.forEach(({ path }) => aliases.of(parseFieldPath(path)));
  return countQuery(`${pipelineText(passing, source, aliases)} | __error__!=""${DROP_ERRORS}`, [], windowMs);
}

/** Counts of one feature in one group, as numbers at instants; one instant where they are of a whole stretch of time. */
export interface GroupCounts {
  readonly group: Labels;
  /** By what the label of the plan holds. */
  readonly byText: Map<string, Map<number, number>>;
}

/** The one instant of counts that are of a stretch of time as a whole. */
export const WHOLE = 0;

function sample(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
}

/**
 * Sorts series by group. A label that is empty and one that is not there are two series to Loki and one group here; and
 * so are categories that are one once they are read.
 */
export function byGroup(plan: CountPlan, series: readonly LokiSeries[]): readonly GroupCounts[] {
  const found = new Map<string, GroupCounts>();
  for (const { metric, value, values = [] } of series) {
    const group = Object.fromEntries(plan.groups.map(({ name, label }) => [name, metric[label] ?? '']));
    const key = JSON.stringify(group);
    const entry = found.get(key) ?? { group, byText: new Map() };
    found.set(key, entry);
    const written = metric[plan.label] ?? '';
    const text = plan.edges === undefined ? categoryOf(written, plan.parser) : written;
    const counts = entry.byText.get(text) ?? new Map<number, number>();
    entry.byText.set(text, counts);
    const samples: ReadonlyArray<readonly [number, number]> =
      value === undefined
        ? values.map(([seconds, count]) => [Math.round(seconds * 1000), sample(count)])
        : [[WHOLE, sample(value[1])]];
    for (const [time, count] of samples) {
      counts.set(time, (counts.get(time) ?? 0) + count);
    }
  }
  return [...found.values()];
}

/** What was counted at one instant, as an observation; undefined where that is nothing at all. */
export function observedAt(
  { edges, feature }: CountPlan,
  count: (text: string) => number,
  texts: Iterable<string>
): Observation | undefined {
  if (edges !== undefined) {
    const counts = Array.from({ length: edges.length + 1 }, (_, bin) => count(String(bin)));
    const missing = count(MISSING);
    return missing === 0 && counts.every((one) => one === 0)
      ? undefined
      : { kind: 'histogram', histogram: { kind: 'numeric', edges: [...edges], counts, missing }, repairs: [] };
  }
  const categories = [...texts].filter((text) => text !== '' && count(text) > 0);
  if (categories.length > MOST_CATEGORIES) {
    return { kind: 'unusable', message: tooManyCategories(feature.feature) };
  }
  const missing = count('');
  return missing === 0 && categories.length === 0
    ? undefined
    : observedWithMissing(new Map(categories.map((text) => [text, count(text)])), missing);
}

/** Lines that are in no bin: not readable, or holding something else than a number. */
export function strays(counts: readonly GroupCounts[]): { readonly unreadable: number; readonly odd: number } {
  const of = (text: string): number =>
    counts.reduce((sum, { byText }) => sum + [...(byText.get(text)?.values() ?? [])].reduce((a, b) => a + b, 0), 0);
  return { unreadable: of(UNREADABLE), odd: of(ODD) };
}

/** Whether lines without the category were counted, among which some may be that cannot be read. */
export function hasBlanks(counts: readonly GroupCounts[]): boolean {
  return counts.some(({ byText }) => [...(byText.get('')?.values() ?? [])].some((count) => count > 0));
}

/** Whether anything but missing values was counted. */
export function hasValues({ edges }: CountPlan, counts: readonly GroupCounts[]): boolean {
  return counts.some(({ byText }) =>
    [...byText].some(
      ([text, byTime]) =>
        (edges === undefined ? text !== '' : binOfText(text) !== undefined || text === ODD) &&
        [...byTime.values()].some((count) => count > 0)
    )
  );
}

/** A feature with more categories than Loki answers is no reason to fail the others. */
export function unusableOf(thrown: unknown, { feature, edges }: CountPlan): Observation | undefined {
  return edges === undefined && limitOf(thrown)?.kind === 'series'
    ? {
        kind: 'unusable',
        message: `${feature.feature} has more values than Loki answers series: read it as a number, leave it out, or raise max_query_series in its limits_config.`,
      }
    : undefined;
}
