import type { ClassicBucket } from '../../../engine';
import { observedBuckets, observedCategories, observedNative } from '../observation';
import type { DistributionQuestion, FeatureSource, Observation } from '../upstream';
import { promNumber, type Labels, type PromSeries } from './api';

/** The series that belong to one feature and group, in the order in which they came. */
export interface SeriesRow {
  readonly feature: string;
  readonly group: Labels;
  readonly series: readonly PromSeries[];
}

/** How a category without a name is called: series that lack the label beside others that have it. */
const NO_CATEGORY = '(none)';

/** Sorts series by feature and group. Thousands of them come at once, so that keys are strings, built once a series. */
export function rowsOf(
  series: readonly PromSeries[],
  {
    source,
    groupBy,
  }: Pick<DistributionQuestion, 'groupBy'> & { readonly source: Pick<FeatureSource, 'metric' | 'featureLabel'> },
  wanted: (feature: string) => boolean = () => true
): readonly SeriesRow[] {
  const rows = new Map<string, { feature: string; group: Labels; series: PromSeries[] }>();
  for (const one of series) {
    const labels = one.metric;
    const named = source.featureLabel === undefined ? undefined : labels[source.featureLabel];
    const feature = named === undefined || named === '' ? source.metric : named;
    let key = feature;
    for (const label of groupBy) {
      key += `\u0000${labels[label] ?? ''}`;
    }
    const row = rows.get(key);
    if (row !== undefined) {
      row.series.push(one);
    } else if (wanted(feature)) {
      const group = Object.fromEntries(groupBy.map((label) => [label, labels[label] ?? '']));
      rows.set(key, { feature, group, series: [one] });
    }
  }
  return [...rows.values()];
}

/** A count that one series gives for one instant. */
export interface Counted {
  readonly labels: Labels;
  readonly count: number;
}

/** All of them together. */
export function summed(counts: readonly Counted[]): number {
  return counts.reduce((all, { count }) => all + count, 0);
}

/** What the counts of one feature, group and instant say. */
export function observedCounts(source: FeatureSource, counts: readonly Counted[]): Observation {
  return source.kind === 'histogram' ? observedLe(source, counts) : observedCategory(source, counts);
}

function observedLe(source: FeatureSource, counts: readonly Counted[]): Observation {
  const buckets: ClassicBucket[] = [];
  for (const { labels, count } of counts) {
    const le = labels['le'];
    if (le === undefined) {
      return {
        kind: 'unusable',
        message: `There are series named "${source.metric}_bucket" without the label "le", so they are no histogram: look at what exposes them, or exclude them with the selector.`,
      };
    }
    buckets.push({ le: promNumber(le), count });
  }
  return observedBuckets(buckets);
}

function observedCategory(source: FeatureSource, counts: readonly Counted[]): Observation {
  const label = source.categoryLabel ?? '';
  const byCategory = new Map<string, number>();
  let named = false;
  for (const { labels, count } of counts) {
    const category = labels[label] ?? '';
    named ||= category !== '';
    const key = category === '' ? NO_CATEGORY : category;
    byCategory.set(key, (byCategory.get(key) ?? 0) + count);
  }
  return named
    ? observedCategories(byCategory)
    : {
        kind: 'unusable',
        message: `No series of "${source.metric}" has the label "${label}", which should hold the category: name another one (source.categoryLabel, or metrics.categoryLabel of the model).`,
      };
}

/** Whether a native histogram came where a number should be. */
export function isNative({ histogram, histograms }: PromSeries): boolean {
  return histogram !== undefined || histograms !== undefined;
}

/** The native histogram of a feature and group at one instant: the query has summed its series. */
export function instantNative(series: readonly PromSeries[]): Observation | undefined {
  const sample = series.find(({ histogram }) => histogram !== undefined)?.histogram;
  return sample === undefined ? undefined : observedNative(sample[1]);
}

/** The same over time. */
export function nativeOverTime(
  series: readonly PromSeries[]
): ReadonlyArray<{ readonly time: number; readonly observation: Observation }> {
  return series.flatMap(({ histograms = [] }) =>
    histograms.map(([seconds, histogram]) => ({
      time: Math.round(seconds * 1000),
      observation: observedNative(histogram),
    }))
  );
}

/** One value a series: the answer of an instant query. */
export function instantCounts(series: readonly PromSeries[]): readonly Counted[] {
  return series.map(({ metric, value }) => ({ labels: metric, count: promNumber(value?.[1] ?? '') }));
}

/**
 * Turns series over time into counts by instant. Series are sorted by time and may have gaps, so each keeps a finger
 * on its next value, and memory follows the values that are there, not steps times series.
 */
export function* countsOverTime(
  series: readonly PromSeries[]
): Generator<{ readonly time: number; readonly counts: readonly Counted[] }> {
  const fingers = series.map(({ metric, values = [] }) => ({ metric, values, next: 0 }));
  for (;;) {
    let time = Infinity;
    for (const { values, next } of fingers) {
      time = Math.min(time, values[next]?.[0] ?? Infinity);
    }
    if (time === Infinity) {
      return;
    }
    const counts: Counted[] = [];
    for (const finger of fingers) {
      const sample = finger.values[finger.next];
      if (sample?.[0] === time) {
        counts.push({ labels: finger.metric, count: promNumber(sample[1]) });
        finger.next += 1;
      }
    }
    yield { time: Math.round(time * 1000), counts };
  }
}
