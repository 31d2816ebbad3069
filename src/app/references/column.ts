import type { Answer } from '../../engine/answer';
import type { BinningSource } from '../../engine/binning/strategy';
import { freezeBins } from '../../engine/binning/freezeBins';
import { fromNativeHistogram } from '../../engine/distribution/fromNativeHistogram';
import { fromSamples } from '../../engine/distribution/fromSamples';
import { rebin } from '../../engine/distribution/rebin';
import { collector } from '../../engine/sample/collector';
import type { FeatureProfile } from '../../model/settings';

/** As many bins as PSI is usually read with, twice over, so that tails keep bins of their own. */
const BINS = 20;
/** A column with more categories names things rather than kinds of things: an id, an address, a free text. */
const MOST_CATEGORIES = 200;
/** So many values are kept as they are; more are counted by size, to a seventh of a percent. */
const KEPT_VALUES = 50_000;
/** A column of numbers may hold a few words, such as `n/a`; they count as missing. */
const MOST_WORDS = 0.01;

const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none']);

export type ColumnResult =
  | { readonly is: 'feature'; readonly feature: FeatureProfile }
  | { readonly is: 'left_out'; readonly name: string; readonly why: 'empty' | 'too_many_categories' };

/** Takes in one column of a table, a value at a time, in bounded memory. */
export interface Column {
  readonly add: (value: unknown) => void;
  readonly result: () => ColumnResult;
}

/** A column of unknown kind: both a number and a category, until all of it was seen. */
export function column(name: string): Column {
  const numbers = collector({ limit: KEPT_VALUES });
  let batch: number[] = [];
  let numeric = 0;
  let words = 0;
  let missing = 0;
  let categories: Map<string, number> | undefined = new Map();

  const flush = (): void => {
    numbers.add(batch);
    batch = [];
  };
  const count = (category: string): void => {
    categories?.set(category, (categories.get(category) ?? 0) + 1);
    if (categories !== undefined && categories.size > MOST_CATEGORIES) {
      categories = undefined;
    }
  };
  const add = (value: unknown): void => {
    const text = typeof value === 'string' ? value.trim() : value;
    if (text === null || text === undefined || (typeof text === 'string' && MISSING.has(text.toLowerCase()))) {
      missing += 1;
      return;
    }
    const number = typeof text === 'boolean' || text instanceof Date ? NaN : Number(text);
    if (Number.isFinite(number)) {
      numeric += 1;
      batch.push(number);
      if (batch.length >= 4096) {
        flush();
      }
    } else {
      words += 1;
    }
    count(text instanceof Date ? text.toISOString() : String(text as string | number | boolean | bigint));
  };
  const result = (): ColumnResult => {
    flush();
    if (numeric + words === 0) {
      return { is: 'left_out', name, why: 'empty' };
    }
    if (numeric > 0 && words <= MOST_WORDS * (numeric + words)) {
      const histogram = histogramOf(numbers.collected());
      if (histogram !== undefined) {
        return { is: 'feature', feature: { name, ...histogram, missing: missing + words } };
      }
    }
    return categories === undefined
      ? { is: 'left_out', name, why: 'too_many_categories' }
      : {
          is: 'feature',
          feature: { name, categories: Object.fromEntries([...categories].sort(([, a], [, b]) => b - a)), missing },
        };
  };
  return { add, result };
}

/** Between two values lies 333.65 and not 333.64999999999986: people read these numbers, and paste them. */
const tidy = (edges: readonly number[]): readonly number[] => [
  ...new Set(edges.map((edge) => Number(edge.toPrecision(12)))),
];

/** Bins of about equally many values, frozen; undefined where the values make no bins, as one value repeated. */
function histogramOf(
  collected: ReturnType<ReturnType<typeof collector>['collected']>
): { readonly edges: number[]; readonly counts: number[] } | undefined {
  const strategy = { strategy: 'quantile', bins: BINS } as const;
  const frozen = (source: BinningSource): Answer<readonly number[]> => {
    const edges = freezeBins(strategy, source);
    return edges.ok ? { ...edges, value: tidy(edges.value) } : edges;
  };
  if (collected.kind === 'samples') {
    const edges = frozen(collected.values);
    const histogram = edges.ok ? fromSamples(collected.values, edges.value) : edges;
    return histogram.ok ? { edges: [...histogram.value.edges], counts: [...histogram.value.counts] } : undefined;
  }
  const fine = fromNativeHistogram(collected.histogram);
  const edges = fine.ok ? frozen(fine.value) : fine;
  const histogram = fine.ok && edges.ok ? rebin(fine.value, edges.value) : edges;
  return histogram.ok && 'counts' in histogram.value
    ? { edges: [...histogram.value.edges], counts: [...histogram.value.counts] }
    : undefined;
}
