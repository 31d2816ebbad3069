import { TidemarkError } from '../errors';
import type { DistributionQuestion, FeatureSource, TimeRange } from './upstream';

/** Refuses what no upstream can answer, before anything is asked. */
export function checkQuestion({ source, groupBy }: DistributionQuestion, range: TimeRange): void {
  if (!(range.to > range.from)) {
    throw new TidemarkError('bad_query', 'The time range is empty: its end must be later than its start.');
  }
  if (source.kind.endsWith('histogram') && source.metric.endsWith('_bucket')) {
    throw new TidemarkError(
      'bad_query',
      `Name the histogram without _bucket: "${source.metric.slice(0, -'_bucket'.length)}".`
    );
  }
  if (source.kind === 'category' && source.categoryLabel === undefined) {
    throw new TidemarkError('bad_query', 'Name the label that holds the category (source.categoryLabel).');
  }
  if (source.kind === 'category' && source.featureLabel === source.categoryLabel) {
    throw new TidemarkError(
      'bad_query',
      `The label "${source.featureLabel}" cannot hold both the feature and the category: change source.featureLabel or source.categoryLabel.`
    );
  }
  const inner = source.kind === 'histogram' ? 'le' : source.kind === 'category' ? source.categoryLabel : undefined;
  if (inner !== undefined && (groupBy.includes(inner) || source.featureLabel === inner)) {
    throw new TidemarkError(
      'bad_query',
      `The label "${inner}" holds the bins of this source, so it can neither name the feature nor be grouped by: take it out.`
    );
  }
}

/** The instants at which windows end: multiples of the step from the start of the range to its end. */
export function alignedSteps(range: TimeRange, stepMs: number): { first: number; count: number } {
  const first = Math.ceil(range.from / stepMs) * stepMs;
  return { first, count: range.to < first ? 0 : Math.floor((range.to - first) / stepMs) + 1 };
}

/** A metric that exists, and is not what was asked for. */
export function wrongKind(
  source: FeatureSource,
  found: 'plain' | 'histogram' | 'native' | 'not_native' | 'counter' | 'gauge'
): TidemarkError {
  const { metric } = source;
  const said = {
    plain: `"${metric}" is not a histogram: there are series of that name, but none named "${metric}_bucket". Choose the kind "category" for a counter with a label that holds the category, or "gauge" for raw values.`,
    histogram: `"${metric}" is a histogram (there is "${metric}_bucket"): choose the kind "histogram".`,
    native: `"${metric}" is a native histogram: choose the kind "native_histogram".`,
    not_native: `"${metric}" is no native histogram: its values are plain numbers. Choose the kind "category" for a counter with a label that holds the category, or "gauge" for raw values.`,
    counter: `"${metric}" is a counter: choose the kind "category", with the label that holds the category.`,
    gauge: `"${metric}" is a gauge: choose the kind "gauge".`,
  } as const;
  return new TidemarkError('unusable_data', said[found]);
}
